import type { Page } from "playwright-core";

/** What the save line said, and when: one entry for each change of its words. */
export interface SaidLine {
  readonly at: number;
  readonly kind: string;
  readonly words: string;
}

/** The widths that every state of the line is looked at: the office screen, a drawer screen, a phone. */
export const lineWidths = [1366, 900, 390] as const;

/** Writes down every word that the line says from the next load of the page on. */
export async function recordSaveLine(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const said: { at: number; kind: string; words: string }[] = [];
    Object.assign(window, { saidLines: said });
    new MutationObserver(() => {
      const line = document.querySelector("[data-save]");
      const kind = line?.getAttribute("data-save");
      const words = line?.querySelector(".save-words")?.textContent ?? "";
      const last = said.at(-1);
      if (kind && (last?.kind !== kind || last.words !== words)) said.push({ at: Date.now(), kind, words });
    }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}

export const saidLines = (page: Page): Promise<readonly SaidLine[]> =>
  page.evaluate(() => (window as unknown as { saidLines: SaidLine[] }).saidLines);

/**
 * A moment in the page's own time. "Saved" from before it says nothing about what is typed after it: wait with
 * `savedSince`.
 */
export const markNow = (page: Page): Promise<number> => page.evaluate(() => Date.now());

/** Waits until the line says that everything is on the server, by an acknowledgement that came after `mark`. */
export async function savedSince(page: Page, mark: number, timeoutMs = 60_000): Promise<void> {
  await page.waitForFunction(
    (since) => Number(document.querySelector<HTMLElement>('[data-save="saved"]')?.dataset["savedAt"]) > since,
    mark,
    { timeout: timeoutMs },
  );
}

/** Does what changes the text, and waits until the server has it: never content with the state of before. */
export async function andSaved(page: Page, change: () => Promise<unknown>): Promise<void> {
  const mark = await markNow(page);
  await change();
  await savedSince(page, mark);
}

/** What of the line can be seen: nothing lies over it, and it is inside the window. */
const seenWords = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const words = document.querySelector(".save-words");
    if (!words) return "no line";
    const { left, right, top, bottom } = words.getBoundingClientRect();
    if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight || right - left < 1)
      return `outside the window: ${[left, right, top, bottom].join(" ")}`;
    const points = [left + 2, (left + right) / 2, right - 2];
    const isCovered = points.some((x) => {
      const found = document.elementFromPoint(x, (top + bottom) / 2);
      return !found || !words.contains(found);
    });
    return isCovered ? `covered: ${words.textContent}` : (words.textContent ?? "");
  });

/** @returns what can be read at each width, in the order of `lineWidths`; the window has its former size afterwards. */
export async function lineAtEveryWidth(page: Page): Promise<readonly string[]> {
  const former = page.viewportSize();
  const seen: string[] = [];
  for (const width of lineWidths) {
    await page.setViewportSize({ width, height: 768 });
    seen.push(await seenWords(page));
  }
  if (former) await page.setViewportSize(former);
  return seen;
}
