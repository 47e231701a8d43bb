import type { CarriedRange, TextRange } from "@dongsoan/shared/crdt";

/** @param origins what the same units were first called, as many of them. @returns which of them continues which. */
export function continuedText(ranges: readonly TextRange[], origins: readonly TextRange[]): CarriedRange[] {
  const carried: CarriedRange[] = [];
  const units = [...origins];
  for (const { client, clock, length } of ranges) {
    let at = clock;
    for (const origin of takeUnits(units, length)) {
      carried.push({
        client,
        clock: at,
        length: origin.length,
        origin: { client: origin.client, clock: origin.clock },
      });
      at += origin.length;
    }
  }
  return carried;
}

/** Takes so many units off the front. */
function takeUnits(units: TextRange[], length: number): TextRange[] {
  const taken: TextRange[] = [];
  let left = length;
  while (left > 0) {
    const range = units.shift();
    if (!range) break;
    const { client, clock } = range;
    const size = Math.min(left, range.length);
    taken.push({ client, clock, length: size });
    if (size < range.length) units.unshift({ client, clock: clock + size, length: range.length - size });
    left -= size;
  }
  return taken;
}
