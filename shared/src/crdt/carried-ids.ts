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

/** What `compact` goes by. */
export interface Compaction {
  /** Does a unit of it stand in the text? */
  readonly stands: (range: TextRange) => boolean;
  /** So many ranges of text that is gone are kept, those that went last. */
  readonly maxGone: number;
  /** Stay as they are, the very objects: their updates may be refused yet. */
  readonly apart: ReadonlySet<CarriedRange>;
}

/**
 * Which text is the continuation of which. Interval maps, a sorted list for each client; ranges of one client never
 * overlap. Rules LINE1-LINE6 and LINE10 in docs/spec/lineage.md.
 */
export class CarriedIds {
  /** As they came; what is known to be gone is before the rest, in the order in which that was seen. */
  #ranges: CarriedRange[] = [];
  #byClient = new Map<number, CarriedRange[]>();

  constructor(ranges: Iterable<CarriedRange> = []) {
    this.#fill([...ranges]);
  }

  /** Made of these in this order, another is the same. */
  get ranges(): readonly CarriedRange[] {
    return this.#ranges;
  }

  #fill(ranges: CarriedRange[]): void {
    this.#ranges = ranges;
    this.#byClient = Map.groupBy(ranges, ({ client }) => client);
    for (const list of this.#byClient.values()) list.sort((a, b) => a.clock - b.clock);
  }

  add(range: CarriedRange): void {
    const list = this.#byClient.get(range.client) ?? [];
    this.#byClient.set(range.client, list);
    list.splice(firstAfter(list, range.clock), 0, range);
    this.#ranges.push(range);
  }

  /** Forgets the very ranges that were added: their update was refused after all. */
  remove(ranges: Iterable<CarriedRange>): void {
    for (const range of ranges) {
      const list = this.#byClient.get(range.client) ?? [];
      const at = firstAfter(list, range.clock) - 1;
      if (list[at] !== range) continue;
      list.splice(at, 1);
      this.#ranges.splice(this.#ranges.lastIndexOf(range), 1);
    }
  }

  /** LINE10: lets go of text that went long ago, and joins what continues each other. No origin of what stands changes. */
  compact({ stands, maxGone, apart }: Compaction): void {
    const gone = new Set(this.#ranges.filter((range) => !apart.has(range) && !stands(range)));
    const standing = [...this.#byClient.values()].flatMap((list) =>
      list.filter((range) => !gone.has(range) && !apart.has(range)),
    );
    const lastGone = joinRanges(gone);
    lastGone.splice(0, lastGone.length - maxGone);
    this.#fill([...lastGone, ...joinRanges(standing), ...apart]);
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

/** @returns the same ranges; one that goes on where the one before it ends, in both ids, is one with it. */
export function joinRanges(ranges: Iterable<CarriedRange>): CarriedRange[] {
  const joined: CarriedRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last && goesOn(last, range) && goesOn({ ...last.origin, length: last.length }, range.origin))
      joined[joined.length - 1] = { ...last, length: last.length + range.length };
    else joined.push(range);
  }
  return joined;
}

const goesOn = (last: TextRange, next: TextId): boolean =>
  last.client === next.client && last.clock + last.length === next.clock;
