import type { Page } from "playwright-core";
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

  it("[IMP29] [IMP30] with tracked changes is read as accepted, and the preview says of whom, and what is not taken", async () => {
    const { page, errors } = await openAs(stage.browser, stage.commune.coordinator, "/bao-cao/moi");
    await choose(page, file);
    await page.getByRole("treeitem", { name: "KINH TẾ" }).click();
    await page.getByText("Gieo trồng được 97 ha lúa.", { exact: true }).waitFor();
    await page.getByText(words("preview.word.revisions.accepted")).waitFor();
    const counts = { insertions: 1, deletions: 1, looks: 0 };
    await page.getByText(words("preview.word.revisions.of", { author: "Lò Văn An", ...counts })).waitFor();
    await page
      .getByText(words("preview.word.revisions.of", { author: "Vi Thị Bình", ...counts, deletions: 0 }))
      .waitFor();
    await page.getByText(words("preview.word.comments", { count: 1, authors: "Vi Thị Bình" })).waitFor();
    await page
      .getByRole("button", { name: words("preview.create"), exact: true })
      .first()
      .click();
    await page.waitForURL(/\/bao-cao\/[^/]+\/muc$/);
    await page.getByRole("rowheader", { name: "VĂN HÓA" }).waitFor();
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
      await page
        .getByRole("button", { name: words("preview.create"), exact: true })
        .first()
        .click();
      await page.waitForURL(/\/bao-cao\/[^/]+\/muc$/);
      await page.goto(page.url().replace(/\/muc$/u, ""));
      await page.getByRole("cell", { name: "1.234,5" }).waitFor();
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );
});
