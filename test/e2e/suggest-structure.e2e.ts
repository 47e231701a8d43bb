import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, openPaper } from "../kit/browser.ts";
import type { Commune } from "../kit/commune.ts";
import { reviewedSection } from "../kit/reviewed-section.ts";
import { RunningServer } from "../kit/running-server.ts";
import { andSaved } from "../kit/save-line.ts";
import { caretAfter, selectWords, wordsOf } from "../kit/suggested-text.ts";

const lines = ["Alpha trồng lúa nước.", "Bravo trồng ngô.", "Charlie nuôi trâu.", "Delta mở lớp."];

describe("suggestions about more than a few words, accepted and rejected, before two people and a latecomer", () => {
  let server: RunningServer;
  let browser: Browser;
  let reviewer: Page;
  let coordinator: Page;
  let commune: Commune;
  let reportId: string;
  let sectionId: string;
  let openLatecomer: () => Promise<Page>;
  const errors: (readonly string[])[] = [];

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    ({ commune, reportId, sectionId } = await reviewedSection(server, lines));
    const open = (person: Commune["culture"]) => openPaper(browser, person, reportId, errors);
    [reviewer, coordinator] = [await open(commune.culture), await open(commune.coordinator)];
    openLatecomer = () => open(commune.economy);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const patience = { timeout: 15_000 };
  const records = "[data-record], [data-tcins], [data-tcdel], [data-tcsplit], [data-tcjoin], [data-tcattr]";
  /** Words of each paragraph and cell, and whether there is no record. */
  const read = async (page: Page) => ({
    words: await wordsOf(page),
    isPlain: (await page.locator(".section-text").locator(records).count()) === 0,
  });
  /** Each paragraph: its style, its words with what is bold. */
  const looks = (page: Page) =>
    page.locator(".section-text p").evaluateAll((paragraphs) =>
      paragraphs.map((paragraph) => {
        const walk = (node: Node): string => {
          if (node instanceof Text) return node.data;
          if (!(node instanceof Element) || node.matches(".caret")) return "";
          const words = [...node.childNodes].map(walk).join("");
          return node.localName === "strong" ? `<b>${words}</b>` : words;
        };
        return `${paragraph.dataset["style"] ?? ""}: ${walk(paragraph)}`;
      }),
    );
  const expectPlain = async (words: readonly string[]) => {
    for (const page of [reviewer, coordinator])
      await expect.poll(() => read(page), patience).toEqual({ words, isPlain: true });
  };
  /** Everything that waits in the section, by key. */
  async function decideAll(key: "a" | "r"): Promise<void> {
    await expect.poll(async () => (await read(coordinator)).isPlain, patience).toBe(false);
    await expect.poll(() => read(coordinator), patience).toEqual(await read(reviewer));
    await coordinator.locator(".section-text").focus();
    await coordinator.keyboard.press("Control+a");
    await coordinator.keyboard.press(`Control+Alt+${key}`);
  }

  it("[SUG23] words taken out with Ctrl+Backspace and letters after them are struck, and are one change", async () => {
    await caretAfter(reviewer, "Alpha trồng");
    await andSaved(reviewer, async () => {
      await reviewer.keyboard.press("Control+Backspace");
      await reviewer.keyboard.press("Backspace");
    });
    await expect
      .poll(() => coordinator.locator('del[data-record="del"]').allInnerTexts(), patience)
      .toEqual([" trồng"]);
    await coordinator.getByRole("link", { name: /KINH TẾ.*1 góp ý/ }).waitFor();
    await decideAll("r");
    await expectPlain(lines);
  });

  it("[SUG11] [RESC8] [CARET2] a paragraph is split while the owner types in its right half: their letters stay there, plain", async () => {
    await caretAfter(coordinator, "lúa");
    await caretAfter(reviewer, "Alpha trồng");
    await Promise.all([
      andSaved(reviewer, async () => {
        await reviewer.keyboard.press("Enter");
        await reviewer.keyboard.type("Hai vụ");
      }),
      andSaved(coordinator, () => coordinator.keyboard.type(" nếp", { delay: 30 })),
    ]);
    for (const page of [reviewer, coordinator]) {
      const split = ["Alpha trồng", "Hai vụ lúa nếp nước.", ...lines.slice(1)];
      await expect.poll(async () => (await read(page)).words, patience).toEqual(split);
      expect((await page.locator("ins[data-record]").allInnerTexts()).join("")).toBe("Hai vụ");
    }
    await decideAll("r");
    await expectPlain(["Alpha trồng lúa nếp nước.", ...lines.slice(1)]);
    await caretAfter(coordinator, "lúa nếp");
    await andSaved(coordinator, async () => {
      for (let i = 0; i < " nếp".length; i += 1) await coordinator.keyboard.press("Backspace");
    });
    await expectPlain(lines);
  });

  it("[SUG5] [SUG6] Enter within a paragraph and Backspace at its start: rejecting gives the former text, accepting does it", async () => {
    const split = ["Alpha trồng", " lúa nước.", ...lines.slice(1)];
    const cases: readonly [
      after: string,
      keys: readonly string[],
      record: string,
      suggested: string[],
      accepted: string[],
    ][] = [
      ["Alpha trồng", ["Enter"], "[data-tcsplit]", split, split],
      [" lúa", ["Home", "Backspace"], "[data-tcjoin]", split, lines],
    ];
    let before = lines;
    for (const [after, keys, record, suggested, accepted] of cases) {
      for (const key of ["r", "a"] as const) {
        await caretAfter(reviewer, after);
        await andSaved(reviewer, async () => {
          for (const pressed of keys) await reviewer.keyboard.press(pressed);
        });
        for (const page of [reviewer, coordinator]) {
          await expect.poll(async () => (await read(page)).words, patience).toEqual(suggested);
          const marked = page.locator(`.section-text p${record}`);
          await expect.poll(() => marked.allInnerTexts(), patience).toEqual([" lúa nước."]);
        }
        await decideAll(key);
        await expectPlain(key === "r" ? before : accepted);
      }
      before = accepted;
    }
  });

  it("[SUG5] [SUG6] a selection over three paragraphs is struck; rejecting restores them, accepting joins them", async () => {
    const strike = () =>
      andSaved(reviewer, async () => {
        await caretAfter(reviewer, "Bravo");
        await reviewer.keyboard.press("Shift+ArrowDown");
        await reviewer.keyboard.press("Shift+ArrowDown");
        await reviewer.keyboard.press("Shift+End");
        await reviewer.keyboard.press("Delete");
      });
    await strike();
    expect((await read(reviewer)).words).toEqual(lines);
    await decideAll("r");
    await expectPlain(lines);
    await strike();
    await decideAll("a");
    await expectPlain([lines[0] ?? "", "Bravo"]);
  });

  it("[SUG5] [SUG23] what Word puts on the clipboard, with a table, goes in as a suggestion, and out again", async () => {
    await caretAfter(reviewer, "Bravo");
    await andSaved(reviewer, () =>
      reviewer.locator(".section-text").evaluate((root) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData(
          "text/html",
          `<html><body><p class=MsoNormal>Bảng thu:</p><table><tr><td>Thuế</td><td>12</td></tr></table></body></html>`,
        );
        root.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      }),
    );
    await expect.poll(() => coordinator.locator(".section-text table[data-tcins]").count(), patience).toBe(1);
    expect((await read(coordinator)).words.join(" ")).toContain("Thuế");
    await decideAll("r");
    await expectPlain([lines[0] ?? "", "Bravo"]);
  });

  it("[SUG3] [SUG5] [SUG6] rows, columns and tables: added and taken out, each rejected and accepted; who comes late sees the same", async () => {
    const menu = async (page: Page, name: string) => {
      await page.getByRole("button", { name: /^Bảng/ }).click();
      await page.getByRole("menuitem", { name, exact: true }).click();
    };
    const shape = (page: Page) =>
      page
        .locator(".section-text")
        .evaluate((root) =>
          [...root.querySelectorAll("tr")].map((row) => row.querySelectorAll("td, th").length),
        );
    await caretAfter(coordinator, "Bravo");
    await andSaved(coordinator, async () => {
      await menu(coordinator, "Chèn bảng");
      await coordinator.keyboard.type("Thuế");
    });
    await expect.poll(() => shape(reviewer), patience).toEqual([3, 3, 3]);
    const cases: readonly [action: string, suggested: number[], accepted: number[]][] = [
      ["Thêm hàng phía dưới", [3, 3, 3, 3], [3, 3, 3, 3]],
      ["Xóa hàng", [3, 3, 3, 3], [3, 3, 3]],
      ["Thêm cột bên phải", [4, 4, 4], [4, 4, 4]],
      ["Xóa cột", [4, 4, 4], [3, 3, 3]],
      ["Xóa bảng", [3, 3, 3], []],
    ];
    for (const [action, suggested, accepted] of cases) {
      const before = await shape(coordinator);
      for (const key of ["r", "a"] as const) {
        // The word goes with the first column and the first row: it is looked for anew.
        const [first] = await reviewer.locator(".section-text td p, .section-text th p").all();
        await first?.click();
        await andSaved(reviewer, () => menu(reviewer, action));
        await expect.poll(() => shape(coordinator), patience).toEqual(suggested);
        if (key === "a" && action === "Xóa cột") {
          const late = await openLatecomer();
          await expect.poll(() => shape(late), patience).toEqual(suggested);
          expect(await late.locator(".section-text [data-tcdel]").count()).toBe(3);
          await late.close();
        }
        await decideAll(key);
        for (const page of [reviewer, coordinator]) {
          // What is struck has the shape that it has without the record.
          await expect.poll(async () => (await read(page)).isPlain, patience).toBe(true);
          expect(await shape(page)).toEqual(key === "r" ? before : accepted);
        }
      }
    }
  });

  it("[LINE1] [VER8] [VER9] what a suggester splits, restyles and takes back stays its writer's; the difference names the suggester, and restoring there and back is exact", async () => {
    const author = await openLatecomer();
    await author.locator(".section-text").focus();
    await andSaved(author, async () => {
      await author.keyboard.press("Control+End");
      await author.keyboard.press("Enter");
      await author.keyboard.type("Golf dệt thổ cẩm đẹp.");
    });
    const name = (version: string) =>
      commune.coordinator.call("nameVersion", { params: { id: sectionId }, body: { name: version } });
    await name("Bản một");
    const one = await looks(reviewer);
    await selectWords(reviewer, "thổ");
    await reviewer.keyboard.type("vải");
    await selectWords(reviewer, "Golf");
    await reviewer.keyboard.press("Control+b");
    await caretAfter(reviewer, " cẩm");
    await reviewer.keyboard.press("Enter");
    await reviewer.keyboard.press("Control+Alt+3");
    await selectWords(reviewer, "đẹp");
    await reviewer.keyboard.press("Delete");
    await andSaved(reviewer, () => reviewer.keyboard.press("Control+z"));
    await decideAll("a");
    const two = [...one.slice(0, -1), "body: <b>Golf</b> dệt vải cẩm", "dash:  đẹp."];
    for (const page of [reviewer, author]) await expect.poll(() => looks(page), patience).toEqual(two);
    await name("Bản hai");

    await author.getByRole("button", { name: "Ai viết" }).click();
    const writers = () =>
      author.locator(".section-text .author").evaluateAll((pieces) => {
        const [khoi, man] = ["Phạm Minh Khôi", "Vi Thị Mận"].map((writer) =>
          pieces
            .filter((piece) => piece.getAttribute("title")?.startsWith(writer))
            .map((piece) => piece.textContent)
            .join(""),
        );
        return { khoi, man };
      });
    await expect.poll(writers, patience).toEqual({ khoi: "Golf dệt  cẩm đẹp.", man: "vải" });

    await coordinator.goto(`${commune.coordinator.url}/bao-cao/${reportId}/lich-su/${sectionId}`);
    await coordinator.getByRole("button", { name: /^So với hiện tại: .*Bản một/ }).click();
    const difference = coordinator.getByRole("group", { name: "Chỗ khác nhau" });
    const changed = () =>
      difference.locator("[data-change=inserted], [data-change=deleted]").evaluateAll((pieces) =>
        pieces.map((piece) => {
          const copy = piece.cloneNode(true) as HTMLElement;
          for (const spoken of copy.querySelectorAll(".visually-hidden")) spoken.remove();
          return [copy.textContent, piece.getAttribute("title")];
        }),
      );
    await expect.poll(changed, patience).toEqual([
      ["thổ", "Vi Thị Mận bỏ (góp ý, Trần Thị Hà nhận)"],
      ["vải", "Vi Thị Mận thêm (góp ý, Trần Thị Hà nhận)"],
    ]);
    for (const [version, wanted] of [
      ["Bản một", one],
      ["Bản hai", two],
    ] as const) {
      await coordinator.getByRole("button", { name: new RegExp(`^Khôi phục: .*${version}`) }).click();
      await coordinator.getByRole("dialog").getByRole("button", { name: "Khôi phục" }).click();
      for (const page of [reviewer, author]) await expect.poll(() => looks(page), patience).toEqual(wanted);
    }
  });

  it("had no error on any page", () => {
    expect(errors.flat()).toEqual([]);
  });
});
