/** Names one UTF-16 unit of text for ever, as Yjs does: who typed it, and as their how-many-eth. */
export interface TextId {
  readonly client: number;
  readonly clock: number;
}

/** Some units of text with neighbouring ids. */
export interface TextRange extends TextId {
  /** At least 1. */
  readonly length: number;
}

/** Text that was deleted and put in again (a paragraph split in two, joined, moved, an undo): under new ids, the same text. */
export interface CarriedRange extends TextRange {
  /** What its first unit was called when it was first written. */
  readonly origin: TextId;
}

/**
 * Which text is the continuation of which. Interval maps, a sorted list for each client; ranges of one client never
 * overlap. Rules LINE1-LINE6 in docs/spec/lineage.md.
 */
export class CarriedIds {
  readonly #byClient = new Map<number, CarriedRange[]>();

  constructor(ranges: Iterable<CarriedRange> = []) {
    for (const range of ranges) this.add(range);
  }

  add(range: CarriedRange): void {
    const list = this.#byClient.get(range.client) ?? [];
    this.#byClient.set(range.client, list);
    list.splice(firstAfter(list, range.clock), 0, range);
  }

  /** Forgets the very ranges that were added: their update was refused after all. */
  remove(ranges: Iterable<CarriedRange>): void {
    for (const range of ranges) {
      const list = this.#byClient.get(range.client);
      const at = list?.indexOf(range) ?? -1;
      if (at >= 0) list?.splice(at, 1);
    }
  }

  /** @returns the ids under which this text was first written, in order; the range itself where it was never carried. */
  originsOf({ client, clock, length }: TextRange): TextRange[] {
    const end = clock + length;
    const list = this.#byClient.get(client) ?? [];
    const origins: TextRange[] = [];
    let at = clock;
    for (let i = Math.max(0, firstAfter(list, clock) - 1); at < end; i += 1) {
      const range = list[i];
      if (!range || range.clock >= end) {
        origins.push({ client, clock: at, length: end - at });
        break;
      }
      if (range.clock + range.length <= at) continue;
      if (range.clock > at) origins.push({ client, clock: at, length: range.clock - at });
      const from = Math.max(at, range.clock);
      at = Math.min(end, range.clock + range.length);
      const offset = from - range.clock;
      origins.push({
        client: range.origin.client,
        clock: range.origin.clock + offset,
        length: at - from,
      });
    }
    return origins;
  }
}

/** Index of the first range that begins after `clock`. */
function firstAfter(list: readonly TextRange[], clock: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.clock ?? 0) <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}
