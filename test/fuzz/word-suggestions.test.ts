import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { contentOf, plainBlock, seedBlocks, traceFragment, writeRevisions } from "@dongsoan/shared/crdt";
import {
  type Block,
  must,
  type OutlineDraft,
  type Run,
  toBlocks,
  withoutRevisions,
} from "@dongsoan/shared/domain";
import { readImport } from "../../server/src/adapters/import-text/import-tasks.ts";
import { decidedBlocks } from "../kit/decided-blocks.ts";
import { decidedText, elementsOf, partOf, type Verdict } from "../kit/read-word.ts";
import { filesOf } from "../kit/tracked-word.ts";

const seeds = Array.from({ length: process.env["LONG"] ? 500 : 25 }, (_, i) => i + 1);

const countOf = (file: Uint8Array, name: string): number =>
  elementsOf(partOf(file, "word/document.xml"), name).length;

/** Of the section's paragraphs and rows; without the marks of lists, and with single spaces. */
const words = (lines: readonly string[]): readonly string[] =>
  lines
    .filter((line) => !/^(?:BÁO CÁO$|I\. |\|.*(?:CỘNG HÒA|, ngày|Nơi nhận:))/u.test(line))
    .map((line) => line.replace(/[^|]+/gu, wordsOf))
    .filter((line) => line !== "");
const wordsOf = (text: string): string =>
  text
    .split("¶")
    .map((part) =>
      part
        .replace(/^(?:[-+]|[a-zđ]\))(?: |$)/u, "")
        .replace(/\s+/gu, " ")
        .trim(),
    )
    .filter((part) => part !== "")
    .join("¶");

/** Have all rows of a table as many cells? */
const isEven = (lines: readonly string[]): boolean =>
  new Set(lines.filter((line) => line.startsWith("|")).map((line) => line.split("|").length)).size < 2;

/** What each author put in and took out, in the order of the text; without spaces and the marks of lists. */
function byAuthor(blocks: readonly Block[]): Readonly<Record<string, string>> {
  const made: Record<string, string> = {};
  for (const run of runsIn(blocks)) {
    const letters = run.kind === "text" ? run.text.replace(/^[a-zđ]\) *$|[-+ ]/gu, "") : "";
    if (run.kind !== "text" || !run.revision || letters === "") continue;
    const { kind, author } = run.revision;
    made[`${kind} by ${author}`] = (made[`${kind} by ${author}`] ?? "") + letters;
  }
  return made;
}
const runsIn = (blocks: readonly Block[]): readonly Run[] =>
  blocks.flatMap((block) =>
    block.kind === "paragraph"
      ? block.runs
      : block.rows.flatMap(({ cells }) => cells.flatMap((cell) => runsIn(cell.blocks))),
  );

function seeded(blocks: readonly Block[]): Y.XmlFragment {
  const { recordsOf } = writeRevisions(blocks, () => crypto.randomUUID());
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedBlocks(blocks, 9, recordsOf));
  return contentOf(doc);
}

function draftOf(file: Uint8Array): OutlineDraft {
  const read = readImport(file);
  return must(read.ok ? read.value : null, "draft").draft;
}

describe("a tracked Word file that comes back in", () => {
  it.each(seeds)(
    "[IMP34] has the changes of the text that it was made of, all accepted or rejected they give the same; but beside a table that came or went (seed %i)",
    async (seed) => {
      const { tracked, clean, original, revised } = await filesOf(seed);
      const draft = draftOf(tracked);
      expect(withoutRevisions(draft.nodes)).toEqual(draftOf(clean).nodes);
      const blocks = toBlocks(must(draft.nodes[0], "section").blocks);
      // No paragraphs are joined between which a table stood.
      if (countOf(tracked, "w:tbl") !== countOf(original, "w:tbl")) return;
      const expected = new Map<Verdict, Uint8Array>([
        ["accept", clean],
        ["reject", original],
      ]);
      // What looks cut by a page break has become one paragraph (IMP3); what would leave no grid is read as accepted.
      const isJoined = draft.issues.some(({ code }) => code === "paragraph-joined");
      const isGrid = [...expected].every(([verdict, file]) => isEven(words(decidedText(file, verdict))));
      const shown = (lines: readonly string[]) => {
        const found = words(lines).filter((line) => isGrid || !line.startsWith("|"));
        return isJoined ? found.join("").replaceAll(" ", "") : found;
      };
      for (const [verdict, file] of expected)
        expect([verdict, shown(decidedBlocks(blocks, verdict))]).toEqual([
          verdict,
          shown(decidedText(file, verdict)),
        ]);
      if (isGrid) expect(byAuthor(blocks)).toEqual(byAuthor(revised));
      for (const [verdict, projection] of [
        ["accept", "final"],
        ["reject", "base"],
      ] as const) {
        const made = traceFragment(seeded(blocks), projection).map(plainBlock);
        expect([verdict, words(decidedBlocks(made, verdict))]).toEqual([
          verdict,
          words(decidedBlocks(blocks, verdict)),
        ]);
      }
    },
  );
});
