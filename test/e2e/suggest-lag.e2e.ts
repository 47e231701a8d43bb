import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, openAs } from "../kit/browser.ts";
import type { Commune } from "../kit/commune.ts";
import { CuttableLine } from "../kit/cuttable-line.ts";
import { reviewedSection } from "../kit/reviewed-section.ts";
import { RunningServer } from "../kit/running-server.ts";
import { andSaved } from "../kit/save-line.ts";
import { caretAfter, selectWords, shownLine } from "../kit/suggested-text.ts";

/** Each case has a paragraph of its own, known by its first word. */
const lines = [
  "Alpha có ba bản.",
  "Bravo có ba bản.",
  "Charlie có ba bản.",
  "Delta có ba bản.",
  "Echo có ba bản.",
  "Foxtrot có ba bản.",
  "Golf có ba bản.",
];

describe("a suggester who is cut off while the owner decides", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let reportId: string;
  let sectionId: string;
  let reviewer: Page;
  let coordinator: Page;
  let line: CuttableLine;
  const errors: string[][] = [];

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    ({ commune, reportId, sectionId } = await reviewedSection(server, lines));
    const opened = [
      await openAs(browser, commune.culture, `/bao-cao/${reportId}`),
      await openAs(browser, commune.coordinator, `/bao-cao/${reportId}`),
    ];
    errors.push(...opened.map((one) => one.errors));
    [reviewer, coordinator] = opened.map(({ page }) => page) as [Page, Page];
    line = await CuttableLine.of(reviewer);
    await reviewer.reload();
    for (const page of [reviewer, coordinator]) await page.locator('[data-save="saved"]').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const patience = { timeout: 15_000 };
  const expectOn = (pages: readonly Page[], start: string, words: string | RegExp) =>
    Promise.all(
      pages.map((page) =>
        expect.poll(() => shownLine(page, start), patience).toEqual(expect.stringMatching(words)),
      ),
    );
  const exactly = (words: string) =>
    new RegExp(`^${words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`);
  /** The reviewer adds " hay" and is cut off; the owner decides it with a key. */
  async function decidedAway(start: string, key: "a" | "r"): Promise<void> {
    await caretAfter(reviewer, `${start} có`);
    await andSaved(reviewer, () => reviewer.keyboard.type(" hay"));
    await expectOn([coordinator], start, exactly(`${start} có{+ hay} ba bản.`));
    await line.cut();
    await reviewer.locator('[data-save]:not([data-save="saved"])').waitFor();
    await selectWords(coordinator, `${start} có hay`);
    await coordinator.keyboard.press(`Control+Alt+${key}`);
    await expectOn([coordinator], start, exactly(`${start} có${key === "a" ? " hay" : ""} ba bản.`));
    await expectOn([reviewer], start, exactly(`${start} có{+ hay} ba bản.`));
  }
  async function backAgain(): Promise<void> {
    line.mend();
    await reviewer.locator('[data-save="saved"]').waitFor();
  }

  it("[SUG12] what is typed into a suggestion that the owner rejects meanwhile is pending, never official", async () => {
    await decidedAway("Alpha", "r");
    await caretAfter(reviewer, "Alpha có ha");
    await reviewer.keyboard.type("ZZ");
    await backAgain();
    await expectOn([reviewer, coordinator], "Alpha", exactly("Alpha có{+ZZ} ba bản."));
  });

  it("[SUG12] of a suggestion that the owner accepts meanwhile only what they saw is official", async () => {
    await decidedAway("Bravo", "a");
    await caretAfter(reviewer, "Bravo có ha");
    await reviewer.keyboard.type("ZZ");
    await backAgain();
    await expectOn([reviewer, coordinator], "Bravo", exactly("Bravo có ha{+ZZ}y ba bản."));
  });

  it("[SUG27] what is taken out of a suggestion that the owner accepts meanwhile is struck", async () => {
    await decidedAway("Charlie", "a");
    await caretAfter(reviewer, "Charlie có hay");
    await reviewer.keyboard.press("Backspace");
    await reviewer.keyboard.press("Backspace");
    await backAgain();
    await expectOn([reviewer, coordinator], "Charlie", exactly("Charlie có h{-ay} ba bản."));
  });

  it("[SUG27] [SUG22] letters that one knows to be accepted are struck too, also by undo", async () => {
    await caretAfter(reviewer, "Delta có");
    await andSaved(reviewer, () => reviewer.keyboard.type(" hay"));
    await expectOn([coordinator], "Delta", exactly("Delta có{+ hay} ba bản."));
    await selectWords(coordinator, "Delta có hay");
    await coordinator.keyboard.press("Control+Alt+a");
    await expectOn([reviewer, coordinator], "Delta", exactly("Delta có hay ba bản."));
    await caretAfter(reviewer, "Delta có hay");
    await andSaved(reviewer, () => reviewer.keyboard.press("Backspace"));
    await expectOn([reviewer, coordinator], "Delta", exactly("Delta có ha{-y} ba bản."));
    await andSaved(reviewer, () => reviewer.keyboard.press("Control+z"));
    await expectOn([reviewer, coordinator], "Delta", exactly("Delta có hay ba bản."));
    await andSaved(reviewer, () => reviewer.keyboard.press("Control+z"));
    // Which of the two spaces was typed is the binding's guess.
    await expectOn([reviewer, coordinator], "Delta", /^Delta có(\{- hay\} | \{-hay \})ba bản\.$/);
  });

  it("[SUG18] a suggestion whose acceptance is taken back is pending on the suggester's page again", async () => {
    await caretAfter(reviewer, "Echo có");
    await andSaved(reviewer, () => reviewer.keyboard.type(" hay"));
    await expectOn([coordinator], "Echo", exactly("Echo có{+ hay} ba bản."));
    await selectWords(coordinator, "Echo có hay");
    await coordinator.keyboard.press("Control+Alt+a");
    await expectOn([reviewer, coordinator], "Echo", exactly("Echo có hay ba bản."));
    await coordinator.keyboard.press("Control+Alt+k");
    const panel = coordinator.getByRole("complementary", { name: "Các góp ý" });
    await panel.getByText("Đã quyết định gần đây").click();
    await panel.getByRole("button", { name: "Hoàn tác" }).first().click();
    await expectOn([reviewer, coordinator], "Echo", exactly("Echo có{+ hay} ba bản."));
  });

  const kept = async () =>
    (await commune.culture.call<{ paragraphs: { text: string }[] }[]>("retained")).flatMap((one) =>
      one.paragraphs.map(({ text }) => text),
    );

  it("[RET1] of what is suggested offline into a section locked meanwhile nothing enters, and the suggester has it", async () => {
    await line.cut();
    await reviewer.locator('[data-save]:not([data-save="saved"])').waitFor();
    await caretAfter(reviewer, "Foxtrot có");
    await reviewer.keyboard.type(" những");
    await commune.coordinator.call("lockSections", {
      params: { id: reportId },
      body: { sectionIds: [sectionId], reason: "chốt số liệu" },
    });
    line.mend();
    await expect.poll(kept, { timeout: 40_000 }).toEqual([expect.stringContaining("những")]);
    await expectOn([reviewer, coordinator], "Foxtrot", exactly("Foxtrot có ba bản."));
    await reviewer.locator(".section-text[contenteditable=false]").waitFor();
  });

  it("[RET10] a word in the making over a selection when the lock comes is put aside as far as it is, and no letter more", async () => {
    await commune.coordinator.call("unlockSections", {
      params: { id: reportId },
      body: { sectionIds: [sectionId] },
    });
    await reviewer.locator(".section-text[contenteditable=true]").waitFor();
    const cdp = await reviewer.context().newCDPSession(reviewer);
    await selectWords(reviewer, "Golf");
    for (const text of ["h", "hô", "hôt"])
      await cdp.send("Input.imeSetComposition", {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    await commune.coordinator.call("lockSections", {
      params: { id: reportId },
      body: { sectionIds: [sectionId], reason: "chốt số liệu" },
    });
    await reviewer.locator(".section-text[contenteditable=false]").waitFor();
    await cdp.send("Input.insertText", { text: "hôtel" });
    await expect.poll(kept, { timeout: 40_000 }).toContainEqual(expect.stringContaining("hôt có ba bản."));
    await expectOn([reviewer, coordinator], "Golf", exactly("Golf có ba bản."));
  });

  it("had no error on any page", () => {
    expect(errors.flat()).toEqual([]);
  });
});
