import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { wordHtml, webPage } from "../fixtures/clipboard.ts";
import { AckClient } from "../kit/ack-client.ts";
import { openAs } from "../kit/browser.ts";
import { makeOneSection } from "../kit/one-section.ts";
import { andSaved } from "../kit/save-line.ts";
import { setUpStage } from "../kit/stage.ts";

/** What a text may be made of, as it lies on the server. */
const allowedElements = [
  "bold",
  "hardbreak",
  "italic",
  "paragraph",
  "table",
  "tablecell",
  "tableheader",
  "tablerow",
  "underline",
];
const allowedAttributes = ["align", "colspan", "colwidth", "level", "rowspan", "style"];

const elementsOf = (xml: string) =>
  [...new Set([...xml.matchAll(/<([\w-]+)/g)].map((m) => m[1] ?? ""))].sort();
const attributesOf = (xml: string) =>
  [
    ...new Set(
      [...xml.matchAll(/<[\w-]+((?: [\w-]+="[^"]*")*)/g)].flatMap((m) =>
        [...(m[1] ?? "").matchAll(/ ([\w-]+)=/g)].map((a) => a[1] ?? ""),
      ),
    ),
  ].sort();

describe("what comes from the clipboard", () => {
  const stage = setUpStage();

  const paste = async (copy: (source: Page) => Promise<unknown>) => {
    const { reportId, section } = await makeOneSection(
      stage.commune.coordinator,
      stage.commune.units.economy.id,
    );
    const { page, errors } = await openAs(stage.browser, stage.commune.coordinator, `/bao-cao/${reportId}`);
    await page.locator('[data-save="saved"]').waitFor();
    const source = await page.context().newPage();
    await copy(source);
    await source.close();
    await page.bringToFront();
    const editor = page.locator(".section-text[contenteditable=true]");
    await editor.click();
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Enter");
    await andSaved(page, () => page.keyboard.press("Control+v"));
    const reader = new AckClient(stage.commune.coordinator, section.id);
    await reader.synced;
    const { text } = reader;
    reader.leave();
    expect(errors).toEqual([]);
    return { page, editor, text };
  };
  const looks = (page: Page) =>
    page
      .locator(".section-text p")
      .evaluateAll((paragraphs) =>
        paragraphs.map((p) => [
          p.getAttribute("data-style"),
          p.getAttribute("data-level") ?? "1",
          p.textContent,
        ]),
      );

  it("[PASTE1] from Word: paragraphs, emphasis, lists by their marks and a table; no font, colour or field", async () => {
    const { page, editor, text } = await paste(async (source) => {
      await source.setContent("<p>nguồn</p>");
      // As Word does: the bytes on the clipboard are its own, and no browser has cleaned them.
      await source.evaluate((html) => {
        document.addEventListener("copy", (event) => {
          event.clipboardData?.setData("text/html", html);
          event.clipboardData?.setData("text/plain", "chữ thường");
          event.preventDefault();
        });
      }, wordHtml);
      await source.keyboard.press("Control+a");
      await source.keyboard.press("Control+c");
    });
    expect(elementsOf(text).filter((name) => !allowedElements.includes(name))).toEqual([]);
    expect(attributesOf(text).filter((name) => !allowedAttributes.includes(name))).toEqual([]);
    expect(await looks(page)).toEqual([
      ["body", "1", "Kết quả:"],
      ["body", "1", "KẾT QUẢ XÃ SUỐI NGÀN"],
      ["body", "1", "Thu ngân sách tăng 7,5%."],
      ["dash", "1", "Trồng 12 ha rừng"],
      ["dash", "2", "Bản Mây: 7 ha"],
      ["letter", "1", "Chợ phiên"],
      ["body", "1", "Chỉ tiêu"],
      ["body", "1", "Lúa"],
      ["body", "1", "50.128"],
    ]);
    expect(await editor.locator("strong").allInnerTexts()).toEqual(["KẾT QUẢ XÃ SUỐI NGÀN", "Chỉ tiêu"]);
    expect(await editor.locator("em").allInnerTexts()).toEqual(["tăng"]);
    expect(await editor.locator("u").allInnerTexts()).toEqual(["7,5%"]);
    expect(await editor.locator("td[colspan='2'], th[colspan='2']").count()).toBe(1);
    expect(await editor.locator("p[data-align=center]").allInnerTexts()).toEqual(["KẾT QUẢ XÃ SUỐI NGÀN"]);
    expect(await editor.innerHTML()).not.toMatch(/mso|Mso|color|font-/);
    await page.context().close();
  });

  it("[PASTE1] from a web page: headings as bold text, lists, one table; no script, picture, link or form", async () => {
    const { page, editor, text } = await paste(async (source) => {
      await source.setContent(webPage);
      await source.keyboard.press("Control+a");
      await source.keyboard.press("Control+c");
    });
    expect(elementsOf(text).filter((name) => !allowedElements.includes(name))).toEqual([]);
    expect(attributesOf(text).filter((name) => !allowedAttributes.includes(name))).toEqual([]);
    const pasted = (await looks(page)).slice(1);
    expect(pasted.slice(0, 5)).toEqual([
      ["body", "1", "Ngày hội bản Mây"],
      ["body", "1", "Bà con vui và đông, xem ảnh."],
      ["dash", "1", "Hát then"],
      ["dash", "2", "Đàn tính"],
      ["letter", "1", "Kéo co"],
    ]);
    expect(pasted.slice(5).map(([, , words]) => words)).toEqual(
      expect.arrayContaining(["Đội", "Nam", "Nữ", "Giải"]),
    );
    expect(await editor.locator("table").count()).toBe(1);
    expect(
      await editor
        .locator("img:not(.ProseMirror-separator), a, script, svg, iframe, input, [style*=color], [onclick]")
        .count(),
    ).toBe(0);
    expect(await page.evaluate(() => [Reflect.get(window, "wasRun"), Reflect.get(window, "wasHit")])).toEqual(
      [undefined, undefined],
    );
    await page.context().close();
  });

  describe("the cleaner by itself, in the browser's own parser", () => {
    let page: Page;
    beforeAll(async () => {
      page = await (await stage.browser.newContext()).newPage();
      const path = fileURLToPath(new URL("../../client/src/editor/paste-cleaner.ts", import.meta.url));
      await page.addScriptTag({
        type: "module",
        content: `${stripTypeScriptTypes(readFileSync(path, "utf8"))}\nwindow.cleaner = { cleanPastedHtml, paragraphsFromText };`,
      });
      await page.waitForFunction(() => "cleaner" in window);
    });
    const clean = (html: string) =>
      page.evaluate(
        (given) =>
          (
            window as unknown as { cleaner: { cleanPastedHtml(html: string): string } }
          ).cleaner.cleanPastedHtml(given),
        html,
      );

    it.each([
      [
        "scripts, styles and comments go with what they hold",
        "<style>p{}</style><script>1</script><!-- x --><p>a</p>",
        "<p>a</p>",
      ],
      ["handlers, classes and ids go", '<p id="i" class="c" onclick="x()">a</p>', "<p>a</p>"],
      ["a heading is a bold paragraph", "<h3>Mục</h3>", "<p><strong>Mục</strong></p>"],
      ["a typed dash is a style", "<p>- một ý</p>", '<p data-style="dash">một ý</p>'],
      ["a typed letter is a style", "<p>b) một điểm</p>", '<p data-style="letter">một điểm</p>'],
      [
        "a typed number stays a number: it may be a date or a sum",
        "<p>3. tháng Ba</p>",
        "<p>3. tháng Ba</p>",
      ],
      ["a hard space is a space", "<p>a&nbsp;b</p>", "<p>a b</p>"],
      [
        "bold and italic by style stay, colour and size do not",
        '<p><span style="font-weight:700;color:red;font-size:9px">a</span></p>',
        '<p><span style="font-weight: 700;">a</span></p>',
      ],
      [
        "a block's own boldness does not spread",
        '<p style="font-weight:bold;text-align:right">a</p>',
        '<p data-align="right">a</p>',
      ],
      [
        "levels of a list stop at three",
        "<ul><li>1<ul><li>2<ul><li>3<ul><li>4</li></ul></li></ul></li></ul></li></ul>",
        '<p data-style="dash">1</p><p data-style="dash" data-level="2">2</p><p data-style="dash" data-level="3">3</p><p data-style="dash" data-level="3">4</p>',
      ],
      [
        "what was copied here passes unchanged",
        '<p data-pm-slice="1 1 []" data-style="dash">- a</p>',
        '<p data-pm-slice="1 1 []" data-style="dash">- a</p>',
      ],
    ])("[PASTE1] %s", async (_, html, expected) => {
      expect(await clean(html)).toBe(expected);
    });

    it("[PASTE1] plain text: each line a paragraph, whatever the line ends, composed letters", async () => {
      const paragraphs = await page.evaluate(
        (text) =>
          (
            window as unknown as { cleaner: { paragraphsFromText(text: string): unknown } }
          ).cleaner.paragraphsFromText(text),
        "Tie\u0302\u0301ng Việt\r\n- ý một\ra) điểm\u00a0một\n2. giữ nguyên",
      );
      expect(paragraphs).toEqual([
        { text: "Tiếng Việt", style: "body" },
        { text: "ý một", style: "dash" },
        { text: "điểm một", style: "letter" },
        { text: "2. giữ nguyên", style: "body" },
      ]);
    });
  });
});
