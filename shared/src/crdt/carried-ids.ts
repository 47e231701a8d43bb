import { firstThatReaches, partsWithin } from "./sorted-ranges.ts";

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

/** Part of a range, and whether it is among those that are asked for. */
export interface RangePart extends TextRange {
  readonly isIn: boolean;
}

/** Cuts a range into parts, in order. */
export type CutRange = (range: TextRange) => readonly RangePart[];

/** Is this unit one of the range's? */
export const hasUnit = (range: TextRange, { client, clock }: TextId): boolean =>
  range.client === client && range.clock <= clock && clock < range.clock + range.length;

export const lastUnitOf = ({ client, clock, length }: TextRange): TextId => ({
  client,
  clock: clock + length - 1,
});

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
    list.splice(firstThatReaches(list, range.clock), 0, range);
    this.#ranges.push(range);
  }

  /** Forgets the very ranges that were added: their update was refused after all. */
  remove(ranges: Iterable<CarriedRange>): void {
    for (const range of ranges) {
      const list = this.#byClient.get(range.client) ?? [];
      const at = firstThatReaches(list, range.clock);
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
  originsOf(asked: TextRange): TextRange[] {
    const { client, clock, length } = asked;
    const origins: TextRange[] = [];
    let at = clock;
    const addOwn = (to: number) => {
      if (to > at) origins.push({ client, clock: at, length: to - at });
    };
    for (const { range, from, to } of partsWithin(this.#byClient.get(client) ?? [], asked)) {
      addOwn(from);
      const { origin } = range;
      origins.push({ client: origin.client, clock: origin.clock + from - range.clock, length: to - from });
      at = to;
    }
    addOwn(clock + length);
    return origins;
  }
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
