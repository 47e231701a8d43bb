import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, openPaper } from "../kit/browser.ts";
import type { Commune } from "../kit/commune.ts";
import { reviewedSection } from "../kit/reviewed-section.ts";
import { RunningServer } from "../kit/running-server.ts";
import { markNow, savedSince } from "../kit/save-line.ts";
import { caretAfter, selectWords, shownLine } from "../kit/suggested-text.ts";
import { invisibleIn } from "../kit/written-letters.ts";

/** Each case has a paragraph of its own, known by its first word. */
const lines = [
  "Alpha trồng lúa nước.",
  "Bravo trồng ngô lai.",
  "Charlie nuôi trâu bò.",
  "Delta làm đường bản.",
  "Echo xây nhà văn hóa.",
  "Foxtrot mở lớp học.",
  "Golf kéo điện lưới.",
  "Hotel thu ngân sách.",
  "India chi đầu tư.",
  "Juliet khám bệnh sớm.",
  "Kilo giữ rừng xanh.",
  "Lima vẽ bản đồ.",
  "Mike sửa kênh mương.",
  "Oscar trồng rừng.",
  "Papa mở chợ phiên.",
];

describe("how letters come into a suggestion: input methods, undo, cut and paste", () => {
  let server: RunningServer;
  let browser: Browser;
  let reviewer: Page;
  let owner: Page;
  let cdp: CDPSession;
  const errors: (readonly string[])[] = [];

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    const { commune, reportId } = await reviewedSection(server, lines);
    const open = async (person: Commune["culture"]) => {
      const page = await openPaper(browser, person, reportId, errors);
      await page.locator(".section-text[contenteditable=true]").click();
      return page;
    };
    reviewer = await open(commune.culture);
    owner = await open(commune.economy);
    cdp = await reviewer.context().newCDPSession(reviewer);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const compose = async (session: CDPSession, steps: readonly string[], says229 = false) => {
    for (const text of steps) {
      if (says229)
        await session.send("Input.dispatchKeyEvent", {
          type: "rawKeyDown",
          windowsVirtualKeyCode: 229,
          key: "Process",
        });
      await session.send("Input.imeSetComposition", {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    }
    await session.send("Input.insertText", { text: steps.at(-1) ?? "" });
  };
  /** As UniKey does it: letters, then Backspace over them, then the letters with their accents, all in one go. */
  const retype = (page: Page, typed: string, backspaces: number, text: string) =>
    Promise.all([
      ...[...typed].map((letter) => page.keyboard.press(letter)),
      ...Array.from({ length: backspaces }, () => page.keyboard.press("Backspace")),
      page.keyboard.insertText(text),
    ]);
  /** Makes a change on one page, and expects what both show of a line once it is stored. */
  const expectAfter = async (
    page: Page,
    line: string,
    change: () => Promise<unknown>,
    ...wanted: string[]
  ) => {
    const mark = await markNow(page);
    await change();
    await expect.poll(() => shownLine(page, line), { timeout: 5_000 }).toBe(wanted[0]);
    await savedSince(page, mark);
    for (const screen of [reviewer, owner])
      await expect.poll(() => shownLine(screen, line), { timeout: 5_000 }).toBe(wanted[0]);
  };

  it("[SUG21] a composition over a selected word that no key announced strikes the word and doubles no letter", async () => {
    await selectWords(reviewer, "lúa");
    await expectAfter(
      reviewer,
      "Alpha",
      () => compose(cdp, ["n", "ng", "ngô"]),
      "Alpha trồng {-lúa}{+ngô} nước.",
    );
    await expectAfter(
      reviewer,
      "Alpha",
      () => compose(cdp, [" ", " l", " la", " lai"]),
      "Alpha trồng {-lúa}{+ngô lai} nước.",
    );
  });

  it("[SUG21] Backspace and retype at the end of a word that stands: its letters are struck, not deleted", async () => {
    await caretAfter(reviewer, "ngô lai.");
    await reviewer.keyboard.press("ArrowLeft");
    await expectAfter(
      reviewer,
      "Bravo",
      () => retype(reviewer, "", 3, "lái"),
      "Bravo trồng ngô {+lái}{-lai}.",
    );
  });

  it("[SUG21] Backspace and retype of one's own letters really takes them back", async () => {
    await caretAfter(reviewer, "trâu");
    await expectAfter(
      reviewer,
      "Charlie",
      () => retype(reviewer, " vaa", 2, "à dê"),
      "Charlie nuôi trâu{+ và dê} bò.",
    );
  });

  it("[SUG21] Backspace and retype over a selected word", async () => {
    await selectWords(reviewer, "đường");
    await expectAfter(
      reviewer,
      "Delta",
      () => retype(reviewer, "caafu", 4, "ầu"),
      "Delta làm {-đường}{+cầu} bản.",
    );
  });

  it("[SUG13] the owner's composition inside the suggestion is plain text", async () => {
    await caretAfter(reviewer, "xây");
    await expectAfter(
      reviewer,
      "Echo",
      () => reviewer.keyboard.type(" xong ba"),
      "Echo xây{+ xong ba} nhà văn hóa.",
    );
    const ownerCdp = await owner.context().newCDPSession(owner);
    await caretAfter(owner, " xong");
    await expectAfter(
      owner,
      "Echo",
      () => compose(ownerCdp, [" ", " đ", " đư", " đủ"], true),
      "Echo xây{+ xong} đủ{+ ba} nhà văn hóa.",
    );
  });

  it("[SUG21] a composition within bold words is bold, and nothing of them is doubled", async () => {
    await selectWords(owner, "bản đồ");
    const mark = await markNow(owner);
    await owner.keyboard.press("Control+b");
    await savedSince(owner, mark);
    const bold = reviewer.locator(".section-text p", { hasText: "Lima" }).locator("strong");
    await expect.poll(async () => (await bold.allInnerTexts()).join(""), { timeout: 5_000 }).toBe("bản đồ");
    await caretAfter(reviewer, "vẽ bản");
    await expectAfter(
      reviewer,
      "Lima",
      () => compose(cdp, [" ", " c", " cu", " cũ"], true),
      "Lima vẽ bản{+ cũ} đồ.",
    );
    expect((await bold.allInnerTexts()).join("")).toBe("bản cũ đồ");
  });

  it("[SUG21] a composition at the start of a paragraph", async () => {
    await caretAfter(reviewer, "Mike");
    await reviewer.keyboard.press("Home");
    await expectAfter(
      reviewer,
      "Đã ",
      () => compose(cdp, ["Đ", "Đa", "Đã", "Đã "], true),
      "{+Đã }Mike sửa kênh mương.",
    );
  });

  it("[SUG21] a composition that is called off leaves nothing, and the next one is whole", async () => {
    await caretAfter(reviewer, "Oscar");
    await expectAfter(
      reviewer,
      "Oscar",
      async () => {
        for (const text of [" ", " đ", " đã", ""])
          await cdp.send("Input.imeSetComposition", {
            text,
            selectionStart: text.length,
            selectionEnd: text.length,
          });
        await compose(cdp, [" s", " sẽ"], true);
      },
      "Oscar{+ sẽ} trồng rừng.",
    );
  });

  it("[SUG21] a composition within somebody else's suggestion", async () => {
    await owner.keyboard.press("Control+Alt+e");
    await owner.locator(".suggest-toggle[aria-pressed=true]").waitFor();
    await caretAfter(owner, "Papa mở");
    await expectAfter(
      owner,
      "Papa",
      () => owner.keyboard.type(" rộng thêm"),
      "Papa mở{+ rộng thêm} chợ phiên.",
    );
    await caretAfter(reviewer, "Papa mở rộng");
    await expectAfter(
      reviewer,
      "Papa",
      () => compose(cdp, [" ", " r", " rã", " rãi"], true),
      "Papa mở{+ rộng rãi thêm} chợ phiên.",
    );
    await owner.keyboard.press("Control+Alt+e");
    await owner.locator(".suggest-toggle[aria-pressed=false]").waitFor();
  });

  it("[SUG22] undo takes one's suggestion away and makes none; redo brings it back", async () => {
    await selectWords(reviewer, "mở");
    await expectAfter(
      reviewer,
      "Foxtrot",
      () => reviewer.keyboard.type("khai giảng"),
      "Foxtrot {-mở}{+khai giảng} lớp học.",
    );
    // Somebody else's change in between is not the reviewer's to undo.
    await caretAfter(owner, "lớp học");
    await expectAfter(
      owner,
      "Foxtrot",
      () => owner.keyboard.type(" mới"),
      "Foxtrot {-mở}{+khai giảng} lớp học mới.",
    );
    await reviewer.locator(".section-text").focus();
    await expectAfter(
      reviewer,
      "Foxtrot",
      () => reviewer.keyboard.press("Control+z"),
      "Foxtrot mở lớp học mới.",
    );
    await expectAfter(
      reviewer,
      "Foxtrot",
      () => reviewer.keyboard.press("Control+y"),
      "Foxtrot {-mở}{+khai giảng} lớp học mới.",
    );
  });

  it("[SUG23] [SUG30] cut is struck; pasted, the letters are the paster's own, without what was struck in them", async () => {
    await reviewer.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await selectWords(reviewer, "kéo ");
    await expectAfter(reviewer, "Golf", () => reviewer.keyboard.press("Control+x"), "Golf {-kéo }điện lưới.");
    await caretAfter(reviewer, "lưới");
    await expectAfter(
      reviewer,
      "Golf",
      async () => {
        await reviewer.keyboard.type(" ");
        await reviewer.keyboard.press("Control+v");
      },
      "Golf {-kéo }điện lưới{+ kéo }.",
    );
    await selectWords(reviewer, "kéo điện");
    await reviewer.keyboard.press("Control+c");
    // [SUG30]
    const copied = await reviewer.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const html = await (await item?.getType("text/html"))?.text();
      return { text: await navigator.clipboard.readText(), html: html ?? "" };
    });
    expect(copied.text).toBe("điện");
    expect(copied.html).toContain("điện");
    expect(invisibleIn(copied.html)).toEqual([]);
    await caretAfter(reviewer, "thu ngân");
    await expectAfter(
      reviewer,
      "Hotel",
      () => reviewer.keyboard.press("Control+v"),
      "Hotel thu ngân{+điện} sách.",
    );
  });

  it("[SUG23] words are moved with the mouse as a deletion and an insertion", async () => {
    await selectWords(reviewer, "đầu");
    await expectAfter(
      reviewer,
      "India",
      () =>
        reviewer.evaluate(() => {
          const range = getSelection()?.getRangeAt(0);
          const from = range?.getBoundingClientRect();
          const line = range?.startContainer.parentElement?.closest("p")?.getBoundingClientRect();
          const text = range?.startContainer.parentElement;
          if (!from || !line || !text) throw new Error("nothing is selected");
          const at = (type: string, clientX: number) =>
            new DragEvent(type, {
              bubbles: true,
              cancelable: true,
              clientX,
              clientY: from.top + from.height / 2,
              dataTransfer: data,
            });
          const data = new DataTransfer();
          text.dispatchEvent(at("dragstart", from.left + 2));
          text.dispatchEvent(at("drop", line.right - 2));
          text.dispatchEvent(at("dragend", line.right - 2));
        }),
      "India chi {-đầu} tư.{+đầu}",
    );
  });

  it("[SUG23] what records cannot express is refused with a word, and nothing is changed", async () => {
    await caretAfter(reviewer, "sớm.");
    await reviewer.getByRole("button", { name: /^Bảng/ }).click();
    await reviewer.getByRole("menuitem", { name: "Chèn bảng" }).click();
    await expect.poll(() => owner.locator(".section-text table[data-tcins]").count()).toBe(1);
    await reviewer.getByRole("button", { name: /^Bảng/ }).click();
    await reviewer.getByRole("menuitem", { name: "Hàng tiêu đề" }).click();
    // In the toast and, for screen readers, in the page's status.
    await reviewer.getByText("Khi góp ý không gộp, tách ô").first().waitFor();
    expect(await owner.locator(".section-text th").count()).toBe(3);
  });

  it("had no error on any page", () => {
    expect(errors.flat()).toEqual([]);
  });
});
