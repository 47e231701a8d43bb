import type { Block, ParagraphBlock, Revision, Run, TableBlock } from "../report-model.ts";

const space: Run = { kind: "text", text: " ", bold: false, italic: false, underline: false };

const isSpaceOf = ({ author }: Revision, run: Run | undefined): boolean =>
  run?.kind === "text" &&
  run.text.trim() === "" &&
  run.revision?.kind === "deletion" &&
  run.revision.author === author;

/**
 * Where somebody parted a paragraph between two words, the space that stood there stands at the end of the first part,
 * where nobody sees it. As a letter that was taken out it would be all that people read of the change.
 */
export const spaceAtEnds = (blocks: readonly Block[]): readonly Block[] =>
  blocks.map((block, i) =>
    block.kind === "table" ? inCells(block) : spaced(block, blocks[i - 1], blocks[i + 1]),
  );

const inCells = (table: TableBlock): TableBlock => ({
  ...table,
  rows: table.rows.map((row) => ({
    ...row,
    cells: row.cells.map(({ blocks, ...cell }) => ({
      ...cell,
      blocks: blocks.map((block, i) => spaced(block, blocks[i - 1], blocks[i + 1])),
    })),
  })),
});

function spaced(
  paragraph: ParagraphBlock,
  before: Block | undefined,
  behind: Block | undefined,
): ParagraphBlock {
  const [start, end] = [putInEnd(before), putInEnd(paragraph)];
  const from = start && isSpaceOf(start, paragraph.runs[0]) ? 1 : 0;
  const runs = paragraph.runs.slice(from);
  if (!end || behind?.kind !== "paragraph") return from === 0 ? paragraph : { ...paragraph, runs };
  const isOwn = isSpaceOf(end, runs.at(-1));
  const isNext = isSpaceOf(end, behind.runs[0]);
  return {
    ...paragraph,
    runs: [...(isOwn ? runs.slice(0, -1) : runs), ...(isOwn || isNext ? [space] : [])],
  };
}

const putInEnd = (block: Block | undefined): Revision | null =>
  block?.kind === "paragraph" && block.endRevision?.kind === "insertion" ? block.endRevision : null;
