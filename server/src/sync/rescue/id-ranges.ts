import {
  type CarriedIds,
  type CarriedRange,
  partsWithin,
  type RangePart,
  type TextRange,
} from "@dongsoan/shared/crdt";
import { continuedText } from "./continued-text.ts";

/** The form of a Yjs delete set. */
export interface DeleteSet {
  readonly clients: ReadonlyMap<number, readonly { readonly clock: number; readonly len: number }[]>;
}

/** A delete set that can be asked quickly, in whatever order its bytes were. */
export class IdRanges {
  readonly #byClient = new Map<number, { readonly clock: number; length: number }[]>();

  constructor({ clients }: DeleteSet) {
    for (const [client, ranges] of clients) {
      const list: { clock: number; length: number }[] = [];
      for (const { clock, len } of ranges.toSorted((a, b) => a.clock - b.clock)) {
        const last = list.at(-1);
        if (last && clock <= last.clock + last.length)
          last.length = Math.max(last.length, clock + len - last.clock);
        else list.push({ clock, length: len });
      }
      this.#byClient.set(client, list);
    }
  }

  static of(ranges: readonly TextRange[]): IdRanges {
    const clients = new Map<number, { clock: number; len: number }[]>();
    for (const { client, clock, length } of ranges) {
      const list = clients.get(client) ?? [];
      clients.set(client, list);
      list.push({ clock, len: length });
    }
    return new IdRanges({ clients });
  }

  get ranges(): readonly TextRange[] {
    return [...this.#byClient].flatMap(([client, list]) => list.map((one) => ({ client, ...one })));
  }

  /** Cuts a range into the parts that are in here and those that are not, in order. */
  cut(range: TextRange): RangePart[] {
    const { client, clock, length } = range;
    const parts: (TextRange & { isIn: boolean })[] = [];
    let at = clock;
    const add = (to: number, isIn: boolean) => {
      if (to > at) parts.push({ client, clock: at, length: to - at, isIn });
      at = to;
    };
    for (const { from, to } of partsWithin(this.#byClient.get(client) ?? [], range)) {
      add(from, false);
      add(to, true);
    }
    add(clock + length, false);
    return parts;
  }

  has(client: number, clock: number): boolean {
    return this.cut({ client, clock, length: 1 })[0]?.isIn ?? false;
  }
}

/** What text was first called. */
export const firstIdsOf = ({ origin, length }: CarriedRange): TextRange => ({ ...origin, length });

/** Cuts a range into the parts that were first called something in here and those that were not, in order. */
export const cutByOrigin = (
  { origin, ...range }: CarriedRange,
  origins: IdRanges,
): readonly (CarriedRange & RangePart)[] =>
  origins.cut({ ...origin, length: range.length }).map(({ isIn, length, ...first }) => ({
    client: range.client,
    clock: range.clock + first.clock - origin.clock,
    length,
    origin: first,
    isIn,
  }));

/** The same of text under the ids that it has now. */
export const cutByFirstIds = (
  range: TextRange,
  carried: CarriedIds,
  origins: IdRanges,
): readonly (CarriedRange & RangePart)[] =>
  continuedText([range], carried.originsOf(range)).flatMap((one) => cutByOrigin(one, origins));
