import type { TextRange } from "@dongsoan/shared/crdt";

/** The form of a Yjs delete set. */
export interface DeleteSet {
  readonly clients: ReadonlyMap<number, readonly { readonly clock: number; readonly len: number }[]>;
}

/** A delete set that can be asked quickly, in whatever order its bytes were. */
export class IdRanges {
  readonly #byClient = new Map<number, { readonly from: number; readonly to: number }[]>();

  constructor({ clients }: DeleteSet) {
    for (const [client, ranges] of clients) {
      const list: { from: number; to: number }[] = [];
      for (const { clock, len } of ranges.toSorted((a, b) => a.clock - b.clock)) {
        const last = list.at(-1);
        if (last && clock <= last.to) last.to = Math.max(last.to, clock + len);
        else list.push({ from: clock, to: clock + len });
      }
      this.#byClient.set(client, list);
    }
  }

  /** Cuts a range into the parts that are in here and those that are not, in order. */
  cut({ client, clock, length }: TextRange): (TextRange & { readonly isIn: boolean })[] {
    const end = clock + length;
    const list = this.#byClient.get(client) ?? [];
    const parts: (TextRange & { isIn: boolean })[] = [];
    let at = clock;
    const add = (to: number, isIn: boolean) => {
      if (to > at) parts.push({ client, clock: at, length: to - at, isIn });
      at = Math.max(at, to);
    };
    for (let i = this.#firstThatReaches(list, clock); at < end; i += 1) {
      const range = list[i];
      if (!range || range.from >= end) break;
      add(range.from, false);
      add(Math.min(end, range.to), true);
    }
    add(end, false);
    return parts;
  }

  has(client: number, clock: number): boolean {
    return this.cut({ client, clock, length: 1 })[0]?.isIn ?? false;
  }

  #firstThatReaches(list: readonly { readonly to: number }[], clock: number): number {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle]?.to ?? 0) <= clock) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
