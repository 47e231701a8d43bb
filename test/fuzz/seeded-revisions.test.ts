import fc from "fast-check";
import { expect, it } from "vitest";
import * as Y from "yjs";
import { contentOf, decideChanges, listChanges, plainBlock, traceFragment } from "@dongsoan/shared/crdt";
import { type Block, must, toBlocks } from "@dongsoan/shared/domain";
import { createReportBody } from "@dongsoan/shared/http-api";
import { seed } from "../../server/src/adapters/text-work/text-tasks.ts";
import { addedItemsAreAllowed } from "../../server/src/sync/schema-check.ts";

const author = fc.constantFrom("An", "Bình", "", "😀", "a\u0000b");
const letters = fc.string({
  unit: fc.constantFrom(..."ab ả1.-\n", "- ", "1. ", "𠮷"),
  minLength: 1,
  maxLength: 6,
});

/** As a client may send it, whatever made it. */
const paragraph = fc
  .record({
    text: fc.string({ unit: fc.constantFrom(..."ab ả1.\n", "𠮷"), maxLength: 8 }),
    cuts: fc.array(
      fc.record({
        kind: fc.constantFrom("insertion", "looks", "deletion", "end-deletion"),
        at: fc.nat(8),
        length: fc.nat(4),
        former: fc.nat(7),
        text: letters,
        author,
      }),
      { maxLength: 6 },
    ),
    ending: fc.option(author, { nil: null }),
    marks: fc.boolean(),
    style: fc.constantFrom("body", "dash", "letter", "number"),
    align: fc.constantFrom("center", "right", undefined),
  })
  .map(({ text, cuts, ending, marks, style, align }) => {
    let free = 0;
    const revisions = cuts
      .toSorted((a, b) => a.at - b.at)
      .flatMap(({ kind, at, length, former, text: gone, author: by }): object[] => {
        if (at > text.length) return [];
        const point = { kind, from: at, to: at, author: by };
        if (kind === "deletion") return [{ ...point, text: gone }];
        if (kind === "end-deletion") return [point];
        const to = Math.min(text.length, at + length);
        if (at < free || to <= at) return [];
        free = to;
        return [{ ...point, to, ...(kind === "looks" && { former }) }];
      });
    const end = { kind: "end-insertion", from: text.length, to: text.length, author: ending };
    return {
      style,
      level: 1,
      text,
      revisions: ending === null ? revisions : [...revisions, end],
      ...(marks && { marks: "1".repeat(text.length) }),
      ...(align && { align }),
    };
  });
const cell = fc
  .array(paragraph, { maxLength: 2 })
  .map((blocks) => ({ isHeader: false, colspan: 1, rowspan: 1, blocks }));
const table = fc.tuple(cell, cell).map(([one, other]) => ({ rows: [{ cells: [one, other] }] }));
const sections = fc.array(fc.oneof({ weight: 4, arbitrary: paragraph }, table), { maxLength: 5 });

const lettersOf = (blocks: readonly Block[]): string =>
  blocks
    .map((block) =>
      block.kind === "paragraph"
        ? block.runs.map((run) => (run.kind === "text" ? run.text : "")).join("")
        : block.rows.map(({ cells }) => cells.map((each) => lettersOf(each.blocks)).join("")).join(""),
    )
    .join("");

it("[SUG31] [GATE9] whatever revisions a report is made with, its text is one that the gate admits and is decided whole", () => {
  fc.assert(
    fc.property(sections, (blocks) => {
      const parsed = createReportBody.shape.sections.safeParse([{ title: "MỤC", blocks, children: [] }]);
      // A revision within a letter.
      if (!parsed.success) return;
      const made = toBlocks(must(parsed.data[0], "section").blocks);
      const { update, suggestions } = seed({ blocks: made, clientId: 7 });
      const doc = new Y.Doc();
      // Its root must be of its kind before anything is in it.
      contentOf(doc);
      let isAllowed = true;
      doc.on("afterTransaction", (transaction) => {
        isAllowed &&= addedItemsAreAllowed(transaction);
      });
      Y.applyUpdate(doc, update);
      expect(isAllowed).toBe(true);
      const changes = listChanges(contentOf(doc));
      const ids = new Set(changes.flatMap((change) => change.ids));
      for (const id of ids) expect(suggestions.map((each) => each.id)).toContain(id);
      for (const [verdict, projection] of [
        ["accept", "final"],
        ["reject", "base"],
      ] as const) {
        const decided = new Y.Doc();
        contentOf(decided);
        decided.on("afterTransaction", (transaction) => {
          isAllowed &&= addedItemsAreAllowed(transaction);
        });
        Y.applyUpdate(decided, update);
        const edit = decideChanges(update, ids, verdict, 9);
        if (edit) Y.applyUpdate(decided, edit);
        expect(listChanges(contentOf(decided))).toEqual([]);
        const shown = (of: Y.Doc, as: "final" | "base") => traceFragment(contentOf(of), as).map(plainBlock);
        expect(lettersOf(shown(decided, "final"))).toBe(lettersOf(shown(doc, projection)));
        expect(contentOf(decided).length).toBeGreaterThan(0);
      }
      expect(isAllowed).toBe(true);
    }),
    { numRuns: Number(process.env["LONG"] ? 20_000 : 500) },
  );
});
