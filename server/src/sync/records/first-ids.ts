import type { CarriedIds } from "@dongsoan/shared/crdt";
import type { RecordedLetters, StandingRecord, TouchedElement } from "./standing-records.ts";

/** Visits each unit of some letters. @param visit `id` under which it was first written, as "client:clock"; `from` within the letters. */
export function firstIdsOf(
  carried: CarriedIds,
  { client, clock, text }: RecordedLetters,
  visit: (id: string, from: number) => void,
): void {
  let from = 0;
  for (const range of carried.originsOf({ client, clock, length: text.length }))
    for (let i = 0; i < range.length; i += 1, from += 1) visit(`${range.client}:${range.clock + i}`, from);
}

/** @returns first id of a letter, as "client:clock" → the records that lay on it before an update, of those that are wanted. */
export function recordsBefore(
  touched: readonly TouchedElement[],
  isWanted: (record: StandingRecord) => boolean,
  carried: CarriedIds,
): ReadonlyMap<string, readonly string[]> {
  const records = new Map<string, readonly string[]>();
  for (const { before } of touched)
    for (const letters of before.letters) {
      const values = letters.records.filter(isWanted).map(({ value }) => value);
      if (values.length > 0) firstIdsOf(carried, letters, (id) => records.set(id, values));
    }
  return records;
}
