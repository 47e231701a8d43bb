import {
  type DraftCell,
  type DraftParagraph,
  type DraftRow,
  type DraftTable,
  marked,
  type MarkedText,
  nd30,
  onTakenOut,
  type PartRevision,
} from "@dongsoan/shared/domain";
import type { Element } from "@xmldom/xmldom";
import { childOf, childrenOf, valueOf } from "./word-file.ts";

/** A cell as a word processor stores it: one that reaches over several rows is several, one in each. */
export interface WordCell {
  /** Columns of the stored grid. */
  readonly span: number;
  /** It goes on with the cell above that stands over the same columns. */
  readonly isContinued: boolean;
  readonly blocks: readonly DraftParagraph[];
  readonly revision?: PartRevision | undefined;
}

export interface WordRow {
  readonly revision?: PartRevision | undefined;
  readonly isHeader: boolean;
  /** Columns of the stored grid before the first cell. */
  readonly skipped: number;
  readonly cells: readonly WordCell[];
}

/** More than any grid has; sums of so many are exact. */
const maxSpan = 1_000_000;
const span = (properties: Element | null, name: string, least: number): number =>
  Math.min(Math.max(least, Math.trunc(Number(valueOf(properties, name) ?? least)) || least), maxSpan);

/** @param properties `w:trPr`. */
export const asRow = (
  properties: Element | null,
  cells: readonly WordCell[],
  revision?: PartRevision,
): WordRow => ({
  ...(revision && { revision }),
  isHeader: isOn(childOf(properties, "w:tblHeader")),
  skipped: span(properties, "w:gridBefore", 0),
  cells,
});
const isOn = (toggle: Element | null): boolean =>
  toggle !== null && !["0", "false", "off"].includes(toggle.getAttribute("w:val") ?? "");

/** @param properties `w:tcPr`. */
export const asCell = (
  properties: Element | null,
  blocks: readonly DraftParagraph[],
  revision?: PartRevision,
): WordCell => ({
  ...(revision && { revision }),
  span: span(properties, "w:gridSpan", 1),
  isContinued: childOf(properties, "w:vMerge") !== null && valueOf(properties, "w:vMerge") !== "restart",
  blocks,
});

/** @param grid `w:tblGrid`. Source: ECMA-376 part 1, 17.4.16. */
export const storedWidths = (grid: Element | null): readonly number[] =>
  (grid ? childrenOf(grid) : [])
    .filter(({ nodeName }) => nodeName === "w:gridCol")
    .map((column) => Number(column.getAttribute("w:w")));

/** Rows as if what was revised of them were accepted: cells alone, or rows as well. */
export const acceptedParts = (rows: readonly WordRow[], parts: "cells" | "all"): readonly WordRow[] =>
  rows
    .filter(({ revision }) => parts === "cells" || revision?.kind !== "deletion")
    .map(({ revision, cells, ...row }) => ({
      ...row,
      ...(parts === "cells" && revision && { revision }),
      cells: cells
        .filter((cell) => cell.revision?.kind !== "deletion")
        .map(({ span: columns, isContinued, blocks }) => ({ span: columns, isContinued, blocks })),
    }));

/**
 * A file leaves out what is in neither text: of a row that was taken out the cells of columns that were put in, and the
 * other way round. Here each row has them all, as in the table that it was made of.
 */
export function withAllCells(rows: readonly WordRow[]): readonly WordRow[] {
  const isPlain = rows.every(
    ({ skipped, cells }) => skipped === 0 && cells.every(({ span: columns }) => columns === 1),
  );
  const columns = rows.find(({ revision, cells }) => !revision && cells.some((cell) => cell.revision))?.cells;
  if (!isPlain || !columns) return rows;
  return rows.map((row) => {
    const { revision } = row;
    const lacks = (column: WordCell) => column.revision && column.revision.kind !== revision?.kind;
    const isShort = row.cells.length === columns.filter((column) => !lacks(column)).length;
    if (!revision || !isShort) return row;
    const own = row.cells.values();
    return {
      ...row,
      cells: columns.map((column) =>
        lacks(column) ? { ...column, blocks: [] } : (own.next().value ?? { ...column, blocks: [] }),
      ),
    };
  });
}

type OpenCell = DraftCell & { rowspan: number; blocks: DraftParagraph[] };

/** Letters of a header are bold and in the middle wherever they stand: that is no look of their own. */
const asHeader = (paragraph: DraftParagraph): DraftParagraph => ({
  style: "body",
  level: 1,
  ...onTakenOut(withoutBold(paragraph), withoutBold),
});
const withoutBold = ({ text, marks = "", revisions = [] }: MarkedText): MarkedText =>
  marked(
    text,
    marks.replace(/[1357]/gu, (digit) => String(Number(digit) - 1)),
    revisions.filter(({ kind }) => kind !== "looks"),
  );

