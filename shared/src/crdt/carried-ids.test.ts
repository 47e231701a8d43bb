import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CarriedIds, type CarriedRange, packRanges, type TextRange, unpackRanges } from "./index.ts";

const range = (client: number, clock: number, length: number, of: number, at: number): CarriedRange => ({
  client,
  clock,
  length,
  origin: { client: of, clock: at },
});

/** Ranges of few clients that never overlap, in any order, and which of their units stand. */
const carried = fc
  .array(
    fc.record({
      client: fc.constantFrom(1, 2, 4_294_967_295),
      gap: fc.nat(2),
      length: fc.integer({ min: 1, max: 4 }),
      of: fc.constantFrom(7, 8),
      at: fc.nat(60),
    }),
    { maxLength: 60 },
  )
  .chain((parts) => {
    const ends = new Map<number, number>();
    const ranges = parts.map(({ client, gap, length, of, at }) => {
      const clock = (ends.get(client) ?? 0) + gap;
      ends.set(client, clock + length);
      return range(client, clock, length, of, at);
    });
    const shuffled = fc.shuffledSubarray(ranges, { minLength: ranges.length, maxLength: ranges.length });
    return fc.record({ ranges: shuffled, standing: fc.infiniteStream(fc.boolean()) });
  });

const unitsOf = ({ client, clock, length }: TextRange): TextRange[] =>
  Array.from({ length }, (_, i) => ({ client, clock: clock + i, length: 1 }));
const keyOf = ({ client, clock }: TextRange) => `${client}:${clock}`;

describe("ids that were carried, in a small space", () => {
  it("[LINE10] keeps every first id of what stands, and nothing but so much of the rest", () => {
    fc.assert(
      fc.property(carried, fc.nat(8), ({ ranges, standing }, maxGone) => {
        const ids = new CarriedIds(ranges);
        const units = ranges.flatMap(unitsOf).filter(() => standing.next().value);
        const alive = new Set(units.map(keyOf));
        const before = units.map((unit) => ids.originsOf(unit));
        const stands = (some: TextRange) => unitsOf(some).some((unit) => alive.has(keyOf(unit)));
        ids.compact({ stands, maxGone, apart: new Set() });
        expect(units.map((unit) => ids.originsOf(unit))).toEqual(before);
        expect(ids.ranges.filter((some) => !stands(some)).length).toBeLessThanOrEqual(maxGone);
        const again = new CarriedIds(unpackRanges(packRanges(ids.ranges)));
        expect(units.map((unit) => again.originsOf(unit))).toEqual(before);
      }),
    );
  });

  it("[LINE10] lets go first of what went first, and joins what continues each other", () => {
    const ids = new CarriedIds([range(1, 0, 2, 7, 0), range(1, 10, 1, 7, 30), range(1, 2, 3, 7, 2)]);
    const compact = (gone: readonly number[], maxGone = 2) =>
      ids.compact({ stands: ({ clock }) => !gone.includes(clock), maxGone, apart: new Set() });
    compact([10]);
    expect(ids.ranges).toEqual([range(1, 10, 1, 7, 30), range(1, 0, 5, 7, 0)]);
    ids.add(range(1, 20, 1, 8, 0));
    compact([10, 0]);
    expect(ids.ranges.map(({ clock }) => clock)).toEqual([10, 0, 20]);
    compact([10, 0, 20]);
    expect(ids.ranges.map(({ clock }) => clock)).toEqual([0, 20]);
  });

  it("[LINE5] [LINE10] what is not committed stays apart, and can be refused", () => {
    const ids = new CarriedIds([range(1, 0, 2, 7, 0)]);
    const waiting = range(1, 2, 2, 7, 2);
    ids.add(waiting);
    ids.compact({ stands: ({ clock }) => clock === 0, maxGone: 0, apart: new Set([waiting]) });
    expect(ids.ranges).toEqual([range(1, 0, 2, 7, 0), waiting]);
    ids.remove([waiting]);
    expect(ids.ranges).toEqual([range(1, 0, 2, 7, 0)]);
    expect(ids.originsOf({ client: 1, clock: 2, length: 1 })).toEqual([{ client: 1, clock: 2, length: 1 }]);
  });

  it("[LINE6] the stored form is read for ever, and any other is refused", () => {
    const ranges = [
      range(4_000_000_000, 7, 3, 12, 900),
      range(4_000_000_000, 10, 2, 12, 800),
      range(12, 5, 1, 4_000_000_000, 0),
    ];
    const stored = Buffer.from("010280d0acf30e0c0303000701840e02000001e7010101050000", "hex");
    expect(unpackRanges(stored)).toEqual(ranges);
    expect(Buffer.from(packRanges(ranges))).toEqual(stored);
    expect(() => unpackRanges(new Uint8Array([2, 0, 0]))).toThrow("unknown form");
    expect(() => unpackRanges(stored.subarray(0, 12))).toThrow();
  });
});
