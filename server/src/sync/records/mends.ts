import { CarriedIds, type CarriedRange, recordKey, type TextId } from "@dongsoan/shared/crdt";
import type { RecordMark } from "@dongsoan/shared/schema";
import { firstIdsOf, recordsBefore } from "./first-ids.ts";
import type { RecordedLetters, StandingRecord, TouchedElement } from "./standing-records.ts";

/** Part of some letters, and a record that lies, or is to lie, on it. */
export interface Stretch {
  readonly letters: RecordedLetters;
  /** Within the letters. */
  readonly from: number;
  readonly length: number;
  /** As `StandingRecord` has it. */
  readonly value: string;
}

/** One thing that the server sets right. An edit: run it in a transaction. */
export type Mend = () => void;

/** Places that the server mends in one update. Each costs a walk through its paragraph; nobody types in more at a time. */
export const maxRepairs = 200;

type Growing = Omit<Stretch, "length"> & { length: number };

/** Stretches that are found unit by unit: neighbours under one record are one, however many records lie on them. */
export class Stretches {
  readonly #all: Growing[] = [];
  /** The last one of each record. */
  readonly #open = new Map<string, Growing>();

  get all(): readonly Stretch[] {
    return this.#all;
  }

  /** @param from in order within the letters. */
  add(letters: RecordedLetters, from: number, value: string): void {
    const open = this.#open.get(value);
    if (open?.letters === letters && open.from + open.length === from) open.length += 1;
    else {
      const stretch = { letters, from, length: 1, value };
      this.#all.push(stretch);
      this.#open.set(value, stretch);
    }
  }
}

export const takingOff = (stretches: readonly Stretch[]): readonly Mend[] =>
  stretches.map((stretch) => mendOf(stretch, true));
export const puttingBack = (stretches: readonly Stretch[]): readonly Mend[] =>
  stretches.map((stretch) => mendOf(stretch, false));

function mendOf({ letters, from, length, value }: Stretch, isOff: boolean): Mend {
  const [key, record] = formatOf(value);
  return () => letters.node.format(letters.index + from, length, { [key]: isOff ? null : record });
}

/** @param value of a record, as `StandingRecord` has it. @returns key and value of the format that stores it. */
function formatOf(value: string): readonly [key: string, value: object] {
  const [kind, id, by, add, remove] = JSON.parse(value) as [RecordMark, string, string, string?, string?];
  const record = { id, by, at: "", ...(kind === "fmt" ? { add: add ?? "", remove: remove ?? "" } : {}) };
  return [recordKey(kind, record), record];
}

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
  const covered = new Stretches();
  const bared = new Stretches();
  for (const { after } of touched)
    for (const letters of after.letters) {
      const has = insertionOn(letters);
      eachUnit(letters, (unit, from) => {
        if (isNew({ client: letters.client, clock: letters.clock + from })) return;
        const had = was.get(unit) ?? null;
        if (has !== null && had === null) covered.add(letters, from, has);
        if (has === null && had !== null) bared.add(letters, from, had);
      });
    }
  return [...takingOff(covered.all), ...puttingBack(bared.all)];
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
  const was = recordsBefore(touched, others, known);
  if (was.size === 0) return [];
  const again = new CarriedIds(now);
  const lost = new Stretches();
  for (const { after } of touched)
    for (const letters of after.letters) {
      const has = new Set(letters.records.map(({ value }) => value));
      firstIdsOf(again, letters, (id, from) => {
        if (id === `${letters.client}:${letters.clock + from}`) return;
        for (const value of was.get(id) ?? []) if (!has.has(value)) lost.add(letters, from, value);
      });
    }
  return puttingBack(lost.all);
}

function eachUnit(
  { client, clock, text }: RecordedLetters,
  visit: (unit: string, from: number) => void,
): void {
  for (let i = 0; i < text.length; i += 1) visit(`${client}:${clock + i}`, i);
}
