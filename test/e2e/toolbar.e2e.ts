import type { Page } from "playwright-core";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openPaper } from "../kit/browser.ts";
import { makeOneSection } from "../kit/one-section.ts";
import { setUpStage } from "../kit/stage.ts";
import { caretAfter, selectWords } from "../kit/suggested-text.ts";

describe("what the toolbar and its keys do, on the screen of who presses and on another's", () => {
  const stage = setUpStage();
  const errors: (readonly string[])[] = [];
  let writer: Page;
  let other: Page;

  const begin = async () => {
    const { coordinator, economy, units } = stage.commune;
    const { reportId } = await makeOneSection(coordinator, units.economy.id);
    writer = await openPaper(stage.browser, economy, reportId, errors);
    other = await openPaper(stage.browser, coordinator, reportId, errors);
    await writer.locator(".section-text[contenteditable=true]").click();
    await writer.keyboard.press("Control+End");
  };
  beforeAll(begin);
  // What is tried again starts with a text of its own, not where it broke off.
  beforeEach(({ task }) => (task.result?.retryCount ? begin() : undefined));

  const tool = (name: string) => writer.getByRole("toolbar").getByRole("button", { name, exact: true });
  /** Each paragraph outside tables: its style and level, how it is aligned, its words with what stresses them. */
  const looks = (page: Page) =>
    page.locator(".section-text > p").evaluateAll((paragraphs) =>
      paragraphs.map((paragraph) => {
        const walk = (node: Node): string => {
          if (node instanceof Text) return node.data;
          if (!(node instanceof Element) || node.matches(".caret")) return "";
          const words = [...node.childNodes].map(walk).join("");
          const name = node.localName;
          return ["em", "u"].includes(name) ? `<${name}>${words}</${name}>` : words;
        };
        const { style, level = "1" } = paragraph.dataset;
        return `${style ?? ""} ${level} ${getComputedStyle(paragraph).textAlign}: ${walk(paragraph)}`;
      }),
    );
  /** Cells of each row, with how many columns and rows each takes. */
  const cells = (page: Page) =>
    page.locator(".section-text table").evaluateAll((tables) =>
      tables.map((table) =>
        [...table.querySelectorAll("tr")].map((row) =>
          [...row.cells].map((cell) => {
            const words = [...cell.querySelectorAll("p")].map((p) => {
              const copy = p.cloneNode(true) as HTMLElement;
              for (const caret of copy.querySelectorAll(".caret")) caret.remove();
              return copy.textContent;
            });
            return `${cell.colSpan}×${cell.rowSpan} ${words.join("/")}`;
          }),
        ),
      ),
    );
  /** What another screen shows is on the server. */
  const expectOnBoth = async <T>(read: (page: Page) => Promise<T>, wanted: T) => {
    for (const page of [writer, other]) await expect.poll(() => read(page)).toEqual(wanted);
  };
  /** A button is drawn anew a frame after the text. */
  const expectPressed = (name: string, isPressed: "true" | "false") =>
    expect.poll(() => tool(name).getAttribute("aria-pressed")).toBe(isPressed);
  const inTableMenu = async (name: string) => {
    await tool("Bảng").click();
    await writer.getByRole("menuitem", { name, exact: true }).click();
  };

  it("[KEY3] words are made italic and underlined, by button and by key, and plain again", async () => {
    const first = (words: string) => [`body 1 justify: ${words}`];
    for (const [name, key, element] of [
      ["In nghiêng", "Control+i", "em"],
      ["Gạch chân", "Control+u", "u"],
    ] as const) {
      await selectWords(writer, "quả");
      await tool(name).click();
      await expectPressed(name, "true");
      await expectOnBoth(looks, first(`Kết <${element}>quả</${element}>:`));
      await writer.keyboard.press(key);
      await expectPressed(name, "false");
      await expectOnBoth(looks, first("Kết quả:"));
      await writer.keyboard.press(key);
      await expectOnBoth(looks, first(`Kết <${element}>quả</${element}>:`));
      await tool(name).click();
      await expectOnBoth(looks, first("Kết quả:"));
    }
  });

  it("[KEY3] a paragraph is aligned in four ways, by button and by key", async () => {
    await caretAfter(writer, "Kết");
    for (const [align, name] of [
      ["center", "Canh giữa"],
      ["right", "Canh phải"],
      ["left", "Canh trái"],
      ["justify", "Canh đều hai lề"],
    ] as const) {
      await tool(name).click();
      await expectOnBoth(looks, [`body 1 ${align}: Kết quả:`]);
      await expectPressed(name, "true");
    }
    for (const [align, key] of [
      ["right", "r"],
      ["center", "e"],
      ["left", "l"],
      ["justify", "j"],
    ] as const) {
      await writer.keyboard.press(`Control+Shift+${key}`);
      await expectOnBoth(looks, [`body 1 ${align}: Kết quả:`]);
    }
  });

  it("[KEY3] an a) list is typed or pressed, and Tab and Shift+Tab take its lines in and out", async () => {
    const list = (...levels: readonly number[]) => [
      "body 1 justify: Kết quả:",
      ...levels.map((level, i) => `letter ${level} justify: ${["thu", "chi", "dư"][i] ?? ""}`),
    ];
    await writer.keyboard.press("End");
    await writer.keyboard.press("Enter");
    await writer.keyboard.type("a) thu");
    await writer.keyboard.press("Enter");
    await writer.keyboard.type("chi");
    await writer.keyboard.press("Tab");
    await expectOnBoth(looks, list(1, 2));
    await writer.keyboard.press("Tab");
    await expectOnBoth(looks, list(1, 3));
    await writer.keyboard.press("Shift+Tab");
    await expectOnBoth(looks, list(1, 2));
    await tool("Ra một cấp").click();
    await expectOnBoth(looks, list(1, 1));
    await tool("Lùi vào một cấp").click();
    await expectOnBoth(looks, list(1, 2));
    // Out of the list, and in again by its button, at the first level.
    await writer.keyboard.press("Enter");
    await writer.keyboard.type("dư");
    await writer.keyboard.press("Shift+Tab");
    await writer.keyboard.press("Shift+Tab");
    await expectOnBoth(looks, [...list(1, 2), "body 1 justify: dư"]);
    await tool("Điểm a)").click();
    await expectOnBoth(looks, list(1, 2, 1));
  });

  it("[TABLE1] [TABLE2] [CARET4] cells are merged with all their words, somebody still writes in one, and split again", async () => {
    await inTableMenu("Chèn bảng");
    await writer.keyboard.type("Thuế");
    await writer.keyboard.press("Tab");
    await writer.keyboard.type("Phí");
    await writer.keyboard.press("Tab");
    await writer.keyboard.type("Cộng");
    const empty = ["1×1 ", "1×1 ", "1×1 "];
    const rest = [empty, empty];
    await expectOnBoth(cells, [[["1×1 Thuế", "1×1 Phí", "1×1 Cộng"], ...rest]]);
    // Over the border between two cells, while somebody writes in the one that goes.
    await caretAfter(other, "Phí");
    await caretAfter(writer, "Thuế");
    await writer.keyboard.press("Shift+ArrowRight");
    await Promise.all([other.keyboard.type(" chợ, phí bến bãi", { delay: 30 }), inTableMenu("Gộp ô")]);
    await expectOnBoth(cells, [[["2×1 Thuế/Phí chợ, phí bến bãi", "1×1 Cộng"], ...rest]]);
    await inTableMenu("Tách ô");
    const split = [[["1×1 Thuế/Phí chợ, phí bến bãi", "1×1 ", "1×1 Cộng"], ...rest]];
    await expectOnBoth(cells, split);
    // The mouse, over two rows.
    const cell = (row: number, column: number) => writer.locator("tr").nth(row).locator("td, th").nth(column);
    await cell(1, 0).hover();
    await writer.mouse.down();
    await cell(2, 1).hover();
    await writer.mouse.up();
    await inTableMenu("Gộp ô");
    await expectOnBoth(cells, [[split[0]?.[0] ?? [], ["2×2 ", "1×1 "], ["1×1 "]]]);
    await writer.reload();
    await writer.locator('[data-save="saved"]').waitFor();
    await expectOnBoth(cells, [[split[0]?.[0] ?? [], ["2×2 ", "1×1 "], ["1×1 "]]]);
  });

  it("had no error on any page", () => expect(errors.flat()).toEqual([]));
});
