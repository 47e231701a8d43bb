import type { Block, Revision } from "@dongsoan/shared/domain";
import type { Verdict } from "./read-word.ts";

/** Does what bears this revision go? */
const isGone = (revision: Revision | undefined, verdict: Verdict): boolean =>
  revision?.kind === (verdict === "accept" ? "deletion" : "insertion");

/** Paragraphs as lines, a row of a table as a line of cells, as `decidedText` shows a file; without the marks of lists. */
function textIn(blocks: readonly Block[], verdict: Verdict): string {
  return blocks
    .map((block) => {
      if (block.kind === "paragraph") {
        const letters = block.runs
          .filter((run) => run.kind === "text" && !isGone(run.revision, verdict))
          .map((run) => (run.kind === "text" ? run.text : ""));
        return letters.join("") + (isGone(block.endRevision, verdict) ? "" : "\n");
      }
      return block.rows
        .filter(({ revision }) => !isGone(revision, verdict))
        .map(({ cells }) =>
          cells
            .filter(({ revision }) => !isGone(revision, verdict))
            .map((cell) => `|${textIn(cell.blocks, verdict).trim().replaceAll("\n", "¶")}`)
            .join(""),
        )
        .map((row) => `${row}|\n`)
        .join("");
    })
    .join("");
}

/** The text of blocks, every revision in them decided; empty lines are left out. */
export const decidedBlocks = (blocks: readonly Block[], verdict: Verdict): readonly string[] =>
  textIn(blocks, verdict)
    .split("\n")
    .filter((line) => line.trim() !== "");
