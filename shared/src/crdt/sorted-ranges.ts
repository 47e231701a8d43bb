/** Neighbouring ids of one client. */
interface Stretch {
  readonly clock: number;
  readonly length: number;
}

/** @param list in order, without overlaps. @returns the index of the first range that ends after `clock`. */
export function firstThatReaches(list: readonly Stretch[], clock: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const range = list[middle];
    if (range && range.clock + range.length <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * @param list in order, without overlaps.
 * @returns the ranges that have a part in a stretch, each with the clocks from which and up to which it has.
 */
export function* partsWithin<Range extends Stretch>(
  list: readonly Range[],
  { clock, length }: Stretch,
): Generator<{ readonly range: Range; readonly from: number; readonly to: number }> {
  const end = clock + length;
  for (let i = firstThatReaches(list, clock); i < list.length; i += 1) {
    const range = list[i];
    if (!range || range.clock >= end) return;
    yield { range, from: Math.max(clock, range.clock), to: Math.min(end, range.clock + range.length) };
  }
}
