import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block, ParagraphBlock, Run, TableBlock } from "../domain/report-model.ts";
import { readText } from "./read-text.ts";
import { seedBlocks, seedDocument } from "./seed.ts";

const letters = "aăâbcdđeêghiklmnoôơpqrstuưvxy 0123456789,.;%".split("");
const text = fc
  .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(""));
const run: fc.Arbitrary<Run> = fc.oneof(
  fc.record({
    kind: fc.constant("text" as const),
    text,
    bold: fc.boolean(),
    italic: fc.boolean(),
    underline: fc.boolean(),
  }),
  fc.constant({ kind: "break" as const }),
);
const sameMarks = (a: Run | undefined, b: Run): boolean =>
  a?.kind === "text" &&
  b.kind === "text" &&
  a.bold === b.bold &&
  a.italic === b.italic &&
  a.underline === b.underline;
/** As reading gives them: neighbours with the same marks are one run. */
const runs = fc
  .array(run, { maxLength: 6 })
  .map((all) => all.filter((r, i) => !sameMarks(all[i - 1], r)))
  .filter((all) => all.every((r, i) => !sameMarks(all[i - 1], r)));
const paragraph: fc.Arbitrary<ParagraphBlock> = fc.record({
  kind: fc.constant("paragraph" as const),
  style: fc.constantFrom("body" as const, "dash" as const, "letter" as const, "number" as const),
  level: fc.integer({ min: 1, max: 3 }),
  align: fc.constantFrom("justify" as const, "left" as const, "center" as const, "right" as const),
  runs,
});
const cell = fc.record({
  isHeader: fc.boolean(),
  colspan: fc.integer({ min: 1, max: 4 }),
  rowspan: fc.integer({ min: 1, max: 4 }),
  colwidth: fc.option(fc.array(fc.integer({ min: 48, max: 400 }), { minLength: 1, maxLength: 3 })),
  blocks: fc.array(paragraph, { minLength: 1, maxLength: 2 }),
});
const table: fc.Arbitrary<TableBlock> = fc.record({
  kind: fc.constant("table" as const),
  rows: fc.array(fc.record({ cells: fc.array(cell, { minLength: 1, maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
});
const blocks: fc.Arbitrary<Block[]> = fc.array(fc.oneof(paragraph, table), { minLength: 1, maxLength: 6 });

describe("seed of a section", () => {
  it("gives back the very blocks: marks, tables, list levels, alignment, line breaks", () => {
    fc.assert(
      fc.property(blocks, (written) => {
        expect(readText([seedBlocks(written, 7)]).blocks).toEqual(written);
      }),
      { numRuns: 200, seed: 42 },
    );
  });

  it("makes one empty paragraph of nothing, so that two editors never both make the first", () => {
    expect(readText([seedDocument([], 7)]).blocks).toEqual([
      { kind: "paragraph", style: "body", level: 1, align: "justify", runs: [] },
    ]);
  });
});
