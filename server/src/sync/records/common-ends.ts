import type { RecordedLetters } from "./standing-records.ts";

type Letters = readonly RecordedLetters[];

/** A letter and other people's records on it: what of a text matters here. */
type LookOf = (letters: RecordedLetters) => string;

/**
 * Takes off both ends what reads as it did. By letters and records and not by ids: where letters repeat, the editor may
 * have taken one of two equal neighbours for the other, and moved the record between them.
 */
export function withoutCommonEnds(
  before: Letters,
  after: Letters,
  lookOf: LookOf,
): { before: Letters; after: Letters } {
  const front = commonUnits(before, after, lookOf);
  const [left, right] = [dropFirst(before, front), dropFirst(after, front)];
  const back = commonUnits(left.toReversed(), right.toReversed(), lookOf, true);
  return { before: dropLast(left, back), after: dropLast(right, back) };
}

/** Units that are alike at the beginning of both, or at the end when both are given in reverse. */
function commonUnits(before: Letters, after: Letters, lookOf: LookOf, isReversed = false): number {
  let common = 0;
  let [i, j, usedBefore, usedAfter] = [0, 0, 0, 0];
  for (;;) {
    const [a, b] = [before[i], after[j]];
    if (!a || !b || (a.records !== b.records && lookOf(a) !== lookOf(b))) return common;
    const most = Math.min(a.text.length - usedBefore, b.text.length - usedAfter);
    const length = isReversed
      ? commonEnd(a.text, a.text.length - usedBefore, b.text, b.text.length - usedAfter, most)
      : commonStart(a.text, usedBefore, b.text, usedAfter, most);
    common += length;
    if (length < most) return common;
    usedBefore += length;
    usedAfter += length;
    if (usedBefore === a.text.length) [i, usedBefore] = [i + 1, 0];
    if (usedAfter === b.text.length) [j, usedAfter] = [j + 1, 0];
  }
}

function commonStart(a: string, fromA: number, b: string, fromB: number, most: number): number {
  let length = 0;
  while (length < most && a.charCodeAt(fromA + length) === b.charCodeAt(fromB + length)) length += 1;
  return length;
}

function commonEnd(a: string, toA: number, b: string, toB: number, most: number): number {
  let length = 0;
  while (length < most && a.charCodeAt(toA - 1 - length) === b.charCodeAt(toB - 1 - length)) length += 1;
  return length;
}

function dropFirst(letters: Letters, count: number): Letters {
  let left = count;
  return letters.flatMap((run): Letters => {
    const drop = Math.min(left, run.text.length);
    left -= drop;
    if (drop === run.text.length) return [];
    if (drop === 0) return [run];
    return [{ ...run, clock: run.clock + drop, index: run.index + drop, text: run.text.slice(drop) }];
  });
}

function dropLast(letters: Letters, count: number): Letters {
  let left = count;
  return letters
    .toReversed()
    .flatMap((run): Letters => {
      const drop = Math.min(left, run.text.length);
      left -= drop;
      if (drop === run.text.length) return [];
      return drop === 0 ? [run] : [{ ...run, text: run.text.slice(0, run.text.length - drop) }];
    })
    .toReversed();
}
