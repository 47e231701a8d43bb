import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, openPaper } from "../kit/browser.ts";
import { reviewedSection } from "../kit/reviewed-section.ts";
import { RunningServer } from "../kit/running-server.ts";
import { andSaved } from "../kit/save-line.ts";
import { caretAfter, selectWords, shownLine } from "../kit/suggested-text.ts";
import { words } from "./pages/words.ts";

const economy = ["Alpha trồng 95 ha lúa.", "Bravo trồng ngô lai.", "Charlie nuôi trâu bò."];
const culture = ["Delta mở lớp học."];

describe("deciding suggestions where they stand: keys, selection, one author's", () => {
  let server: RunningServer;
  let browser: Browser;
  let reviewer: Page;
  let author: Page;
  let coordinator: Page;
  const errors: (readonly string[])[] = [];

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    const { commune, reportId } = await reviewedSection(server, economy, culture);
    const people = [commune.culture, commune.economy, commune.coordinator];
    const pages: Page[] = [];
    for (const person of people) pages.push(await openPaper(browser, person, reportId, errors));
    [reviewer, author, coordinator] = pages as [Page, Page, Page];
    // Three suggestions of the reviewer in the first section, one in the second; one of an author who only suggests now.
    for (const [words, typed] of [
      ["95", "97"],
      ["ngô", "sắn"],
      ["mở", "dựng"],
    ] as const) {
      await selectWords(reviewer, words);
      await andSaved(reviewer, () => reviewer.keyboard.type(typed));
    }
    await caretAfter(author, "trâu");
    await author.getByRole("toolbar").getByRole("button", { name: "Chế độ góp ý", exact: true }).click();
    await caretAfter(author, "trâu");
    await andSaved(author, () => author.keyboard.type(" đực"));
    await caretAfter(reviewer, "bò");
    await andSaved(reviewer, () => reviewer.keyboard.type(" sữa"));
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const patience = { timeout: 10_000 };
  const panel = () => coordinator.getByRole("complementary", { name: "Các góp ý" });
  const selected = () => coordinator.evaluate(() => getSelection()?.toString());
  /** On both screens: a decision on what has changed since it was drawn would be left undone. */
  const expectLine = async (start: string, words: string) => {
    for (const page of [reviewer, coordinator])
      await expect.poll(() => shownLine(page, start), patience).toBe(words);
  };
  /** The list follows the text a moment later. */
  const isListed = (words: string) => panel().locator(".change", { hasText: words }).first().waitFor();

  it("[SUG26] the outline says how many wait in each section", async () => {
    await expect.poll(() => shownLine(coordinator, "Delta"), patience).toBe("Delta {-mở}{+dựng} lớp học.");
    const outline = coordinator.getByRole("navigation", { name: "Danh mục các mục" });
    await outline.getByRole("link", { name: /KINH TẾ.*4 góp ý/ }).waitFor();
    await outline.getByRole("link", { name: /VĂN HÓA.*1 góp ý/ }).waitFor();
  });

  it("[SUG25] keys go from suggestion to suggestion, over sections and round, and back", async () => {
    await caretAfter(coordinator, "Alpha");
    for (const words of ["9597", "ngôsắn", " đực", " sữa", "mởdựng", "9597"]) {
      await coordinator.keyboard.press("Control+Alt+n");
      await expect.poll(selected, patience).toBe(words);
    }
    for (const words of ["mởdựng", " sữa"]) {
      await coordinator.keyboard.press("Control+Alt+p");
      await expect.poll(selected, patience).toBe(words);
    }
  });

  it("[SUG25] keys accept and reject what was gone to", async () => {
    await caretAfter(coordinator, "Alpha");
    await coordinator.keyboard.press("Control+Alt+n");
    await expect.poll(selected, patience).toBe("9597");
    await coordinator.keyboard.press("Control+Alt+a");
    await expectLine("Alpha", "Alpha trồng 97 ha lúa.");
    await coordinator.keyboard.press("Control+Alt+n");
    await expect.poll(selected, patience).toBe("ngôsắn");
    await coordinator.keyboard.press("Control+Alt+r");
    await expectLine("Bravo", "Bravo trồng ngô lai.");
    // Where nothing waits, nothing happens, with a word.
    await caretAfter(coordinator, "Alpha");
    await coordinator.keyboard.press("Control+Alt+a");
    await coordinator.getByText("Chỗ đang chọn không có góp ý nào.").first().waitFor();
    // A reviewer may go through them, and not decide.
    await caretAfter(reviewer, "Charlie");
    await reviewer.keyboard.press("Control+Alt+n");
    await reviewer.keyboard.press("Control+Alt+a");
    await reviewer.getByText(words("changes.ownerDecides")).first().waitFor();
    await expectLine("Charlie", "Charlie nuôi trâu{+ đực} bò{+ sữa}.");
  });

  it("[SUG25] one author's suggestions are listed and decided together", async () => {
    await coordinator.keyboard.press("Control+Alt+k");
    await panel().getByText("3 góp ý đang chờ").waitFor();
    await panel().getByRole("combobox", { name: "Góp ý của" }).selectOption({ label: "Phạm Minh Khôi" });
    await expect.poll(() => panel().locator(".change").count(), patience).toBe(1);
    await panel().getByRole("combobox", { name: "Góp ý của" }).selectOption({ label: "Vi Thị Mận" });
    await expect.poll(() => panel().locator(".change").count(), patience).toBe(2);
    await caretAfter(reviewer, "bò sữa");
    await andSaved(reviewer, () => reviewer.keyboard.type(" tốt"));
    await caretAfter(reviewer, "nuôi");
    await andSaved(reviewer, () => reviewer.keyboard.type(" nhốt"));
    for (const typed of ["sữa tốt", "nhốt"]) await isListed(typed);
    await panel().getByRole("button", { name: "Không nhận gì của Vi Thị Mận" }).click();
    await coordinator.getByRole("dialog").getByRole("button", { name: "Không nhận" }).click();
    await expectLine("Charlie", "Charlie nuôi trâu{+ đực} bò.");
  });

  it("[SUG25] in the list the same keys go from card to card and decide the one that has the focus", async () => {
    await panel().getByRole("combobox", { name: "Góp ý của" }).selectOption({ label: "Mọi người" });
    const cards = panel().locator(".change-what");
    await expect.poll(() => cards.count(), patience).toBe(2);
    await cards.first().focus();
    await coordinator.keyboard.press("Control+Alt+n");
    const hasFocus = (i: number) => cards.nth(i).evaluate((card) => card === document.activeElement);
    await expect.poll(() => hasFocus(1), patience).toBe(true);
    await coordinator.keyboard.press("Control+Alt+p");
    await expect.poll(() => hasFocus(0), patience).toBe(true);
    await coordinator.keyboard.press("Control+Alt+r");
    await expectLine("Charlie", "Charlie nuôi trâu bò.");
    await expectLine("Delta", "Delta {-mở}{+dựng} lớp học.");
    await expect.poll(() => cards.count(), patience).toBe(1);
    await expect.poll(() => hasFocus(0), patience).toBe(true);
  });

  it("[SUG25] a selection of text is decided with the buttons of the list", async () => {
    await caretAfter(reviewer, "nuôi");
    await andSaved(reviewer, () => reviewer.keyboard.type(" nhốt"));
    await caretAfter(reviewer, "bò");
    await andSaved(reviewer, () => reviewer.keyboard.type(" sữa"));
    await expectLine("Charlie", "Charlie nuôi{+ nhốt} trâu bò{+ sữa}.");
    for (const typed of ["nhốt", "sữa"]) await isListed(typed);
    await selectWords(coordinator, "Charlie nuôi nhốt trâu");
    await panel().getByRole("button", { name: "Nhận góp ý ở chỗ đang chọn", exact: true }).click();
    await expectLine("Charlie", "Charlie nuôi nhốt trâu bò{+ sữa}.");
  });

  it("had no error on any page", () => {
    expect(errors.flat()).toEqual([]);
  });
});
