import type { Block, ParagraphBlock, Run } from "../report-model.ts";
import { isTable } from "./draft-table.ts";
import type { MarkedText } from "./marked-text.ts";
import type { DraftBlock, DraftParagraph } from "./outline-draft.ts";

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
  align: "justify",
  runs: runsOf(paragraph),
});

/** A block of a draft as one of a section's text. */
export const toBlock = (block: DraftBlock): Block =>
  isTable(block)
    ? {
        kind: "table",
        rows: block.rows.map(({ cells }) => ({
          cells: cells.map(({ isHeader, colspan, rowspan, blocks }) => ({
            isHeader,
            colspan,
            rowspan,
            colwidth: null,
            blocks: blocks.map(toParagraph),
          })),
        })),
      }
    : toParagraph(block);
