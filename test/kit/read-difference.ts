import {
  type Block,
  type BlockDifference,
  type Change,
  isNew,
  isOld,
  type ParagraphBlock,
  type ParagraphDifference,
  type Run,
} from "@dongsoan/shared/domain";

/** Reads one of the two texts out of their difference. What cells span is not compared. */
export function textFrom(blocks: readonly BlockDifference[], side: "old" | "new"): Block[] {
  const isIn = (change: Change) => (side === "old" ? isOld(change) : isNew(change));
  const out: Block[] = [];
  let open: ParagraphDifference[] = [];
  for (const block of blocks) {
    if (block.kind === "paragraph") {
      open.push(block);
      if (!isIn(block.end)) continue;
      out.push(paragraphFrom(open, block, side, isIn));
      open = [];
    } else if (isIn(block.change))
      out.push({
        kind: "table",
        rows: block.rows
          .filter((row) => isIn(row.change))
          .map((row) => ({
            cells: row.cells
              .filter((cell) => isIn(cell.change))
              .map((cell) => ({
                isHeader: cell.isHeader,
                colspan: 1,
                rowspan: 1,
                colwidth: null,
                blocks: textFrom(cell.blocks, side).filter((b) => b.kind === "paragraph"),
              })),
          })),
      });
  }
  // What is left behind the last end of this side belongs to the other.
  if (open.some(({ pieces }) => pieces.some((piece) => isIn(piece.change))))
    throw new Error("text without the end of its paragraph");
  return out;
}

function paragraphFrom(
  parts: readonly ParagraphDifference[],
  last: ParagraphDifference,
  side: "old" | "new",
  isIn: (change: Change) => boolean,
): ParagraphBlock {
  const look = side === "old" ? (last.former ?? last) : last;
  const runs: Run[] = [];
  for (const { pieces } of parts)
    for (const { change, text, marks, formerMarks } of pieces) {
      if (!isIn(change)) continue;
      const own = side === "old" ? (formerMarks ?? marks) : marks;
      const run: Run =
        text === "\n"
          ? { kind: "break" }
          : {
              kind: "text",
              text,
              bold: own.includes("b"),
              italic: own.includes("i"),
              underline: own.includes("u"),
            };
      const before = runs.at(-1);
      if (
        before?.kind === "text" &&
        run.kind === "text" &&
        before.bold === run.bold &&
        before.italic === run.italic &&
        before.underline === run.underline
      )
        runs[runs.length - 1] = { ...run, text: before.text + run.text };
      else runs.push(run);
    }
  return { kind: "paragraph", style: look.style, level: look.level, align: look.align, runs };
}
