import type { ReportView } from "@dongsoan/shared/http-api";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, openAs, openPaper } from "../kit/browser.ts";
import type { Commune } from "../kit/commune.ts";
import { CuttableLine } from "../kit/cuttable-line.ts";
import { reviewedSection } from "../kit/reviewed-section.ts";
import { RunningServer } from "../kit/running-server.ts";
import { sealReport, wholeHeader } from "../kit/sealed-report.ts";
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
  "Hotel mở bảy lớp đẹp.",
  "India có ba bản.",
  "Juliet có ba bản.",
  "Kilo có ba bản.",
  "Mike có ba bản nhỏ.",
];
/** Of a section that the reviewer loses. */
const others = ["Lima vẽ sơ đồ."];

describe("a suggester who is cut off while the owner decides", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let reportId: string;
  let sectionId: string;
  let reviewer: Page;
  let coordinator: Page;
  let line: CuttableLine;
  const errors: (readonly string[])[] = [];

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    ({ commune, reportId, sectionId } = await reviewedSection(server, lines, others));
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
  /** What each record strikes in the paragraph that begins like this, sorted. */
  const struck = (page: Page, start: string) =>
    page
      .locator(".section-text p", { hasText: new RegExp(`^${start}`) })
      .locator("del[data-record]")
      .evaluateAll((all) => {
        const words = new Map<string, string>();
        for (const each of all) {
          const del = each.cloneNode(true) as HTMLElement;
          for (const caret of del.querySelectorAll(".caret")) caret.remove();
          const id = del.dataset["suggestion"] ?? "";
          words.set(id, (words.get(id) ?? "") + del.textContent);
        }
        return [...words.values()].sort();
      });
  const exactly = (words: string) =>
    new RegExp(`^${words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`);
  /** The reviewer adds " hay" and is cut off; the owner decides it with a key. */
  async function decidedAway(start: string, key: "a" | "r"): Promise<void> {
    await caretAfter(reviewer, `${start} có`);
    await andSaved(reviewer, () => reviewer.keyboard.type(" hay"));
    await expectOn([coordinator], start, exactly(`${start} có{+ hay} ba bản.`));
    await cutOff();
    await selectWords(coordinator, `${start} có hay`);
    await coordinator.keyboard.press(`Control+Alt+${key}`);
    await expectOn([coordinator], start, exactly(`${start} có${key === "a" ? " hay" : ""} ba bản.`));
    await expectOn([reviewer], start, exactly(`${start} có{+ hay} ba bản.`));
  }
  async function cutOff(): Promise<void> {
    await line.cut();
    await reviewer.locator('[data-save]:not([data-save="saved"])').waitFor();
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

  it("[SUG14] [SUG17] two strike overlapping words without knowing of each other: each is decided by itself, and whole", async () => {
    const author = await openPaper(browser, commune.economy, reportId, errors);
    await author.getByRole("toolbar").getByRole("button", { name: "Chế độ góp ý", exact: true }).click();
    await author.locator(".suggest-toggle[aria-pressed=true]").waitFor();
    await cutOff();
    await selectWords(reviewer, "bảy lớp");
    await reviewer.keyboard.press("Delete");
    await selectWords(author, "lớp đẹp");
    await andSaved(author, () => author.keyboard.press("Delete"));
    await backAgain();
    const pages = [reviewer, author, coordinator];
    for (const page of pages)
      await expect.poll(() => struck(page, "Hotel"), patience).toEqual(["bảy lớp", "lớp đẹp"]);
    await coordinator.getByRole("button", { name: "Không nhận góp ý của Vi Thị Mận: bảy lớp" }).click();
    await expectOn(pages, "Hotel", exactly("Hotel mở bảy {-lớp đẹp}."));
    await author.context().close();
  });

  it("[RESC2] [SUG12] what is suggested in a paragraph that the owner deletes meanwhile stands by itself, still a suggestion", async () => {
    await cutOff();
    await caretAfter(reviewer, "India có");
    await reviewer.keyboard.type(" đến");
    await selectWords(coordinator, "India có ba bản.");
    await andSaved(coordinator, async () => {
      await coordinator.keyboard.press("Delete");
      await coordinator.keyboard.press("Delete");
    });
    await backAgain();
    await expectOn([reviewer, coordinator], " đến", exactly("{+ đến}"));
    expect(await shownLine(coordinator, "India")).toBe("");
  });

  it("[SUG12] what is suggested in a paragraph whose style the owner changes meanwhile stands in it", async () => {
    await cutOff();
    await caretAfter(reviewer, "Juliet có");
    await reviewer.keyboard.type(" đến");
    await caretAfter(coordinator, "Juliet");
    await andSaved(coordinator, () => coordinator.keyboard.press("Control+Alt+2"));
    await backAgain();
    await expectOn([reviewer, coordinator], "Juliet", exactly("Juliet có{+ đến} ba bản."));
    for (const page of [reviewer, coordinator])
      expect(await page.locator("p[data-style=letter]", { hasText: "Juliet" }).count()).toBe(1);
  });

  const becomesOpen = (isOpen: boolean) =>
    reviewer.locator(`#section-${sectionId} .section-text[contenteditable=${isOpen}]`).waitFor();
  it("[SUG29] who takes back an Enter while the owner presses Enter behind it is not refused: the owner's stands, and what they type", async () => {
    await caretAfter(reviewer, "Mike có");
    await andSaved(reviewer, () => reviewer.keyboard.press("Enter"));
    await coordinator.locator(".section-text p[data-tcsplit]", { hasText: "ba bản nhỏ." }).waitFor();
    await line.cut();
    await reviewer.locator('[data-save]:not([data-save="saved"])').waitFor();
    await caretAfter(coordinator, " ba bản n");
    await coordinator.keyboard.press("ArrowLeft");
    await coordinator.keyboard.press("ArrowLeft");
    await andSaved(coordinator, () => coordinator.keyboard.press("Enter"));
    await reviewer.keyboard.press("Control+z");
    await expectOn([reviewer], "Mike", /ba bản nhỏ\.$/);
    await caretAfter(reviewer, "Mike");
    await reviewer.keyboard.type(" Lớn");
    const word = reviewer.locator("[data-sonner-toast]", { hasText: "Chỗ này vừa có người khác sửa" });
    const isTold = word.waitFor();
    await backAgain();
    await isTold;
    await expectOn([reviewer, coordinator], "Mike", /^Mike\{\+ Lớn\} có$/);
    await expectOn([coordinator], " nhỏ", /^ nhỏ\.$/);
    expect(await kept()).toEqual([]);
  });

  const kept = async () =>
    (await commune.culture.call<{ paragraphs: { text: string }[] }[]>("retained")).flatMap((one) =>
      one.paragraphs.map(({ text }) => text),
    );

  it("[RET1] of what is suggested offline into a section locked meanwhile nothing enters, and the suggester has it", async () => {
    await cutOff();
    await caretAfter(reviewer, "Foxtrot có");
    await reviewer.keyboard.type(" những");
    await commune.coordinator.call("lockSections", {
      params: { id: reportId },
      body: { sectionIds: [sectionId], reason: "chốt số liệu" },
    });
    line.mend();
    await expect.poll(kept, { timeout: 40_000 }).toEqual([expect.stringContaining("những")]);
    await expectOn([reviewer, coordinator], "Foxtrot", exactly("Foxtrot có ba bản."));
    await becomesOpen(false);
  });

  it("[RET10] a word in the making over a selection when the lock comes is put aside as far as it is, and no letter more", async () => {
    await commune.coordinator.call("unlockSections", {
      params: { id: reportId },
      body: { sectionIds: [sectionId] },
    });
    await becomesOpen(true);
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
    await becomesOpen(false);
    await cdp.send("Input.insertText", { text: "hôtel" });
    await expect.poll(kept, { timeout: 40_000 }).toContainEqual(expect.stringContaining("hôt có ba bản."));
    await expectOn([reviewer, coordinator], "Golf", exactly("Golf có ba bản."));
  });

  /** The reviewer is told that these words are not in the report, and copies them from the list beside it. */
  async function toldAndCopied(words: string): Promise<void> {
    await reviewer.locator(".save-words", { hasText: "được giữ lại" }).waitFor();
    const panel = reviewer.getByRole("complementary", { name: "Bản giữ lại" });
    if (!(await panel.isVisible()))
      await reviewer
        .getByRole("button", { name: /^Bản giữ lại/ })
        .first()
        .click();
    const card = panel.getByRole("article").filter({ hasText: words });
    await card.getByRole("button", { name: "Sao chép", exact: true }).click();
    await card.getByRole("button", { name: "Đã sao chép" }).waitFor();
    expect(await reviewer.evaluate(() => navigator.clipboard.readText())).toBe(words);
  }

  it("[RET1] [PERM12] of what is suggested offline into a section that one may only read by then nothing enters, and it can be copied", async () => {
    await reviewer.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await caretAfter(reviewer, "Lima vẽ");
    await reviewer.keyboard.type(" lại");
    await expectOn([coordinator], "Lima", exactly("Lima vẽ{+ lại} sơ đồ."));
    await cutOff();
    await reviewer.keyboard.type(" cả");
    const [, lost] = (await commune.coordinator.call<ReportView>("report", { params: { id: reportId } }))
      .sections;
    await commune.coordinator.call("assignSection", {
      params: { id: lost?.id ?? "" },
      body: {
        version: lost?.version,
        assignment: {
          unitId: commune.units.economy.id,
          ownerId: null,
          dueAt: null,
          contributingUnitIds: [],
          reviewingUnitIds: [],
          readScope: "inherit",
        },
      },
    });
    line.mend();
    await expect.poll(kept, { timeout: 40_000 }).toContain("Lima vẽ lại cả sơ đồ.");
    await expectOn([reviewer, coordinator], "Lima", exactly("Lima vẽ{+ lại} sơ đồ."));
    await toldAndCopied("Lima vẽ lại cả sơ đồ.");
  });

  it("[RET1] [SEAL6] of what is suggested offline into a report that is sealed meanwhile nothing enters, and it can be copied", async () => {
    await commune.coordinator.call("unlockSections", {
      params: { id: reportId },
      body: { sectionIds: [sectionId] },
    });
    await becomesOpen(true);
    const { version } = await commune.coordinator.call<ReportView>("report", { params: { id: reportId } });
    await commune.coordinator.call("changeHeader", {
      params: { id: reportId },
      body: { version, dueAt: null, header: wholeHeader },
    });
    for (const text of await coordinator.locator(".section-text").all()) {
      await text.focus();
      await coordinator.keyboard.press("Control+a");
      await coordinator.keyboard.press("Control+Alt+r");
      await expect.poll(() => text.locator("[data-record]").count(), patience).toBe(0);
    }
    for (const page of [reviewer, coordinator])
      await expect.poll(() => page.locator("[data-record]").count(), patience).toBe(0);
    await cutOff();
    await caretAfter(reviewer, "Kilo có");
    await reviewer.keyboard.type(" đến");
    await sealReport(commune.coordinator, reportId);
    line.mend();
    await expect.poll(kept, { timeout: 40_000 }).toContain("Kilo có đến ba bản.");
    await expectOn([reviewer, coordinator], "Kilo", exactly("Kilo có ba bản."));
    await toldAndCopied("Kilo có đến ba bản.");
    await becomesOpen(false);
  });

  it("had no error on any page", () => {
    expect(errors.flat()).toEqual([]);
  });
});
