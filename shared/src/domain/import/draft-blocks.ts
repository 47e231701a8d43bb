import type { Block, ParagraphBlock, Run, TableBlock } from "../report-model.ts";
import { columnsOf, isTable } from "./draft-table.ts";
import type { MarkedText } from "./marked-text.ts";
import type { DraftBlock, DraftParagraph, DraftTable } from "./outline-draft.ts";

/** Letters that look alike together. */
export function runsOf({ text, marks = "0".repeat(text.length) }: MarkedText): readonly Run[] {
  return [...marks.matchAll(/(\d)\1*/gu)].map(({ index, 0: same, 1: digit }) => {
    const looks = Number(digit);
    return {
      kind: "text",
      text: text.slice(index, index + same.length),
      bold: (looks & 1) > 0,
      italic: (looks & 2) > 0,
      underline: (looks & 4) > 0,
    };
  });
}

const toParagraph = (paragraph: DraftParagraph): ParagraphBlock => ({
  kind: "paragraph",
  style: paragraph.style,
  level: paragraph.level,
  align: paragraph.align ?? "justify",
  runs: runsOf(paragraph),
});

function toTable(table: DraftTable): TableBlock {
  const { rows, widths } = table;
  const columns = columnsOf(table);
  return {
    kind: "table",
    rows: rows.map(({ cells }) => ({
      cells: cells.map((cell) => {
        const { isHeader, colspan, rowspan, blocks } = cell;
        const from = columns.get(cell) ?? 0;
        return {
          isHeader,
          colspan,
          rowspan,
          colwidth: widths?.slice(from, from + colspan) ?? null,
          blocks: blocks.map(toParagraph),
        };
      }),
    })),
  };
}

/** A block of a draft as one of a section's text. */
export const toBlock = (block: DraftBlock): Block => (isTable(block) ? toTable(block) : toParagraph(block));
