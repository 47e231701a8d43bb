import type * as Y from "yjs";
import type { TextId } from "../carried-ids.ts";
import { walkFormatted } from "../formatted-letters.ts";
import { type RecordMarkValue, recordMarkOf } from "../record-key.ts";
import type { RecordMark } from "../../schema/records.ts";

/** One record that lies on some letters. */
export interface LetterRecord extends RecordMarkValue {
  readonly kind: RecordMark;
  /** Format under which it is stored. */
  readonly key: string;
}

/** Letters with the same records, in one text node. */
export interface SuggestedLetters {
  readonly node: Y.XmlText;
  readonly index: number;
  readonly text: string;
  /** None for letters that nobody suggests anything about. */
  readonly records: readonly LetterRecord[];
}

/** Walks one text node. Writes nothing. */
export function suggestedLetters(node: Y.XmlText): readonly SuggestedLetters[] {
  const letters: { node: Y.XmlText; index: number; text: string; records: readonly LetterRecord[] }[] = [];
  let index = 0;
  walkLetters(node, (text, _id, records) => {
    const last = letters.at(-1);
    if (last && last.records === records) last.text += text;
    else letters.push({ node, index, text, records });
    index += text.length;
  });
  return letters;
}

/**
 * Visits the letters of one text node by their items. Writes nothing.
 * @param visit is told the id of the first letter, and the same list of records while they stay the same.
 */
export function walkLetters(
  node: Y.XmlText,
  visit: (text: string, id: TextId, records: readonly LetterRecord[]) => void,
): void {
  walkFormatted(node, recordsIn, visit, (format) => recordMarkOf(format) !== null);
}

function recordsIn(formats: ReadonlyMap<string, unknown>): readonly LetterRecord[] {
  return [...formats].flatMap(([key, value]) => {
    const kind = recordMarkOf(key);
    return kind === null ? [] : [{ ...(value as RecordMarkValue), kind, key }];
  });
}
