import type { CarriedIds } from "@dongsoan/shared/crdt";
import type { RecordedLetters } from "./standing-records.ts";

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