const openCell = (
  isHeader: boolean,
  colspan: number,
  { blocks, revision }: Pick<WordCell, "blocks" | "revision">,
): OpenCell => ({
  ...(revision && { revision }),
  isHeader,
  colspan,
  rowspan: 1,
  blocks: isHeader ? blocks.map(asHeader) : [...blocks],
});

const missing = { blocks: [] } as const;

/**
 * A grid of which each place belongs to one cell, whatever the file says: columns are where a cell of some row ends,
 * so that a span of a million may be one; where no cell of a row stands is an empty one. The work follows the number of
 * cells.
 * @param stored widths of the stored grid's columns. Source: ECMA-376 part 1, 17.4.17 (gridSpan), 17.4.84 (vMerge), 17.4.15 (gridBefore).
 */
export function gridOf(rows: readonly WordRow[], stored: readonly number[]): DraftTable {
  const edges = new Set([0]);
  for (const { skipped, cells } of rows) {
    let edge = skipped;
    edges.add(edge);
    for (const cell of cells) edges.add((edge += cell.span));
  }
  const sorted = [...edges].toSorted((a, b) => a - b);
  const columnAt = new Map(sorted.map((edge, column) => [edge, column]));
  const width = edges.size - 1;
  /** Cells that end in the row above, by their first column. */
  let above: ReadonlyMap<number, OpenCell> = new Map();
  const made: DraftRow[] = [];
  for (const { isHeader, skipped, cells, revision } of rows.filter((row) => row.cells.length > 0)) {
    const standing = new Map<number, OpenCell>();
    const own: OpenCell[] = [];
    const add = (from: number, to: number, stored: Pick<WordCell, "blocks" | "revision">) => {
      const cell = openCell(isHeader, to - from, stored);
      own.push(cell);
      standing.set(from, cell);
    };
    const continued: OpenCell[] = [];
    let edge = skipped;
    let from = columnAt.get(edge) ?? 0;
    if (from > 0) add(0, from, missing);
    for (const cell of cells) {
      edge += cell.span;
      const to = columnAt.get(edge) ?? from;
      const over = cell.isContinued ? above.get(from) : undefined;
      if (over?.colspan === to - from) {
        for (const block of cell.blocks) over.blocks.push(block);
        continued.push(over);
        standing.set(from, over);
      } else add(from, to, cell);
      from = to;
    }
    if (from < width) add(from, width, missing);
    // A row without a cell of its own is none.
    if (own.length > 0) {
      for (const cell of continued) cell.rowspan += 1;
      made.push({ ...(revision && { revision }), cells: own });
    }
    above = standing;
  }
  const widths = widthsOf(sorted, stored);
  return { rows: made, ...(widths && { widths }) };
}

const { widthMm, leftMm, rightMm } = nd30.page;
const textPx = ((widthMm - leftMm - rightMm) / 25.4) * 96;

/**
 * Columns as wide as the table had them, brought to the width of the text. None where the file says too little, or what
 * it says makes them all alike.
 */
function widthsOf(edges: readonly number[], stored: readonly number[]): readonly number[] | null {
  const total = stored.reduce((sum, width) => sum + width, 0);
  const isKnown = (edges.at(-1) ?? 0) <= stored.length && stored.every((width) => width > 0);
  if (!isKnown || total > maxSpan) return null;
  const ends = [0];
  for (const width of stored) ends.push((ends.at(-1) ?? 0) + width);
  const end = (edge = 0) => ends[edge] ?? 0;
  const found = edges.slice(1).map((edge, i) => end(edge) - end(edges[i]));
  const usual = end(edges.at(-1)) / found.length;
  if (found.every((width) => Math.abs(width - usual) < usual * alike)) return null;
  return found.map((width) => Math.max(1, Math.round((width / end(edges.at(-1))) * textPx)));
}
/** What a word processor adds or takes when it fits columns to a page. */
const alike = 0.03;

/** Head and foot of a paper stand in tables without lines. A column of a table may be called "Nơi nhận". */
export const isFrame = (rows: readonly WordRow[]): boolean =>
  rows.some(({ cells }) =>
    cells.some(({ blocks }) =>
      blocks.some(
        ({ text }) => frameLine.test(text.trim()) || (cells.length <= 2 && text.trim() === "Nơi nhận"),
      ),
    ),
  );
const frameLine = /^(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI|Nơi nhận\s*:)/u;
