import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import { openAs } from "../kit/browser.ts";
import { makeSealable, sealReport, wholeHeader } from "../kit/sealed-report.ts";
import { setUpStage } from "../kit/stage.ts";
import { selectWords } from "../kit/suggested-text.ts";
import { words } from "./pages/words.ts";

const widths = [1000, 1366, 1920];
const reason = "Bổ sung số liệu quý II, đối chiếu lại với phụ lục 3 và ghi rõ nguồn của từng con số. ".repeat(
  4,
);

describe("what stands beside the text", () => {
  const stage = setUpStage();

  /** A report of sections of one short line, all of one unit. */
  async function shortSections(unitId: string, titles: readonly string[]): Promise<string> {
    const { coordinator } = stage.commune;
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: wholeHeader,
        sections: titles.map((title) => ({
          title,
          blocks: [{ style: "body", level: 1, text: `Khá tốt: ${title.toLowerCase()}.` }],
          children: [],
        })),
        dueAt: null,
        original: null,
      },
    });
    const { sections } = await coordinator.call<ReportView>("report", { params: { id } });
    for (const section of sections)
      await coordinator.call("assignSection", {
        params: { id: section.id },
        body: {
          version: section.version,
          assignment: { unitId, ownerId: null, dueAt: null, contributingUnitIds: [], readScope: "inherit" },
        },
      });
    return id;
  }
  const saveLine = (page: Page) => page.locator("[data-save]");

  it("[SAVE13] a report without sections says so, and leads to where they are added", async () => {
    const { id } = await stage.commune.coordinator.call<{ id: string }>("createReport", {
      body: { header: emptyHeader, sections: [], dueAt: null, original: null },
    });
    const { page } = await openAs(stage.browser, stage.commune.coordinator, `/bao-cao/${id}`);
    await expect.poll(() => saveLine(page).textContent()).toBe(words("save.empty"));
    await expect.poll(() => page.getByText(words("write.noSections")).count()).toBe(2);
    await page
      .getByRole("link", { name: words("write.addSections") })
      .first()
      .click();
    await page.waitForURL(`**/bao-cao/${id}/muc`);
  });

  it("[SAVE13] a sealed report's line says when it was sealed, and leads to the seal", async () => {
    const { coordinator } = stage.commune;
    const reportId = await makeSealable(coordinator, "Khá tốt.");
    await sealReport(coordinator, reportId);
    const { page } = await openAs(stage.browser, coordinator, `/bao-cao/${reportId}`);
    await page.locator(".section-text").waitFor();
    await expect
      .poll(() => saveLine(page).textContent())
      .toMatch(/^Đã niêm phong \d\d:\d\d \d\d\/\d\d\/\d{4}/);
    await page.getByRole("link", { name: words("save.seeSeal") }).click();
    await page.waitForURL(`**/bao-cao/${reportId}/chot`);
  });

  it("[PAPER1] [COM12] notes never lie over the next section's, ask others only, and a comment takes what is selected", async () => {
    const { coordinator, economy, units } = stage.commune;
    const id = await shortSections(units.economy.id, ["KINH TẾ", "VĂN HÓA", "AN NINH"]);
    const { sections } = await coordinator.call<ReportView>("report", { params: { id } });
    const [first, second] = sections.map((section) => ({ id: section.id }));
    await coordinator.call("submitSection", { params: must(first, "section") });
    await coordinator.call("returnSection", { params: must(first, "section"), body: { reason } });
    await coordinator.call("lockSections", {
      params: { id },
      body: { sectionIds: [must(second, "section").id], reason: "Chốt số liệu" },
    });
    const { page } = await openAs(stage.browser, economy, `/bao-cao/${id}`);
    await page.locator(".section-text").nth(2).waitFor();
    const note = page.locator(".section .section-why").first();
    const isWhole = () => note.locator("p").evaluate((text) => text.scrollHeight <= text.clientHeight + 1);
    const overlaps = () =>
      page.locator(".section").evaluateAll((all) => {
        const boxes = all.map((section) =>
          [...section.querySelectorAll(".section-strip *")].reduce(
            (low, element) => Math.max(low, element.getBoundingClientRect().bottom),
            0,
          ),
        );
        const tops = all.map(
          (section) => section.querySelector(".section-strip")?.getBoundingClientRect().top ?? 0,
        );
        return boxes.slice(0, -1).filter((bottom, i) => bottom > (tops[i + 1] ?? 0) + 1).length;
      });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 768 });
      await page.locator(".section").first().hover();
      await expect.poll(overlaps, { message: `folded at ${width}` }).toBe(0);
      // What is folded is told in words, and only where something is.
      await note.getByRole("button", { name: words("write.unfoldNote") }).click();
      await expect.poll(isWhole, { message: `open at ${width}` }).toBe(true);
      await expect.poll(overlaps, { message: `open at ${width}` }).toBe(0);
      await note.getByRole("button", { name: words("write.foldNote") }).click();
      await expect.poll(isWhole).toBe(false);
    }
    // Whom to ask is never oneself.
    const { page: own } = await openAs(stage.browser, coordinator, `/bao-cao/${id}`);
    await own.locator(".section-why", { hasText: "Chốt số liệu" }).waitFor({ state: "attached" });
    expect(await own.locator(".section-why", { hasText: "Hỏi:" }).count()).toBe(0);
    await expect
      .poll(() => page.locator(".section .section-why").filter({ hasText: "Hỏi: Trần Thị Hà" }).count())
      .toBe(1);

    await page.setViewportSize({ width: 1366, height: 768 });
    await selectWords(page, "kinh tế");
    await page
      .locator(`#section-${must(first, "section").id}`)
      .getByRole("button", { name: words("comments.beginOn", { label: "I." }) })
      .click();
    await page.locator(".thread-quote q", { hasText: "kinh tế" }).waitFor();
  });
});
