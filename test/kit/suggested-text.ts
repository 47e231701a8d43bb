import type { Page } from "playwright-core";

/** The paragraph that begins like this, with insertions in {+ } and deletions in {- }, as the page shows it. */
export const shownLine = (page: Page, start: string): Promise<string> =>
  page.locator(".section-text").evaluateAll((roots, wanted) => {
    const walk = (node: Node): string => {
      if (node instanceof Text) return node.data;
      if (!(node instanceof Element)) return "";
      if (node.matches(".ProseMirror-separator, .caret")) return "";
      const inside = [...node.childNodes].map(walk).join("");
      if (node.matches("ins[data-record]")) return `{+${inside}}`;
      return node.matches("del[data-record]") ? `{-${inside}}` : inside;
    };
    const line = roots
      .flatMap((root) => [...root.querySelectorAll("p")])
      .find((p) => p.textContent.startsWith(wanted));
    // A remote caret or selection cuts a mark's element in two.
    return line
      ? [...line.childNodes]
          .map(walk)
          .join("")
          .replaceAll(/(?<=\{\+[^{}]*)\}\{\+|(?<=\{-[^{}]*)\}\{-/g, "")
      : "";
  }, start);

/** Selects words by the browser's own selection, over element borders too, and waits until the editor knows. */
export async function selectWords(page: Page, words: string): Promise<void> {
  const text = page.locator(".section-text", { hasText: words });
  await text.focus();
  await text.evaluate((root, wanted) => {
    for (const line of root.querySelectorAll("p")) {
      const start = line.textContent.indexOf(wanted);
      if (start < 0) continue;
      const place = (offset: number): [Node, number] => {
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        let left = offset;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const { length } = node.textContent ?? "";
          if (left <= length && length > 0) return [node, left];
          left -= length;
        }
        return [line, line.childNodes.length];
      };
      const [from, to] = [place(start), place(start + wanted.length)];
      getSelection()?.setBaseAndExtent(...from, ...to);
      document.dispatchEvent(new Event("selectionchange"));
      return;
    }
    throw new Error(`no ${wanted}`);
  }, words);
}

export async function caretAfter(page: Page, words: string): Promise<void> {
  await selectWords(page, words);
  await page.evaluate(() => {
    getSelection()?.collapseToEnd();
    document.dispatchEvent(new Event("selectionchange"));
  });
}

/** Words of each paragraph and cell, without the names that other people's carets bear. */
export const wordsOf = (page: Page): Promise<readonly string[]> =>
  page.locator(".section-text p").evaluateAll((paragraphs) =>
    paragraphs.map((paragraph) => {
      const copy = paragraph.cloneNode(true) as Element;
      for (const caret of copy.querySelectorAll(".caret")) caret.remove();
      return copy.textContent;
    }),
  );
