import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, openPaper } from "../kit/browser.ts";
import { reviewedSection } from "../kit/reviewed-section.ts";
import { RunningServer } from "../kit/running-server.ts";
import { SyncLine } from "../kit/sync-line.ts";
import { andSaved } from "../kit/save-line.ts";
import type { Commune } from "../kit/commune.ts";
import { caretAfter, selectWords, wordsOf } from "../kit/suggested-text.ts";

const lines = [
  "Alpha trồng lúa nước.",
  "Bravo trồng ngô lai.",
  "Charlie nuôi trâu bò.",
  "Delta mở lớp học.",
  "Echo dựng nhà văn hóa.",
  "Foxtrot làm đường bê tông.",
  "Golf giữ rừng đầu nguồn.",
];

describe("a typist beside somebody who splits and joins, both writing plainly", () => {
  let server: RunningServer;
  let browser: Browser;
  let typist: Page;
  let other: Page;
  const errors: (readonly string[])[] = [];

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    const { commune, reportId } = await reviewedSection(server, lines);
    const open = (person: Commune["culture"]) => openPaper(browser, person, reportId, errors);
    [typist, other] = [await open(commune.economy), await open(commune.coordinator)];
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const expectBoth = async (...wanted: readonly string[]) => {
    for (const page of [typist, other])
      await expect
        .poll(() => wordsOf(page), { timeout: 15_000 })
        .toEqual(expect.arrayContaining([...wanted]));
  };
  /** The typist types while the other does something else, and then goes on where the caret is. */
  const typeBeside = async (typed: string, act: () => Promise<unknown>, more: string) => {
    await Promise.all([
      andSaved(other, act),
      andSaved(typist, () => typist.keyboard.type(typed, { delay: 30 })),
    ]);
    await andSaved(typist, () => typist.keyboard.type(more, { delay: 30 }));
  };
  const press =
    (...keys: readonly string[]) =>
    async () => {
      for (const key of keys) await other.keyboard.press(key);
    };

  it("[CARET2] [RESC8] a split before the caret: the sentence reads as it is typed", async () => {
    await caretAfter(other, "Alpha trồng");
    await caretAfter(typist, "lúa");
    await typeBeside(" nếp và", press("Enter"), " lúa");
    await expectBoth("Alpha trồng", " lúa nếp và lúa nước.");
  });

  it("[CARET2] [RESC8] a split, at the paragraph's end", async () => {
    await caretAfter(other, "Bravo trồng");
    await caretAfter(typist, "ngô lai.");
    await typeBeside(" Năng suất", press("Enter"), " khá.");
    await expectBoth("Bravo trồng", " ngô lai. Năng suất khá.");
  });

  it("[CARET2] a split, and its undo", async () => {
    await caretAfter(other, "Charlie nuôi");
    await caretAfter(typist, "trâu");
    await andSaved(other, press("Enter"));
    await expectBoth("Charlie nuôi", " trâu bò.");
    await andSaved(other, press("Control+z"));
    await expectBoth("Charlie nuôi trâu bò.");
    await andSaved(typist, () => typist.keyboard.type(" đực"));
    await expectBoth("Charlie nuôi trâu đực bò.");
  });

  it("[CARET2] [RESC2] a join", async () => {
    await caretAfter(other, "Echo");
    await other.keyboard.press("Home");
    await caretAfter(typist, "dựng ");
    await typeBeside("thêm một ", press("Backspace"), "cái ");
    await expectBoth("Delta mở lớp học.Echo dựng thêm một cái nhà văn hóa.");
  });

  it("[CARET2] [RESC2] a join, at the paragraph's end", async () => {
    await caretAfter(other, "Golf");
    await other.keyboard.press("Home");
    await caretAfter(typist, "đầu nguồn.");
    await typeBeside(" Tuần tra", press("Backspace"), " đều.");
    await expectBoth("Foxtrot làm đường bê tông.Golf giữ rừng đầu nguồn. Tuần tra đều.");
  });

  it("[CARET2] what is selected stays selected", async () => {
    await selectWords(typist, "rừng đầu nguồn");
    await caretAfter(other, "bê tông.");
    await andSaved(other, press("Enter"));
    await expectBoth("Foxtrot làm đường bê tông.");
    expect(await typist.evaluate(() => getSelection()?.toString())).toBe("rừng đầu nguồn");
  });

  it("[CARET2] [CARET3] [RESC6] both press Enter at one place and type on, before they have heard of each other", async () => {
    const line = await SyncLine.of(typist);
    await typist.reload();
    await typist.locator('[data-save="saved"]').waitFor();
    for (const page of [typist, other]) await caretAfter(page, "Bravo");
    line.hold();
    await andSaved(other, () => other.keyboard.type("\nThu "));
    await typist.keyboard.type("\nĐề ngh", { delay: 30 });
    line.release();
    await Promise.all([
      andSaved(other, () => other.keyboard.type("ngân sách đạt.", { delay: 40 })),
      andSaved(typist, () => typist.keyboard.type("ị bổ sung.", { delay: 40 })),
    ]);
    await expectBoth("Bravo", "Đề nghị bổ sung.Thu ngân sách đạt. trồng");
  });

  it("had no error on any page", () => expect(errors.flat()).toEqual([]));
});
