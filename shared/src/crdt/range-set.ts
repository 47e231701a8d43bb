import type { TextRange } from "./carried-ids.ts";
import { partsWithin } from "./sorted-ranges.ts";

/** Ids as sorted intervals that do not overlap. */
export class RangeSet {
  readonly #byClient = new Map<number, { readonly clock: number; length: number }[]>();
  /** How many different ids. */
  readonly length: number;

  constructor(ranges: readonly TextRange[]) {
    let length = 0;
    for (const { client, clock, length: size } of ranges.toSorted((a, b) => a.clock - b.clock)) {
      const list = this.#byClient.get(client) ?? [];
      this.#byClient.set(client, list);
      const last = list.at(-1);
      if (last && last.clock + last.length >= clock) {
        const more = Math.max(0, clock + size - last.clock - last.length);
        length += more;
        last.length += more;
      } else {
        length += size;
        list.push({ clock, length: size });
      }
    }
    this.length = length;
  }

  /** @returns the parts of this range that are in the set, in order, as clocks of its client. */
  partsOf(range: TextRange): { readonly from: number; readonly to: number }[] {
    const parts = partsWithin(this.#byClient.get(range.client) ?? [], range);
    return Array.from(parts, ({ from, to }) => ({ from, to }));
  }
}
