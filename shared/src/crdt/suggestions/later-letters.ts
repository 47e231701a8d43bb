import * as Y from "yjs";
import type { TextRange } from "../carried-ids.ts";
import { walkFormatted } from "../formatted-letters.ts";
import { RangeSet } from "../range-set.ts";

interface FormattedLetters {
  readonly text: Y.XmlText;
  /** Of the first letter in its text. */
  readonly index: number;
  readonly letters: TextRange;
  readonly format: string;
}

/** @returns letters that are not in `known`, once for each format on them. */
function formattedLetters(root: Y.XmlFragment, known: ReadonlyMap<number, number>): FormattedLetters[] {
  const found: FormattedLetters[] = [];
  const read = (text: Y.XmlText): void => {
    let index = 0;
    const namesOf = (formats: ReadonlyMap<string, unknown>) => [...formats.keys()];
    walkFormatted(text, namesOf, ({ length }, { client, clock }, formats) => {
      const skipped = Math.max(0, (known.get(client) ?? 0) - clock);
      const letters = { client, clock: clock + skipped, length: length - skipped };
      if (skipped < length)
        for (const format of formats) found.push({ text, index: index + skipped, letters, format });
      index += length;
    });
  };
  const walk = (node: unknown): void => {
    if (node instanceof Y.XmlText) read(node);
    else if (node instanceof Y.XmlFragment) node.toArray().forEach(walk);
  };
  walk(root);
  return found;
}

/**
 * Lets an edit leave the look of later letters alone. A format that comes back begins where it began, and what was typed
 * at that very place since stands behind its beginning: somebody's new words would fall into a suggestion that is restored.
 * @param known a state vector: letters beyond it are later ones.
 */
export function keepingLaterLetters(
  root: Y.XmlFragment,
  known: ReadonlyMap<number, number>,
  edit: () => void,
): void {
  const former = Map.groupBy(formattedLetters(root, known), ({ format }) => format);
  const sets = new Map(
    [...former].map(([format, list]) => [format, new RangeSet(list.map(({ letters }) => letters))] as const),
  );
  edit();
  for (const { text, index, letters, format } of formattedLetters(root, known)) {
    const { clock, length } = letters;
    const had = sets.get(format)?.partsOf(letters) ?? [];
    let from = clock;
    for (const kept of [...had, { from: clock + length, to: clock + length }]) {
      if (kept.from > from) text.format(index + from - clock, kept.from - from, { [format]: null });
      from = kept.to;
    }
  }
}
