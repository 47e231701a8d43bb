import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { launchBrowser, leave, officeScreen, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import type { TestPerson } from "../kit/person.ts";
import { RunningServer } from "../kit/running-server.ts";
import { Paper } from "./pages/paper.ts";
import { words } from "./pages/words.ts";

const sectionCount = 24;
const sentence = "Các thôn đã hoàn thành chỉ tiêu được giao và tiếp tục rà soát từng hộ. ";
/** Short and long ones: what is not laid out yet is higher or lower than was thought. */
const paragraphsOf = (i: number) =>
  Array.from({ length: 4 + ((i * 7) % 9) }, (_, k) => `Ý ${k + 1}. ${sentence.repeat(1 + ((i + k) % 5))}`);
const titleOf = (i: number) => `Lĩnh vực ${String(i + 1).padStart(2, "0")}`;
/** A section that has been gone to begins so near to the bars. */
const nearPx = 60;
/** In the bar, with how many are open; sections have a button that begins with the same words. */
const commentsButton = new RegExp(`^${words("comments.show")}( \\(\\d+\\))?$`);

describe("one's place on the paper", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let reportId = "";
  let sections: SectionView[] = [];
  const idOf = (i: number) => must(sections[i], `section ${i}`).id;

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    const { coordinator, units } = commune;
    ({ id: reportId } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: { ...emptyHeader, subject: "Chín tháng đầu năm" },
        sections: Array.from({ length: sectionCount }, (_, i) => ({
          title: titleOf(i),
          blocks: paragraphsOf(i).map((text) => ({ style: "body", level: 1, text })),
          children: [],
        })),
        dueAt: null,
        original: null,
      },
    }));
    ({ sections } = await coordinator.call<ReportView>("report", { params: { id: reportId } }));
    for (const section of sections)
      await coordinator.call("assignSection", {
        params: { id: section.id },
        body: {
          version: section.version,
          assignment: {
            unitId: units.economy.id,
            ownerId: null,
            dueAt: null,
            contributingUnitIds: [],
            readScope: "inherit",
          },
        },
      });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const open = async (person: TestPerson, hash = "", screen = officeScreen) => {
    const { page, errors } = await openAs(browser, person, `/bao-cao/${reportId}${hash}`, screen);
    const paper = new Paper(page);
    await paper
      .text(titleOf(sectionCount - 1))
      .locator("p")
      .first()
      .waitFor();
    await paper.drawn();
    return { page, paper, errors };
  };

  it("[PLACE1] a link to a section opens at it, and leaves who then scrolls alone", async () => {
    const { page, paper, errors } = await open(commune.coordinator, `#${idOf(17)}`);
    const heading = paper.section(titleOf(17)).getByRole("heading");
    const distance = () => paper.belowBars(heading);
    await expect.poll(distance).toBeGreaterThanOrEqual(0);
    await expect.poll(distance).toBeLessThan(nearPx);
    // What comes in above pushes it nowhere.
    const grow = () =>
      page.locator(".sheet-head").evaluate((head) => {
        head.style.paddingTop = `${Number.parseInt(head.style.paddingTop || "0", 10) + 400}px`;
      });
    await grow();
    await paper.drawn();
    expect(await distance()).toBeLessThan(nearPx);
    expect(await distance()).toBeGreaterThanOrEqual(0);
    await page.mouse.move(500, 500);
    await page.mouse.wheel(0, 3_000);
    await expect.poll(distance).toBeLessThan(-1_000);
    await grow();
    await paper.drawn();
    expect(await distance()).toBeLessThan(-1_000);
    expect(errors).toEqual([]);
    await leave(page);
  });

  it("[PLACE1] every link to a section is of one form, the outline's own too", async () => {
    const { page, paper } = await open(commune.coordinator);
    const link = paper.outline.getByRole("link", { name: titleOf(17) });
    expect(await link.getAttribute("href")).toBe(`#${idOf(17)}`);
    await leave(page);
  });

  it.each([
    ["all is saved", true],
    ["a letter is on its way", false],
  ])("[PLACE2] a lock under a writing hand takes neither place nor focus: %s", async (_, isQuiet) => {
    const i = isQuiet ? 6 : 9;
    const { page, paper, errors } = await open(commune.economy);
    const text = paper.text(titleOf(i));
    await text.locator("p").last().click();
    await page.keyboard.press("End");
    await page.keyboard.type(" Viết dở");
    if (isQuiet) await page.locator('[data-save="saved"]').waitFor();
    const before = await paper.scrollY();
    const reason = "chốt số liệu";
    const locking = commune.coordinator.call("lockSections", {
      params: { id: reportId },
      body: { sectionIds: [idOf(i)], reason },
    });
    for (let k = 0; !isQuiet && k < 20; k += 1) await page.keyboard.type(" a");
    await locking;
    await page.locator(`#section-${idOf(i)} [aria-readonly=true]`).waitFor();
    // The reason is said and seen, wherever in the section one is.
    await page.getByRole("status").filter({ hasText: reason }).waitFor({ state: "attached" });
    await page.locator("[data-sonner-toast]").filter({ hasText: reason }).waitFor();
    for (let k = 0; k < 6; k += 1) await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await paper.drawn();
    // What was refused takes the editor with it; the next one gets the focus as soon as it is drawn.
    await expect.poll(() => paper.hasFocus(text)).toBe(true);
    expect(Math.abs((await paper.scrollY()) - before)).toBeLessThan(80);
    expect(errors).toEqual([]);
    await leave(page);
  });

  it("[PLACE8] why one may not write stays in the bar, also where the section begins far above", async () => {
    const { page, paper } = await open(commune.economy);
    const tools = page.getByRole("toolbar");
    await paper.text(titleOf(3)).locator("p").last().click();
    const height = await paper.barsHeight();
    expect(await paper.belowBars(paper.section(titleOf(3)).getByRole("heading"))).toBeLessThan(0);
    expect(await tools.getByRole("button", { name: words("toolbar.bold") }).isEnabled()).toBe(true);
    await commune.coordinator.call("lockSections", {
      params: { id: reportId },
      body: { sectionIds: [idOf(3)], reason: "Chốt số liệu" },
    });
    await tools.getByText("Lý do: Chốt số liệu. Hỏi: Trần Thị Hà").waitFor();
    expect(await tools.getByText("Mục IV.").isVisible()).toBe(true);
    expect(await paper.barsHeight()).toBe(height);
    await paper.text(titleOf(4)).locator("p").first().click();
    await tools.getByRole("button", { name: words("toolbar.bold") }).waitFor();
    await leave(page);
  });

  it("[PLACE9] the focus is seen in a text that is only read", async () => {
    await commune.coordinator.call("lockSections", {
      params: { id: reportId },
      body: { sectionIds: [idOf(10)], reason: "" },
    });
    const { page, paper } = await open(commune.economy, `#${idOf(10)}`);
    const text = paper.text(titleOf(10));
    await paper.section(titleOf(10)).getByRole("link").last().focus();
    for (let i = 0; i < 4 && !(await paper.hasFocus(text)); i += 1) await page.keyboard.press("Tab");
    await expect.poll(() => paper.hasFocus(text)).toBe(true);
    expect(await text.evaluate((box) => getComputedStyle(box).outlineStyle)).toBe("dashed");
    await leave(page);
  });

  it("[PLACE3] the outline marks the section with the caret, else the one under the bars", async () => {
    const { page, paper } = await open(commune.coordinator);
    for (const i of [12, 13, 23, 4]) {
      await paper.outline.getByRole("link", { name: titleOf(i) }).click();
      await expect.poll(() => paper.current()).toContain(titleOf(i));
    }
    // The caret counts, also low in the window.
    await paper.text(titleOf(5)).locator("p").first().click();
    await expect.poll(() => paper.current()).toContain(titleOf(5));
    await page.mouse.move(500, 500);
    await page.mouse.wheel(0, 6_000);
    await expect.poll(() => paper.current()).not.toContain(titleOf(5));
    const marked = await paper.current();
    expect(await paper.belowBars(paper.section(marked))).toBeLessThanOrEqual(24);
    await leave(page);
  });

  it("[PLACE3] the entry of the section that a link leads to is in sight", async () => {
    const { page, paper } = await open(commune.coordinator, `#${idOf(21)}`);
    await expect.poll(() => paper.current()).toContain(titleOf(21));
    const isInSight = () =>
      paper.outline.evaluate((panel) => {
        const entry = panel.querySelector("[aria-current]")?.getBoundingClientRect();
        const room = panel.getBoundingClientRect();
        return entry !== undefined && entry.top >= room.top && entry.bottom <= room.bottom;
      });
    await expect.poll(isInSight).toBe(true);
    await leave(page);
  });

  it("[PLACE4] opening a panel leaves the line that one reads, or the caret's, where it is", async () => {
    const { page, paper } = await open(commune.coordinator, `#${idOf(15)}`);
    await page.mouse.move(500, 500);
    await page.mouse.wheel(0, 500);
    const line = paper.section(titleOf(15)).getByText("Ý 4.");
    const press = (name: RegExp) => page.getByRole("button", { name }).click();
    const place = () => paper.belowBars(line);
    await line.scrollIntoViewIfNeeded();
    await page.evaluate((by) => scrollBy(0, by), Math.round(await place()) - 2);
    await press(commentsButton);
    await paper.page.getByRole("complementary", { name: words("comments.title") }).waitFor();
    await paper.drawn();
    expect(Math.abs(await place())).toBeLessThan(12);
    await press(commentsButton);
    await paper.drawn();
    expect(Math.abs(await place())).toBeLessThan(12);
    await leave(page);
  });

  it("[PLACE5] Escape from a new comment goes back to the caret", async () => {
    const { page, paper } = await open(commune.coordinator);
    const text = paper.text(titleOf(1));
    await text.locator("p").first().click();
    await page.keyboard.press("End");
    await page.keyboard.type(" Một");
    await page.keyboard.press("Control+Alt+m");
    await page.getByRole("textbox", { name: words("comments.new") }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.type(" hai.");
    expect(await text.locator("p").first().textContent()).toContain(" Một hai.");
    await leave(page);
  });

  it("[PLACE5] F6 comes to what a panel holds, not to the button that closes it", async () => {
    const { page, paper } = await open(commune.coordinator);
    await paper.text(titleOf(1)).locator("p").first().click();
    await page.keyboard.press("Shift+F6");
    const entry = paper.outline.getByRole("link", { name: titleOf(1) });
    await expect.poll(() => paper.hasFocus(entry)).toBe(true);
    await page.getByRole("button", { name: commentsButton }).click();
    const panel = page.getByRole("complementary", { name: words("comments.title") });
    await panel.getByRole("group").waitFor();
    await paper.text(titleOf(1)).locator("p").first().click();
    await page.keyboard.press("F6");
    await expect.poll(() => paper.hasFocus(panel.locator(".side-content"))).toBe(true);
    await leave(page);
  });

  it("[PLACE7] in a narrow window the outline gives way to the section that one goes to, and Escape goes back to the button", async () => {
    const { page, paper } = await open(commune.coordinator, "", { width: 1000, height: 768 });
    const opener = page.getByRole("button", { name: words("write.showOutline"), exact: true });
    await opener.click();
    await paper.outline.getByRole("link", { name: titleOf(12) }).click();
    await paper.outline.waitFor({ state: "detached" });
    await paper.drawn();
    await expect.poll(() => paper.hasFocus(paper.section(titleOf(12)))).toBe(true);
    await page.keyboard.press("Enter");
    await expect.poll(() => paper.hasFocus(paper.text(titleOf(12)))).toBe(true);
    await opener.click();
    await page.keyboard.press("Escape");
    await paper.outline.waitFor({ state: "detached" });
    await expect.poll(() => paper.hasFocus(opener)).toBe(true);
    await leave(page);
  });

  it("[PLACE7] a comment's drawer gives way to the words that one goes to", async () => {
    const { page, paper } = await open(commune.coordinator, "", { width: 1000, height: 768 });
    await paper.text(titleOf(5)).locator("p").first().click();
    await page.keyboard.press("Shift+Home");
    await page.keyboard.press("Control+Alt+m");
    const panel = page.getByRole("complementary", { name: words("comments.title") });
    const box = panel.getByRole("textbox", { name: words("comments.new") });
    await box.waitFor();
    await paper.drawn();
    await expect.poll(() => paper.hasFocus(box)).toBe(true);
    await page.keyboard.type("Đã rà soát chưa?");
    await page.keyboard.press("Control+Enter");
    const card = panel.getByRole("article").last();
    await card.getByRole("button", { name: words("comments.answer") }).waitFor();
    const goToWords = async () => {
      await card.locator(".thread-quote").click();
      await panel.waitFor({ state: "detached" });
      await expect.poll(() => paper.hasFocus(paper.text(titleOf(5)))).toBe(true);
    };
    await goToWords();
    // Also where the text is only read.
    await commune.coordinator.call("lockSections", {
      params: { id: reportId },
      body: { sectionIds: [idOf(5)], reason: "" },
    });
    await page.locator(`#section-${idOf(5)} [aria-readonly=true]`).waitFor();
    await page.keyboard.press("Control+Alt+y");
    await goToWords();
    await leave(page);
  });

  it("[PLACE6] saving moves nothing", async () => {
    const { page, paper } = await open(commune.coordinator);
    await paper.text(titleOf(2)).locator("p").first().click();
    const heights = new Set<number>();
    for (const key of "một hai ba bốn") {
      await page.keyboard.type(key);
      heights.add(await paper.barsHeight());
    }
    await page.locator('[data-save="saved"]').waitFor();
    heights.add(await paper.barsHeight());
    expect([...heights]).toHaveLength(1);
    await page.getByRole("button", { name: words("write.authors"), exact: true }).click();
    await page.getByRole("region", { name: words("write.authors") }).waitFor();
    await paper.drawn();
    await page.mouse.wheel(0, 2_000);
    await paper.drawn();
    expect(await paper.belowBars(paper.outline)).toBeGreaterThanOrEqual(0);
    await leave(page);
  });
});
