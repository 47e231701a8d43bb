import { CarriedIds, type CarriedRange, recordKey, type TextId } from "@dongsoan/shared/crdt";
import type { RecordMark } from "@dongsoan/shared/schema";
import { firstIdsOf } from "./first-ids.ts";
import type { RecordedLetters, StandingRecord, TouchedElement } from "./standing-records.ts";

/** A record that the server puts on letters, or takes off them. */
export interface Mend {
  readonly letters: RecordedLetters;
  /** Within the letters. */
  readonly from: number;
  readonly length: number;
  /** Of the format, and its value; null takes it off. */
  readonly key: string;
  readonly value: object | null;
}

/** @param value of a record, as `StandingRecord` has it. */
function formatOf(value: string): { readonly key: string; readonly value: object } {
  const [kind, id, by, add, remove] = JSON.parse(value) as [RecordMark, string, string, string?, string?];
  const record = { id, by, at: "", ...(kind === "fmt" ? { add: add ?? "", remove: remove ?? "" } : {}) };
  return { key: recordKey(kind, record), value: record };
}

export const takingOff = (value: string): Pick<Mend, "key" | "value"> => ({
  ...formatOf(value),
  value: null,
});

export const applyMends = (mends: readonly Mend[]): void => {
  for (const { letters, from, length, key, value } of mends)
    letters.node.format(letters.index + from, length, { [key]: value });
};

/**
 * Letters that were there and have got, or lost, a suggester's own record of an insertion. Honest editors do that too: a
 * record is laid from one letter to another, and somebody's words may have come in between meanwhile; and of two equal
 * letters the editor may have taken the old one for the new.
 */
export function changedInsertion(
  touched: readonly TouchedElement[],
  writer: string,
  isNew: (id: TextId) => boolean,
): readonly Mend[] {
  const insertionOn = ({ records }: RecordedLetters): string | null =>
    records.find(({ by, value }) => by === writer && value.startsWith('["ins"'))?.value ?? null;
  const was = new Map<string, string | null>();
  for (const { before } of touched)
    for (const letters of before.letters) {
      const had = insertionOn(letters);
      eachUnit(letters, (unit) => was.set(unit, had));
    }
  const mends: Mend[] = [];
  for (const { after } of touched)
    for (const letters of after.letters) {
      const has = insertionOn(letters);
      eachUnit(letters, (unit, from) => {
        if (isNew({ client: letters.client, clock: letters.clock + from })) return;
        const had = was.get(unit) ?? null;
        if (has !== null && had === null) add(mends, { letters, from, length: 1, ...takingOff(has) });
        if (has === null && had !== null) add(mends, { letters, from, length: 1, ...formatOf(had) });
      });
    }
  return mends;
}

/**
 * SUG13: letters that were put in again (a split, or a stretch that the editor wrote anew) without a record that they bore:
 * whoever did it may not have seen it yet.
 */
export function lostWithLetters(
  touched: readonly TouchedElement[],
  others: (record: StandingRecord) => boolean,
  known: CarriedIds,
  now: readonly CarriedRange[],
): readonly Mend[] {
  if (now.length === 0) return [];
  const was = new Map<string, readonly string[]>();
  for (const { before } of touched)
    for (const letters of before.letters) {
      const values = letters.records.filter(others).map(({ value }) => value);
      if (values.length > 0) firstIdsOf(known, letters, (id) => was.set(id, values));
    }
  if (was.size === 0) return [];
  const again = new CarriedIds(now);
  const mends: Mend[] = [];
  for (const { after } of touched)
    for (const letters of after.letters) {
      const has = new Set(letters.records.map(({ value }) => value));
      firstIdsOf(again, letters, (id, from) => {
        if (id === `${letters.client}:${letters.clock + from}`) return;
        for (const value of was.get(id) ?? [])
          if (!has.has(value)) add(mends, { letters, from, length: 1, ...formatOf(value) });
      });
    }
  return mends;
}

function eachUnit(
  { client, clock, text }: RecordedLetters,
  visit: (unit: string, from: number) => void,
): void {
  for (let i = 0; i < text.length; i += 1) visit(`${client}:${clock + i}`, i);
}

function add(mends: Mend[], next: Mend): void {
  const last = mends.at(-1);
  const continues =
    last?.letters === next.letters &&
    last.key === next.key &&
    (last.value === null) === (next.value === null) &&
    last.from + last.length === next.from;
  if (continues) mends[mends.length - 1] = { ...last, length: last.length + 1 };
  else mends.push(next);
}
