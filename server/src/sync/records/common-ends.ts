import type { RecordedLetters } from "./standing-records.ts";

type Letters = readonly RecordedLetters[];

/**
 * Takes off both ends what an edit has left as it was, so that a key in a long paragraph costs what it has touched. An item
 * may have been cut in two meanwhile, so ends are compared by units.
 */
export function withoutCommonEnds(before: Letters, after: Letters): { before: Letters; after: Letters } {
  const front = commonUnits(before, after);
  const [left, right] = [dropFirst(before, front), dropFirst(after, front)];
  const back = commonUnits(left.toReversed(), right.toReversed(), true);
  return { before: dropLast(left, back), after: dropLast(right, back) };
}

const endOf = ({ clock, text }: RecordedLetters): number => clock + text.length;

/** Units with the same ids and records at the beginning of both, or at the end when both are given in reverse. */
function commonUnits(before: Letters, after: Letters, isReversed = false): number {
  let common = 0;
  let [i, j, usedBefore, usedAfter] = [0, 0, 0, 0];
  for (;;) {
    const [a, b] = [before[i], after[j]];
    if (!a || !b || a.client !== b.client || !haveSameRecords(a, b)) return common;
    const isSameUnit = isReversed
      ? endOf(a) - usedBefore === endOf(b) - usedAfter
      : a.clock + usedBefore === b.clock + usedAfter;
    if (!isSameUnit) return common;
    const length = Math.min(a.text.length - usedBefore, b.text.length - usedAfter);
    common += length;
    usedBefore += length;
    usedAfter += length;
    if (usedBefore === a.text.length) [i, usedBefore] = [i + 1, 0];
    if (usedAfter === b.text.length) [j, usedAfter] = [j + 1, 0];
  }
}

const haveSameRecords = (a: RecordedLetters, b: RecordedLetters): boolean =>
  a.records === b.records ||
  (a.records.length === b.records.length && a.records.every(({ value }, i) => value === b.records[i]?.value));

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
