import type { CarriedIds, TextId } from "@dongsoan/shared/crdt";
import type { RemovedRecords } from "./removed-records.ts";
import { withoutCommonEnds } from "./common-ends.ts";
import type { RecordedLetters, StandingRecord, TouchedElement } from "./standing-records.ts";

/** Letters from which a record must be taken off again. */
export interface Stray {
  readonly letters: RecordedLetters;
  /** Within the letters. */
  readonly from: number;
  readonly length: number;
  readonly value: string;
}

export type StandingVerdict =
  { readonly ok: true; readonly strays: readonly Stray[] } | { readonly ok: false };

interface Writing {
  readonly writer: string;
  readonly carried: CarriedIds;
  readonly removed: RemovedRecords;
  /** Did the update bring this letter? */
  readonly isNew: (id: TextId) => boolean;
}

/**
 * SUG13: other people's records stand, whoever re-creates what they stand on. Letters are matched by their first ids, and
 * where the editor took one of two equal neighbours for the other, by the letter itself.
 */
export function checkStanding(touched: readonly TouchedElement[], writing: Writing): StandingVerdict {
  const others = ({ by }: StandingRecord) => by !== writing.writer;
  const isConcerned = touched.some(({ before, after }) =>
    [before, after].some(
      ({ attributes, letters }) =>
        attributes.some(others) || letters.some(({ records }) => records.some(others)),
    ),
  );
  if (!isConcerned) return { ok: true, strays: [] };
  if (!attributesStand(touched, others, writing.removed)) return { ok: false };
  return lettersStand(touched, others, writing);
}

function attributesStand(
  touched: readonly TouchedElement[],
  others: (record: StandingRecord) => boolean,
  removed: RemovedRecords,
): boolean {
  for (const { before, isGone } of touched)
    if (isGone) for (const { value } of before.attributes.filter(others)) removed.rememberAttribute(value);
  return touched.every(({ before, after, isGone }) => {
    if (isGone) return true;
    const had = new Set(before.attributes.filter(others).map(({ value }) => value));
    const has = new Set(after.attributes.filter(others).map(({ value }) => value));
    const hasLost = [...had].some((value) => !has.has(value));
    return !hasLost && [...has].every((value) => had.has(value) || removed.hadAttribute(value));
  });
}

const keyOf = (client: number, clock: number): string => `${client}:${clock}`;

function lettersStand(
  touched: readonly TouchedElement[],
  others: (record: StandingRecord) => boolean,
  { carried, removed, isNew }: Writing,
): StandingVerdict {
  /** First id of a letter → the records on it before. */
  const was = new Map<string, readonly string[]>();
  const moved = touched.map(({ before, after }) => withoutCommonEnds(before.letters, after.letters));
  for (const { before } of moved)
    for (const letters of before) {
      const values = letters.records.filter(others).map(({ value }) => value);
      if (values.length > 0)
        eachFirstId(carried, letters, letters.text.length, (client, clock) =>
          was.set(keyOf(client, clock), values),
        );
    }
  /** Record and letter → how many letters that stayed have lost it. */
  const lost = new Map<string, number>();
  const gained: Stray[] = [];
  const seen = new Set<string>();
  for (const { after } of moved)
    for (const letters of after) {
      const has = letters.records.filter(others).map(({ value }) => value);
      let offset = 0;
      eachFirstId(carried, letters, letters.text.length, (client, clock) => {
        const key = keyOf(client, clock);
        const had = was.get(key) ?? [];
        seen.add(key);
        const isCarried = client !== letters.client || clock !== letters.clock + offset;
        for (const value of had)
          // A letter that was put in again without its record is like one that was typed anew.
          if (!isCarried && !has.includes(value)) count(lost, value + letters.text.charAt(offset), 1);
        for (const value of has)
          if (!had.includes(value)) addStray(gained, { letters, from: offset, length: 1, value });
        offset += 1;
      });
    }
  for (const { before } of moved)
    for (const letters of before)
      for (const { value } of letters.records.filter(others))
        rememberGone(carried, letters, seen, value, removed);
  const strays = gained.filter(({ letters, from, length, value }) => {
    const text = letters.text.slice(from, from + length);
    if (removed.hadText(value, text)) return false;
    const isShifted = text.split("").every((letter) => (lost.get(value + letter) ?? 0) > 0);
    if (isShifted) for (const letter of text.split("")) count(lost, value + letter, -1);
    return !isShifted;
  });
  const isKept = [...lost.values()].every((n) => n <= 0);
  const areNew = strays.every(({ letters, from }) =>
    isNew({ client: letters.client, clock: letters.clock + from }),
  );
  return isKept && areNew ? { ok: true, strays } : { ok: false };
}

function eachFirstId(
  carried: CarriedIds,
  { client, clock }: TextId,
  length: number,
  visit: (client: number, clock: number) => void,
): void {
  for (const range of carried.originsOf({ client, clock, length }))
    for (let i = 0; i < range.length; i += 1) visit(range.client, range.clock + i);
}

function addStray(strays: Stray[], stray: Stray): void {
  const last = strays.at(-1);
  if (last?.letters === stray.letters && last.value === stray.value && last.from + last.length === stray.from)
    strays[strays.length - 1] = { ...last, length: last.length + 1 };
  else strays.push(stray);
}

const count = (counts: Map<string, number>, key: string, by: number) =>
  counts.set(key, (counts.get(key) ?? 0) + by);

function rememberGone(
  carried: CarriedIds,
  letters: RecordedLetters,
  seen: ReadonlySet<string>,
  value: string,
  removed: RemovedRecords,
): void {
  let gone = "";
  let at = 0;
  eachFirstId(carried, letters, letters.text.length, (client, clock) => {
    if (!seen.has(keyOf(client, clock))) gone += letters.text.charAt(at);
    at += 1;
  });
  if (gone !== "") removed.rememberText(value, gone);
}
