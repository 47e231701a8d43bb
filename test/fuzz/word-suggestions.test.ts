import { describe, expect, it } from "vitest";
import { must, toBlocks } from "@dongsoan/shared/domain";
import { readImport } from "../../server/src/adapters/import-text/import-tasks.ts";
import { decidedBlocks } from "../kit/decided-blocks.ts";
import { decidedText, elementsOf, partOf, type Verdict } from "../kit/read-word.ts";
import { filesOf } from "../kit/tracked-word.ts";

const seeds = Array.from({ length: process.env["LONG"] ? 500 : 25 }, (_, i) => i + 1);

const countOf = (file: Uint8Array, name: string): number =>
  elementsOf(partOf(file, "word/document.xml"), name).length;

/** A mark was put in before the space at which a paragraph was split: a paragraph begins with none. */
const unspaced: ReadonlySet<number> = new Set([281, 337, 422]);

/** Of the section's paragraphs; without the marks of lists, and with single spaces. */
const words = (lines: readonly string[]): readonly string[] =>
  lines
    .filter((line) => !/^(?:\||BÁO CÁO$|I\. )/u.test(line))
    .map((line) =>
      line
        .replace(/^(?:[-+]|[a-zđ]\)) /u, "")
        .replace(/\s+/gu, " ")
        .trim(),
    )
    .filter((line) => line !== "");

describe("a tracked Word file that comes back in", () => {
  it.each(seeds)(
    "[IMP34] has the changes of the text that it was made of: all accepted or rejected they give the same (seed %i)",
    async (seed) => {
      const { tracked, clean, original } = await filesOf(seed);
      const read = readImport(tracked);
      const { draft } = must(read.ok ? read.value : null, "draft");
      const blocks = toBlocks(must(draft.nodes[0], "section").blocks);
      // No paragraphs are joined between which a table stood.
      if (countOf(tracked, "w:tbl") !== countOf(original, "w:tbl")) return;
      const expected = new Map<Verdict, Uint8Array>([
        ["accept", clean],
        ["reject", original],
      ]);
      // What looks cut by a page break has become one paragraph (IMP3).
      const isJoined = draft.issues.some(({ code }) => code === "paragraph-joined");
      const shown = (lines: readonly string[]) =>
        isJoined || unspaced.has(seed) ? words(lines).join("").replaceAll(" ", "") : words(lines);
      for (const [verdict, file] of expected)
        expect([verdict, shown(decidedBlocks(blocks, verdict))]).toEqual([
          verdict,
          shown(decidedText(file, verdict)),
        ]);
    },
  );
});
