import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { Block, BlockDifference, UserId } from "@dongsoan/shared/domain";
import {
  CarriedIds,
  type CompareDeps,
  compareTexts,
  contentOf,
  findCarriedText,
  plainBlock,
  RecentlyDeleted,
  seedDocument,
  type TracedBlock,
  traceFragment,
} from "@dongsoan/shared/crdt";
import { randomEdit } from "../kit/random-edit.ts";
import { textFrom } from "../kit/read-difference.ts";
import { Rng } from "../kit/rng.ts";

const words = ["lúa ", "12,5 ha ", "an ninh", "", "đã trồng 95 ha rau màu, ", "26/7/2026 "];
const withoutSpans = (blocks: readonly TracedBlock[]): Block[] =>
  blocks.map(plainBlock).map((block) =>
    block.kind === "paragraph"
      ? block
      : {
          ...block,
          rows: block.rows.map((row) => ({
            cells: row.cells.map((cell) => ({ ...cell, colspan: 1, rowspan: 1, colwidth: null })),
          })),
        },
  );

/** A section that is edited at random by two people; ids are carried as in the server, or not at all. */
function edited(seed: number, editCount: number) {
  const rng = new Rng(seed);
  const doc = new Y.Doc();
  Y.applyUpdate(
    doc,
    seedDocument(
      Array.from({ length: 4 }, (_, i) => ({
        style: "body" as const,
        level: 1,
        text: `Đoạn ${i}: xã gieo trồng được ${90 + i} ha lúa và rau màu.`,
      })),
      7,
    ),
  );
  const carried = new CarriedIds();
  const recent = new RecentlyDeleted();
  doc.on("afterTransaction", (transaction: Y.Transaction) => {
    for (const range of findCarriedText(transaction, carried, recent)) carried.add(range);
  });
  const read = () => traceFragment(contentOf(doc));
  const old = read();
  for (let i = 0; i < editCount; i += 1) {
    doc.clientID = 1 + rng.int(2);
    doc.transact(() => randomEdit(contentOf(doc), rng, rng.pick(words)));
  }
  return { old, now: read(), carried };
}
const people: Pick<CompareDeps, "inserterOf" | "deleterOf"> = {
  inserterOf: ({ client }) => ({ by: `u${client}` as UserId, acceptedBy: null }),
  deleterOf: () => ({ by: "someone" as UserId, acceptedBy: null }),
};
const isUnchanged = (block: BlockDifference): boolean =>
  block.kind === "paragraph"
    ? block.end === "same" &&
      block.former === null &&
      block.pieces.every((piece) => piece.change === "same" && piece.formerMarks === null)
    : block.change === "same" &&
      block.rows.every(
        (row) =>
          row.change === "same" &&
          row.cells.every((cell) => cell.change === "same" && cell.blocks.every(isUnchanged)),
      );

describe("difference of two texts under random edits", () => {
  const seeds = Array.from({ length: 60 }, (_, i) => i + 1);

  it.each(["carried ids", "ids as they are", "no common ids"])(
    "[VER8] both texts can be read out of it, in their order, with %s",
    (how) => {
      for (const seed of seeds) {
        const { old, now, carried } = edited(seed, 3 + (seed % 40));
        const originsOf: CompareDeps["originsOf"] =
          how === "carried ids" ? (range) => carried.originsOf(range) : (range) => [range];
        const before = how === "no common ids" ? renamed(old) : old;
        const difference = compareTexts(before, now, { ...people, originsOf });
        expect(textFrom(difference, "new"), `seed ${seed}`).toEqual(withoutSpans(now));
        expect(textFrom(difference, "old"), `seed ${seed}`).toEqual(withoutSpans(old));
      }
    },
  );

  it("[VER8] a text differs in nothing from itself, nor from the same words under other ids", () => {
    for (const seed of seeds) {
      const { now, carried } = edited(seed, 20);
      const deps = {
        ...people,
        originsOf: (range: Parameters<CompareDeps["originsOf"]>[0]) => carried.originsOf(range),
      };
      expect(compareTexts(now, now, deps).every(isUnchanged), `seed ${seed}`).toBe(true);
      expect(compareTexts(renamed(now), now, deps).every(isUnchanged), `seed ${seed}, renamed`).toBe(true);
    }
  });
});

/** The same text as somebody else would have typed it. */
function renamed(blocks: readonly TracedBlock[]): readonly TracedBlock[] {
  return JSON.parse(JSON.stringify(blocks), (key, value: unknown) =>
    key === "client" ? 1_000_000 + Number(value) : value,
  ) as readonly TracedBlock[];
}
