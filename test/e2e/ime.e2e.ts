import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { makeOneSection } from "../kit/one-section.ts";
import { RunningServer } from "../kit/running-server.ts";
import { markNow, savedSince } from "../kit/save-line.ts";

/** Lets a test do something in the very turn in which the page hears from the server, before the page does: `onNews`. */
const hearMessagesFirst = (page: Page) =>
  page.addInitScript(() => {
    const own = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
    Object.defineProperty(WebSocket.prototype, "onmessage", {
      ...own,
      set(this: WebSocket, hear: ((event: MessageEvent) => void) | null) {
        own?.set?.call(
          this,
          hear &&
            ((event: MessageEvent) => {
              (window as { onNews?: () => void }).onNews?.();
              hear(event);
            }),
        );
      },
    });
  });

describe("typing Vietnamese, and the carets of others", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let reportId = "";
  let mine: Page;
  let theirs: Page;
  let cdp: CDPSession;
  const errors: string[][] = [];

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    ({ reportId } = await makeOneSection(commune.coordinator, commune.units.economy.id));
    const open = async (person: Commune["coordinator"]) => {
      const opened = await openAs(browser, person, `/bao-cao/${reportId}`, undefined, hearMessagesFirst);
      errors.push(opened.errors);
      await opened.page.locator('[data-save="saved"]').waitFor();
      return opened.page;
    };
    mine = await open(commune.economy);
    theirs = await open(commune.coordinator);
    cdp = await mine.context().newCDPSession(mine);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const editor = (page: Page) => page.locator(".section-text[contenteditable=true]");
  const lastParagraph = (page: Page) =>
    editor(page)
      .locator("p")
      .last()
      .evaluate((p) => {
        const copy = p.cloneNode(true) as HTMLElement;
        for (const caret of copy.querySelectorAll(".caret")) caret.remove();
        return copy.textContent;
      });
  const newLine = async (text: string) => {
    await editor(mine).click();
    await mine.keyboard.press("Control+End");
    await mine.keyboard.press("Enter");
    await mine.keyboard.insertText(text);
  };
  const selectWord = async (lettersAfter: number, length: number) => {
    for (let i = 0; i < lettersAfter; i += 1) await mine.keyboard.press("ArrowLeft");
    for (let i = 0; i < length; i += 1) await mine.keyboard.press("Shift+ArrowLeft");
  };
  const compose = async (steps: readonly string[], says229: boolean) => {
    for (const text of steps) {
      // Input methods of Windows say "process" before they compose; others say nothing.
      if (says229)
        await cdp.send("Input.dispatchKeyEvent", {
          type: "rawKeyDown",
          windowsVirtualKeyCode: 229,
          key: "Process",
        });
      await cdp.send("Input.imeSetComposition", {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    }
    await cdp.send("Input.insertText", { text: steps.at(-1) ?? "" });
  };
  /** On both screens, and durable. */
  const expectEverywhere = async (mark: number, text: string) => {
    for (const page of [mine, theirs]) await expect.poll(() => lastParagraph(page)).toBe(text);
    await savedSince(mine, mark);
  };

  it.each([true, false])(
    "[KEY1] a composition over a selected word doubles and loses no letter (key code 229: %s)",
    async (says229) => {
      await newLine("một hai ba");
      await selectWord(3, 3);
      const mark = await markNow(mine);
      await compose(["V", "Vi", "Viê", "Việ", "Việt"], says229);
      await expectEverywhere(mark, "một Việt ba");
      // The next word follows at the caret that the composition left.
      await compose(["n", "na", "nam"], says229);
      await expectEverywhere(mark, "một Việtnam ba");
      await mine.keyboard.press("Control+z");
      await expect.poll(() => lastParagraph(mine)).not.toBe("một Việtnam ba");
    },
  );

  it("[KEY1] backspace and retype over a selected word, as fast as a program does it", async () => {
    await newLine("xã dài ba");
    await selectWord(3, 3);
    const mark = await markNow(mine);
    const { keyboard } = mine;
    // One after the other without waiting: UniKey sends them in one go.
    await Promise.all([
      keyboard.press("r"),
      keyboard.press("o"),
      keyboard.press("o"),
      keyboard.press("Backspace"),
      keyboard.press("Backspace"),
      keyboard.insertText("ô"),
      keyboard.press("n"),
      keyboard.press("g"),
      keyboard.press("j"),
      keyboard.press("Backspace"),
      keyboard.press("Backspace"),
      keyboard.press("Backspace"),
      keyboard.press("Backspace"),
      keyboard.insertText("ộng"),
    ]);
    await expectEverywhere(mark, "xã rộng ba");
  });

  it("[KEY1] both ways while somebody else types in the same paragraph", async () => {
    await newLine("đầu giữa cuối");
    await expect.poll(() => lastParagraph(theirs)).toBe("đầu giữa cuối");
    await editor(theirs).locator("p").last().click();
    await theirs.keyboard.press("Home");
    await selectWord(5, 4);
    const mark = await markNow(mine);
    await Promise.all([
      compose(["t", "tr", "tro", "tron", "trong"], true),
      theirs.keyboard.type("ABCDEFGHIJ", { delay: 15 }),
    ]);
    await expectEverywhere(mark, "ABCDEFGHIJđầu trong cuối");
  });

  it("[KEY4] Enter straight after End splits where the caret is, not where it was", async () => {
    await newLine("trước và sau");
    await mine.keyboard.press("Home");
    // Both in one turn: the browser tells of the moved caret only afterwards.
    await editor(mine).evaluate((element) => {
      getSelection()?.modify("move", "forward", "lineboundary");
      element.dispatchEvent(
        new KeyboardEvent("keydown", {
          key: "Enter",
          code: "Enter",
          keyCode: 13,
          bubbles: true,
          cancelable: true,
        }),
      );
    });
    await mine.keyboard.insertText("mới");
    expect(await lastParagraph(mine)).toBe("mới");
    expect(await editor(mine).locator("p").nth(-2).innerText()).toBe("trước và sau");
  });

  it("[KEY4] Control+Home as soon as the text has the focus goes to its start", async () => {
    await newLine("cuối");
    const first = editor(mine).locator("p").first();
    const before = await first.innerText();
    await mine.keyboard.press("Escape");
    // In the first 200 ms after the focus the editor trusts no caret at the start, unless a press came 300 ms before.
    await mine.waitForTimeout(400);
    const { keyboard } = mine;
    await Promise.all([keyboard.press("Enter"), keyboard.press("Control+Home")]);
    // The browser has told it of the move: what it does about it is what counts.
    await mine.waitForTimeout(50);
    await keyboard.insertText("Ở ");
    expect(await first.innerText()).toBe(`Ở ${before}`);
    expect(await lastParagraph(mine)).toBe("cuối");
  });

  it("[KEY4] Home straight before somebody else's letters goes to the start all the same", async () => {
    await newLine("đầu và cuối");
    await expect.poll(() => lastParagraph(theirs)).toBe("đầu và cuối");
    await editor(theirs).locator("p").last().click();
    await theirs.keyboard.press("End");
    await mine.keyboard.press("End");
    // The caret moves, and their letter comes in the same turn: the browser has told nobody of the move yet.
    await mine.evaluate(() => {
      Object.assign(window, { onNews: () => getSelection()?.modify("move", "backward", "lineboundary") });
    });
    await theirs.keyboard.insertText("!");
    await expect.poll(() => lastParagraph(mine)).toBe("đầu và cuối!");
    await mine.evaluate(() => Object.assign(window, { onNews: undefined }));
    await mine.keyboard.type("Ở ");
    expect(await lastParagraph(mine)).toBe("Ở đầu và cuối!");
  });

  it("[CARET1] the label of a caret is gone two seconds after it moved, and comes back when it moves", async () => {
    await newLine("nơi con trỏ đứng");
    // Asked in one go: each move of the caret makes a new label.
    const label = () =>
      editor(theirs).evaluate((element) => {
        const found = element.querySelector(".caret-label");
        if (!found) return "none";
        const { opacity, visibility } = getComputedStyle(found);
        const ends = found.getAnimations().map((animation) => animation.effect?.getComputedTiming().endTime);
        return `${found.textContent} ${opacity} ${visibility}, ends after ${ends.join()} ms`;
      });
    for (const key of ["ArrowLeft", "ArrowLeft"]) {
      await mine.keyboard.press(key);
      await expect.poll(label).toMatch(/KT 1 visible, ends after 2000 ms/);
      await expect.poll(label).toMatch(/KT 0 hidden/);
      expect(await editor(theirs).locator(".caret").count()).toBe(1);
    }
    expect(errors.flat()).toEqual([]);
  });
});
