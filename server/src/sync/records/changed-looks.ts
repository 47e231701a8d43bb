import {
  type FormerParagraphs,
  namesIn,
  type ReadLetters,
  readLook,
  recordKey,
  recordMarkOf,
  type RecordMarkValue,
  type Run,
  type TextWithout,
} from "@dongsoan/shared/crdt";
import { maxRepairs, type Mend } from "./mends.ts";
import type { TouchedElement } from "./standing-records.ts";

/** Units of a paragraph as it reads that look otherwise than they did. */
interface LookChange {
  readonly from: number;
  readonly to: number;
  /** Marks that were there, and are not. */
  readonly lost: readonly string[];
  readonly gained: readonly string[];
}

/**
 * A suggested look and another that somebody gave the same letters meanwhile (SUG12): the record says what was so when its
 * writer looked, and where Yjs ends the one it may end the other. What stands looks as it did, and the record is taken off
 * where it would change nothing.
 * @param looks marks that the writer's records name. Any other is changed without a record, and not mended.
 * @returns null where it is in more places than are mended.
 */
export function changedLooks(
  former: FormerParagraphs,
  text: TextWithout,
  writer: string,
  looks: ReadonlySet<string>,
): readonly Mend[] | null {
  if (looks.size === 0) return [];
  const mends: Mend[] = [];
  let count = 0;
  for (const [paragraph, before] of former) {
    const changes = lookChanges(before.runs, text.paragraph(paragraph)?.runs ?? []).filter(
      ({ lost, gained }) => [...lost, ...gained].every((mark) => looks.has(mark)),
    );
    if (changes.length === 0) continue;
    if ((count += changes.length) > maxRepairs) return null;
    text.walk(paragraph, (letters) => {
      const missing = missingLooks(letters, writer);
      if (missing) mends.push(() => letters.node.format(letters.index, letters.length, missing));
      for (const change of changes) {
        const from = Math.max(change.from, letters.at);
        const to = Math.min(change.to, letters.at + letters.length);
        if (from >= to) continue;
        const index = letters.index + from - letters.at;
        const formats = formatsOf(letters, change, writer);
        mends.push(() => letters.node.format(index, to - from, formats));
      }
    });
  }
  return mends;
}

/** Marks that a person's records on letters name, before an update or after it. */
export function recordedLooks(touched: readonly TouchedElement[], writer: string): ReadonlySet<string> {
  const looks = new Set<string>();
  for (const { before, after } of touched)
    for (const { records } of [...before.letters, ...after.letters])
      for (const { by, value } of records) {
        if (by !== writer || !value.startsWith('["fmt"')) continue;
        const [, , , add, remove] = JSON.parse(value) as readonly string[];
        for (const mark of [...namesIn(add), ...namesIn(remove)]) looks.add(mark);
      }
  return looks;
}

/** @returns nothing where more than looks was changed. */
function lookChanges(before: readonly Run[], after: readonly Run[]): readonly LookChange[] {
  const changes: LookChange[] = [];
  let [i, j, from, leftBefore, leftAfter] = [0, 0, 0, before[0]?.[1] ?? "", after[0]?.[1] ?? ""];
  while (leftBefore !== "" && leftAfter !== "") {
    const length = Math.min(leftBefore.length, leftAfter.length);
    if (leftBefore.slice(0, length) !== leftAfter.slice(0, length)) return [];
    const [was, is] = [before[i]?.[0] ?? "", after[j]?.[0] ?? ""];
    if (was !== is) {
      const change = lookChange(was, is);
      if (!change) return [];
      changes.push({ from, to: from + length, ...change });
    }
    from += length;
    leftBefore = leftBefore.slice(length);
    leftAfter = leftAfter.slice(length);
    if (leftBefore === "") leftBefore = before[++i]?.[1] ?? "";
    if (leftAfter === "") leftAfter = after[++j]?.[1] ?? "";
  }
  return leftBefore === "" && leftAfter === "" ? changes : [];
}

/** @returns null where others' records were changed too. */
function lookChange(was: string, is: string): Pick<LookChange, "lost" | "gained"> | null {
  const [[had, othersHad], [has, othersHave]] = [readLook(was), readLook(is)];
  if (typeof had === "string" || typeof has === "string" || othersHad.join() !== othersHave.join())
    return null;
  return {
    lost: had.filter((mark) => !has.includes(mark)),
    gained: has.filter((mark) => !had.includes(mark)),
  };
}

/** @returns marks that the writer's records say are suggested here, and that another's end has cut short. */
function missingLooks({ formats }: ReadLetters, writer: string): Record<string, object> | null {
  const missing = [...formats].flatMap(([key, value]) => {
    const record = value as RecordMarkValue;
    if (recordMarkOf(key) !== "fmt" || record.by !== writer) return [];
    return namesIn(record.add).filter((mark) => !formats.has(mark));
  });
  return missing.length > 0 ? Object.fromEntries(missing.map((mark) => [mark, {}])) : null;
}

function formatsOf(
  { formats }: ReadLetters,
  { lost, gained }: LookChange,
  writer: string,
): Record<string, object | null> {
  const mended: Record<string, object | null> = {};
  for (const mark of lost) mended[mark] = {};
  for (const mark of gained) mended[mark] = null;
  const settled = (list: string | undefined) =>
    namesIn(list)
      .filter((mark) => !lost.includes(mark) && !gained.includes(mark))
      .join();
  for (const [key, value] of formats) {
    const record = value as RecordMarkValue;
    if (recordMarkOf(key) !== "fmt" || record.by !== writer) continue;
    const left = { ...record, add: settled(record.add), remove: settled(record.remove) };
    if (left.add === record.add && left.remove === record.remove) continue;
    mended[key] = null;
    if (left.add + left.remove !== "") mended[recordKey("fmt", left)] = left;
  }
  return mended;
}
