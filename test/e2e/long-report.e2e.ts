import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { must } from "@dongsoan/shared/domain";
import { launchBrowser, leave, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { RunningServer } from "../kit/running-server.ts";
import { andSaved } from "../kit/save-line.ts";
import { SyncLine } from "../kit/sync-line.ts";
import { selectWords } from "../kit/suggested-text.ts";

const sectionCount = 40;
/** For machines that do other things as well. */
const patience = { timeout: 20_000 };
const header = {
  parentAgency: "",
  agency: "UBND XÃ SUỐI NGÀN",
  number: "",
  symbol: "BC-UBND",
  place: "Suối Ngàn",
  date: { day: null, month: 9, year: 2026 },
  typeName: "BÁO CÁO",
  subject: "Chín tháng đầu năm",
  addressees: [],
  opening: [],
  closing: [],
  recipients: [],
  signature: { lines: [], name: "" },
};

/** Editors are made where somebody is near; the text is everywhere. */
describe("a long report", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let page: Page;
  let errors: string[];
  let reportId = "";
  let sections: SectionView[] = [];
  const sectionAt = (i: number) => must(sections[i], `section ${i}`);
  const text = (i: number) => page.locator(`#section-${sectionAt(i).id} .section-text`);
  const isEditor = (i: number) => text(i).evaluate((e) => (e as HTMLElement).isContentEditable);

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    const line = "Các thôn đã hoàn thành chỉ tiêu được giao và tiếp tục rà soát từng hộ. ".repeat(6);
    const { coordinator } = commune;
    ({ id: reportId } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header,
        sections: Array.from({ length: sectionCount }, (_, i) => ({
          title: `Lĩnh vực ${i + 1}`,
          blocks: [
            { style: "body", level: 1, text: `Đoạn mở đầu số ${i + 1}.` },
            { style: "dash", level: 2, text: line },
            { style: "body", level: 1, text: i === 20 ? `${line}Chợ phiên Bản Lầu họp lại.` : line },
          ],
          children: [],
        })),
        dueAt: null,
        original: null,
      },
    }));
    ({ sections } = await coordinator.call<ReportView>("report", { params: { id: reportId } }));
    ({ page, errors } = await openAs(browser, coordinator, `/bao-cao/${reportId}`));
    await text(0).locator("p").first().waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it("[FAR1] a far section is left out until somebody is near, and not in print", async () => {
    const isLaidOut = (i: number) =>
      page
        .locator(`#section-${sectionAt(i).id} .section-heading`)
        .evaluate((e) => e.checkVisibility({ contentVisibilityAuto: true }));
    const height = (i: number) =>
      page.locator(`#section-${sectionAt(i).id}`).evaluate((e) => e.getBoundingClientRect().height);
    await expect.poll(() => text(sectionCount - 1).textContent(), patience).toContain("Đoạn mở đầu số 40.");
    await expect.poll(() => isLaidOut(sectionCount - 1), patience).toBe(false);
    expect(await isLaidOut(0)).toBe(true);
    const ratio = (await height(sectionCount - 1)) / (await height(0));
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.3);
    await page.emulateMedia({ media: "print" });
    expect(await isLaidOut(sectionCount - 1)).toBe(true);
    await page.emulateMedia({ media: null });
  });

  it("shows the text of every section, and puts editors only where somebody is near", async () => {
    await expect.poll(() => text(sectionCount - 1).textContent(), patience).toContain("Đoạn mở đầu số 40.");
    await expect.poll(() => isEditor(0), patience).toBe(true);
    expect(await isEditor(sectionCount - 1)).toBe(false);
    // The same elements as the editor's own: nothing moves when one takes the text's place.
    const shape = (i: number) =>
      text(i)
        .locator("p")
        .evaluateAll((all) => all.map((p) => [p.dataset["style"], p.dataset["level"], p.dataset["align"]]));
    expect(await shape(30)).toEqual(await shape(0));
  });

  it("[KEY5] a key brings the caret to sight, wherever the page has been scrolled to meanwhile", async () => {
    const caret = () =>
      page.evaluate(() => {
        const [rect] = getSelection()?.getRangeAt(0).getClientRects() ?? [];
        const bars = document.querySelector(".write-top")?.getBoundingClientRect();
        const isSeen = rect && bars && rect.top >= bars.bottom && rect.bottom <= innerHeight;
        return isSeen ? rect.left >= 0 && rect.right <= innerWidth : false;
      });
    await text(4).locator("p").first().click();
    await page.keyboard.press("End");
    for (const by of [3_000, -3_000]) {
      await page.evaluate((y) => scrollBy(0, y), by);
      await expect.poll(caret, patience).toBe(false);
      await page.keyboard.type("a");
      await expect.poll(caret, patience).toBe(true);
    }
    // Of a paper wider than the window a part lies beside it.
    await page.locator(".zoom select").selectOption("2");
    await text(4).locator("p").nth(1).click();
    await page.keyboard.press("Home");
    await page.keyboard.press("End");
    await page.locator(".desk").evaluate((desk) => (desk.scrollLeft = 0));
    await expect.poll(caret, patience).toBe(false);
    await page.keyboard.type("a");
    await expect.poll(caret, patience).toBe(true);
    await page.locator(".zoom select").selectOption("fit");
  });

  it("finds words far away, without accents", async () => {
    await page.keyboard.press("Control+f");
    await page.getByRole("textbox", { name: "Tìm trong báo cáo" }).fill("cho phien ban lau");
    await expect.poll(() => page.locator(".find-count").textContent(), patience).toBe("0/1");
    await page.keyboard.press("Enter");
    await text(20).locator(".found-current").waitFor();
    expect(await text(20).locator(".found-current").textContent()).toBe("Chợ phiên Bản Lầu");
    await page.keyboard.press("Escape");
  });

  it("[FIND4] finds a word far away that is struck by a suggestion, and what will stand in its place", async () => {
    const suggester = await openAs(browser, commune.coordinator, `/bao-cao/${reportId}`);
    await suggester.page.locator(".section-text p").first().click();
    await suggester.page
      .getByRole("toolbar")
      .getByRole("button", { name: "Chế độ góp ý", exact: true })
      .click();
    await suggester.page.locator(`#section-${sectionAt(32).id}`).scrollIntoViewIfNeeded();
    await selectWords(suggester.page, "mở đầu số 33");
    await andSaved(suggester.page, () => suggester.page.keyboard.type("kết thúc"));
    await leave(suggester.page);
    const reader = await openAs(browser, commune.coordinator, `/bao-cao/${reportId}`);
    await reader.page.getByText("Đoạn kết thúc.").waitFor({ state: "attached", ...patience });
    const field = reader.page.getByRole("textbox", { name: "Tìm trong báo cáo" });
    const count = () => reader.page.locator(".find-count").textContent();
    await reader.page.keyboard.press("Control+f");
    for (const words of ["doan mo dau so 33", "doan ket thuc"]) {
      await field.fill(words);
      await expect.poll(count, patience).toBe("0/1");
      await field.press("Enter");
      await expect.poll(() => reader.page.locator(".found-current").count(), patience).toBeGreaterThan(0);
    }
    await field.fill("33kết");
    await expect.poll(count, patience).toBe("Không thấy");
    expect(reader.errors).toEqual([]);
    await leave(reader.page);
  });

  it("[FIND5] finds what comes onto the page behind the question", async () => {
    const { page: late } = await openAs(browser, commune.coordinator, `/bao-cao/${reportId}`);
    const line = await SyncLine.of(late);
    line.hold();
    await late.reload();
    await late.locator(`#section-${sectionAt(3).id}`).waitFor();
    await late.keyboard.press("Control+f");
    const count = () => late.locator(".find-count").textContent();
    await late.getByRole("textbox", { name: "Tìm trong báo cáo" }).fill("cho phien ban lau");
    await expect.poll(count, patience).toBe("Không thấy");
    line.release();
    await expect.poll(count, patience).toBe("0/1");
    await leave(late);
  });

  it("follows what others write far away", async () => {
    const other = await openAs(browser, commune.coordinator, `/bao-cao/${reportId}`);
    const theirs = other.page.locator(`#section-${sectionAt(35).id} .section-text p`).first();
    await theirs.click();
    await other.page.keyboard.press("End");
    await other.page.keyboard.type(" Có thêm câu này.");
    await expect
      .poll(() => text(35).textContent(), patience)
      .toContain("Đoạn mở đầu số 36. Có thêm câu này.");
    await leave(other.page);
    errors.push(...other.errors);
  });

  it("takes keys where the outline leads, and where far text is pressed", async () => {
    await page.getByRole("link", { name: /Lĩnh vực 40/ }).click();
    await text(39).locator("p").first().click();
    await page.keyboard.press("End");
    await page.keyboard.type(" Viết ở cuối.");
    expect(await text(39).locator("p").first().textContent()).toBe("Đoạn mở đầu số 40. Viết ở cuối.");
    // Pressed before an editor is there: it takes the text's place under the pointer.
    expect(await isEditor(10)).toBe(false);
    await text(10)
      .locator("p")
      .first()
      .evaluate((p) => {
        p.scrollIntoView({ block: "center" });
        const { left, right, top, bottom } = p.getBoundingClientRect();
        const at = { clientX: (left + right) / 2, clientY: (top + bottom) / 2 };
        p.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true, ...at }));
      });
    await page.keyboard.press("End");
    await page.keyboard.type(" Viết ở giữa.");
    expect(await text(10).locator("p").first().textContent()).toBe("Đoạn mở đầu số 11. Viết ở giữa.");
    await page.locator('[data-save="saved"]').waitFor();
    expect(errors).toEqual([]);
  });
});
