import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { seriousFindings } from "../kit/axe.ts";
import { officeScreen, openAs } from "../kit/browser.ts";
import { setUpStage } from "../kit/stage.ts";
import { by, p, run, struck, wordFile } from "../kit/word-file.ts";
import { words } from "./pages/words.ts";

const an = by("Lò Văn An");
const file = wordFile(
  [
    p(run("I. KINH TẾ")),
    p(
      `${run("Gieo trồng được ")}<w:del ${an}>${struck("95")}</w:del><w:ins ${an}>${run("97")}</w:ins>${run(" ha lúa.")}`,
    ),
    p(run("II. VĂN HÓA")),
    p(`<w:ins ${by("Vi Thị Bình")}>${run("Lễ hội đông vui.")}</w:ins>`),
  ].join(""),
  { comments: `<w:comment ${by("Vi Thị Bình")}>${p(run("Xem lại."))}</w:comment>` },
);

const cell = (text: string, inside = run(text)) => `<w:tc>${p(inside)}</w:tc>`;
const row = (...texts: readonly string[]) => `<w:tr>${texts.map((text) => cell(text)).join("")}</w:tr>`;
const bold = (text: string) => `<w:r><w:rPr><w:b/></w:rPr><w:t>${text}</w:t></w:r>`;
const columns = Array.from({ length: 9 }, (_, i) => `Chỉ tiêu kinh tế ${i + 1}`);
const withTable = wordFile(
  [
    p(run("I. KINH TẾ")),
    p(`${run("Thu ngân sách ")}${bold("vượt")}${run(" kế hoạch.")}`),
    `<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>${columns.map((name) => cell(name)).join("")}</w:tr>`,
    `${row(...columns.map((_, i) => `${i + 1}.234,5`))}<w:tr>${cell("", bold("Tổng"))}</w:tr></w:tbl>`,
    p(run("II. VĂN HÓA")),
    p(run("Lễ hội đông vui.")),
  ].join(""),
);

describe("a Word file", () => {
  const stage = setUpStage();
  const choose = (page: Page, content: Uint8Array) =>
    page.locator("input[type=file]").setInputFiles({
      name: "bao-cao.docx",
      mimeType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      buffer: Buffer.from(content),
    });

  const create = async (page: Page) => {
    await page
      .getByRole("button", { name: words("preview.create"), exact: true })
      .first()
      .click();
    await page.waitForURL(/\/bao-cao\/[^/]+\/muc$/);
    await page.goto(page.url().replace(/\/muc$/u, ""));
  };
  const descriptionOf = (element: Locator) =>
    element.evaluate(
      (node) => document.getElementById(node.getAttribute("aria-describedby") ?? "")?.textContent,
    );
  const economy = (page: Page) => page.getByText(/Gieo trồng được/u);
  const panel = (page: Page) => page.getByRole("complementary", { name: words("changes.title") });

  it("[IMP29] [IMP30] [SUG31] with tracked changes: they are suggestions under the file's names, and are decided like any other", async () => {
    const { page, errors } = await openAs(stage.browser, stage.commune.coordinator, "/bao-cao/moi");
    await choose(page, file);
    await page.getByRole("treeitem", { name: "KINH TẾ" }).click();
    await page.getByText("Gieo trồng được 97 ha lúa.", { exact: true }).waitFor();
    const counts = { insertions: 1, deletions: 1, looks: 0 };
    await page.getByText(words("preview.word.revisions.of", { author: "Lò Văn An", ...counts })).waitFor();
    await page
      .getByText(words("preview.word.revisions.of", { author: "Vi Thị Bình", ...counts, deletions: 0 }))
      .waitFor();
    await page.getByText(words("preview.word.comments", { count: 1, authors: "Vi Thị Bình" })).waitFor();
    expect(await page.getByRole("radio", { name: words("preview.word.choice.suggest") }).isChecked()).toBe(
      true,
    );
    const choice = page.getByRole("group", { name: words("preview.word.choice") });
    expect(await descriptionOf(choice)).toBe(words("preview.word.choice.hint"));
    expect(await seriousFindings(page)).toEqual([]);
    await create(page);
    await economy(page).locator("del", { hasText: "95" }).waitFor();
    await economy(page).locator("ins", { hasText: "97" }).waitFor();
    await page.getByRole("button", { name: words("changes.show"), exact: true }).click();
    const inFile = (name: string) => `${name} (${words("changes.ofWordFile")})`;
    await panel(page)
      .locator(".change", { hasText: inFile("Lò Văn An") })
      .waitFor();
    const by = panel(page).getByRole("combobox", { name: words("changes.of") });
    await by.selectOption({ label: inFile("Vi Thị Bình") });
    await expect.poll(() => panel(page).locator(".change").count()).toBe(1);
    await by.selectOption({ label: inFile("Lò Văn An") });
    const quoted = words("changes.acceptOne", { name: inFile("Lò Văn An"), quote: "97" });
    await panel(page).getByRole("button", { name: quoted, exact: true }).click();
    await expect.poll(() => economy(page).textContent()).toBe("Gieo trồng được 97 ha lúa.");
    await page.reload();
    await expect.poll(() => economy(page).textContent()).toBe("Gieo trồng được 97 ha lúa.");
    await page.locator("ins", { hasText: "Lễ hội đông vui." }).waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("[IMP29] with tracked changes: whoever wants it so has all of them accepted", async () => {
    const { page, errors } = await openAs(stage.browser, stage.commune.coordinator, "/bao-cao/moi");
    await choose(page, file);
    await page.getByRole("radio", { name: words("preview.word.choice.accept") }).check();
    await create(page);
    await expect.poll(() => economy(page).textContent()).toBe("Gieo trồng được 97 ha lúa.");
    expect(await page.locator("[data-record]").count()).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it.each([officeScreen, { width: 390, height: 800 }])(
    "[IMP33] shows its tables and bold letters on a page %o wide, and they are in the report",
    async (viewport) => {
      const { page, errors } = await openAs(
        stage.browser,
        stage.commune.coordinator,
        "/bao-cao/moi",
        viewport,
      );
      await choose(page, withTable);
      const tree = page.getByRole("tree", { name: words("preview.tree") });
      const held = `${words("preview.paragraphs", { count: 1 })}, ${words("preview.tables", { count: 1 })}`;
      await tree.getByRole("treeitem", { name: "KINH TẾ" }).getByText(held, { exact: true }).waitFor();
      await tree.getByRole("treeitem", { name: "KINH TẾ" }).click();
      const table = page
        .getByRole("region", { name: words("preview.table", { rows: 3 }) })
        .getByRole("table");
      expect(await table.getByRole("columnheader").allTextContents()).toEqual(columns);
      expect(await table.getByRole("row").nth(1).getByRole("cell").first().textContent()).toBe("1.234,5");
      const text = page.getByRole("region", { name: words("preview.text", { label: "I." }) });
      expect(await text.getByRole("strong").allTextContents()).toEqual(["vượt", "Tổng"]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        viewport.width,
      );
      expect(await seriousFindings(page)).toEqual([]);
      // Merged into the section before it, the other one's text follows the table.
      await tree.getByRole("treeitem", { name: "VĂN HÓA" }).click();
      await page.getByRole("button", { name: words("preview.merge"), exact: true }).click();
      await page.getByText("Lễ hội đông vui.", { exact: true }).waitFor();
      await table.waitFor();
      await create(page);
      await page.getByRole("cell", { name: "1.234,5" }).waitFor();
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );
});
