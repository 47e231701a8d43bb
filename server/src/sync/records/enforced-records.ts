import { CarriedIds, type CarriedRange } from "@dongsoan/shared/crdt";
import { firstIdsOf, recordsBefore } from "./first-ids.ts";
import { type Mend, puttingBack, Stretches, takingOff } from "./mends.ts";
import type { StandingRecord, TouchedElement } from "./standing-records.ts";

/**
 * SUG29: other people's records as they were, wherever what they lay on stands, whatever the update has done to them. What
 * is new in the text has none of them.
 * @param now text of the update that is deleted text again.
 */
export function enforcedRecords(
  touched: readonly TouchedElement[],
  others: (record: StandingRecord) => boolean,
  known: CarriedIds,
  now: readonly CarriedRange[],
): readonly Mend[] {
  const again = new CarriedIds(now);
  const was = recordsBefore(touched, others, known);
  const gained = new Stretches();
  const lost = new Stretches();
  const mends: Mend[] = [];
  for (const { element, before, after, isGone } of touched) {
    for (const letters of after.letters) {
      const has = letters.records.filter(others).map(({ value }) => value);
      let from = 0;
      for (const range of again.originsOf({ ...letters, length: letters.text.length }))
        firstIdsOf(
          known,
          { ...letters, ...range, text: letters.text.slice(from, from + range.length) },
          (id) => {
            const had = was.get(id) ?? [];
            for (const value of has) if (!had.includes(value)) gained.add(letters, from, value);
            for (const value of had) if (!has.includes(value)) lost.add(letters, from, value);
            from += 1;
          },
        );
    }
    if (isGone) continue;
    const [had, has] = [before, after].map(({ attributes }) =>
      attributes.filter(others).map(({ value }) => value),
    );
    for (const value of has ?? [])
      if (!had?.includes(value)) mends.push(() => element.removeAttribute(keyOf(value)));
    for (const value of had ?? [])
      if (!has?.includes(value))
        mends.push(() => element.setAttribute(keyOf(value), value.slice(keyOf(value).length + 1)));
  }
  return [...takingOff(gained.all), ...puttingBack(lost.all), ...mends];
}

/** @param value of a record on an element, as `StandingRecord` has it. */
const keyOf = (value: string): string => value.slice(0, value.indexOf(" "));
