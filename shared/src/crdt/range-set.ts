import type { TextRange } from "./carried-ids.ts";

/** Ids as sorted intervals that do not overlap. */
export class RangeSet {
  readonly #byClient = new Map<number, { readonly from: number; to: number }[]>();
  /** How many different ids. */
  readonly length: number;

  constructor(ranges: readonly TextRange[]) {
    let length = 0;
    for (const { client, clock, length: size } of ranges.toSorted((a, b) => a.clock - b.clock)) {
      const list = this.#byClient.get(client) ?? [];
      this.#byClient.set(client, list);
      const last = list.at(-1);
      const to = clock + size;
      if (last && last.to >= clock) {
        length += Math.max(0, to - last.to);
        last.to = Math.max(last.to, to);
      } else {
        length += size;
        list.push({ from: clock, to });
      }
    }
    this.length = length;
  }

  /** @returns the parts of this range that are in the set, in order, as clocks of its client. */
  partsOf({ client, clock, length }: TextRange): { readonly from: number; readonly to: number }[] {
    const end = clock + length;
    return (this.#byClient.get(client) ?? []).flatMap(({ from, to }) => {
      const start = Math.max(from, clock);
      const until = Math.min(to, end);
      return start < until ? [{ from: start, to: until }] : [];
    });
  }
}
