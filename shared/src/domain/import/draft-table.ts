import { marked, type MarkedText } from "./marked-text.ts";
import type {
  DraftCell,
  DraftNode,
  DraftParagraph,
  DraftRow,
  DraftTable,
  PartRevision,
} from "./outline-draft.ts";

/** As far as the gate lets a cell reach (GATE9); a word processor has 63 columns. */
export const tableLimits = { columns: 100, rows: 1_000 } as const;

export const isTable = (value: DraftTable | MarkedText): value is DraftTable => "rows" in value;

type Revised = Pick<DraftRow, "revision">;
const stands = ({ revision }: Revised): boolean => revision?.kind !== "deletion";

interface TextRow extends Revised {
  readonly cells: readonly (Revised & { readonly blocks: readonly MarkedText[] })[];
}

/**
 * A table where no table can stand: each row is a line, empty ones none.
 * The bar in front: a number in the first cell is no label of the outline.
 */
export const rowsAsLines = (rows: readonly TextRow[]): readonly string[] =>
  rows
    .filter(stands)
    .map(({ cells }) => cells.filter(stands).map(({ blocks }) => blocks.flatMap(textsOf).join(" ")))
    .filter((texts) => texts.some((text) => text !== ""))
    .map((texts) => `| ${texts.join(" | ")} |`.replace(/\s+/gu, " "));

/** Was all of it taken out? Of such a paragraph or table nothing stands. */
export const isGone = (block: DraftTable | MarkedText): boolean =>
  isTable(block)
    ? !block.rows.some((row) => stands(row) && row.cells.some(stands))
    : block.text === "" && block.revisions !== undefined;

/** Of a paragraph its text, of a table its rows; of what was taken out nothing. */
export const textsOf = (block: DraftTable | MarkedText): readonly string[] => {
  if (isTable(block)) return rowsAsLines(block.rows);
  return isGone(block) ? [] : [block.text];
};

export const bodyOf = ({ text, marks, revisions }: MarkedText): DraftParagraph => ({
  style: "body",
  level: 1,
  ...marked(text, marks, revisions),
});

/** A paragraph of the same look with other text. */
export const withText = ({ style, level, align }: DraftParagraph, line: MarkedText): DraftParagraph => ({
  ...bodyOf(line),
  style,
  level,
  ...(align && { align }),
});

/** @param change what becomes of the paragraphs of one cell. */
export const mapCells = (
  { rows, ...table }: DraftTable,
  change: (blocks: readonly DraftParagraph[]) => readonly DraftParagraph[],
): DraftTable => ({
  ...table,
  rows: rows.map(({ cells, ...row }) => ({
    ...row,
    cells: cells.map((cell) => ({ ...cell, blocks: change(cell.blocks) })),
  })),
});

/** A table without what was put in, or without what was taken out. Null: nothing is left of it. */
export function withoutParts(table: DraftTable, kind: PartRevision["kind"]): DraftTable | null {
  const isLeft = ({ revision }: Revised) => revision?.kind !== kind;
  const rows = table.rows.filter(isLeft).map(({ cells }) => ({
    cells: cells
      .filter(isLeft)
      .map(({ isHeader, colspan, rowspan, blocks }) => ({ isHeader, colspan, rowspan, blocks })),
  }));
  const filled = rows.filter(({ cells }) => cells.length > 0);
  if (filled.length === 0) return null;
  const widths = widthsWithout(table, isLeft);
  return { rows: filled, ...(widths && { widths }) };
}

/** Of the columns that are left, which are as wide together. */
function widthsWithout(table: DraftTable, isLeft: (cell: DraftCell) => boolean): readonly number[] | null {
  const { rows, widths } = table;
  if (!widths) return null;
  const columns = columnsOf(table);
  const left = (rows[0]?.cells ?? []).filter(isLeft).flatMap((cell) => {
    const from = columns.get(cell) ?? 0;
    return widths.slice(from, from + cell.colspan);
  });
  const total = (all: readonly number[]) => all.reduce((sum, width) => sum + width, 0);
  if (left.length === widths.length) return widths;
  return left.map((width) => Math.max(1, Math.round((width * total(widths)) / total(left))));
}

/**
 * Goes through the cells in their order, each with its first column.
 * @returns whether each place of the grid belongs to one cell.
 */
function walkGrid(rows: readonly DraftRow[], visit?: (cell: DraftCell, column: number) => void): boolean {
  /** How many rows the cell in a column goes on for, this one included. */
  let filled = Array.from({ length: columnCount(rows) }, () => 0);
  for (const { cells } of rows) {
    let column = 0;
    for (const cell of cells) {
      while ((filled[column] ?? 0) > 0) column += 1;
      visit?.(cell, column);
      for (let i = 0; i < cell.colspan; i += 1, column += 1) {
        if (filled[column] !== 0) return false;
        filled[column] = cell.rowspan;
      }
    }
    if (filled.includes(0)) return false;
    filled = filled.map((rest) => rest - 1);
  }
  return filled.every((rest) => rest === 0);
}

const columnCount = (rows: readonly DraftRow[]): number =>
  (rows[0]?.cells ?? []).reduce((sum, { colspan }) => sum + colspan, 0);

/** May it stand in a section, with and without its revisions? An editor would mend a grid that is none, for everybody. */
export function isGrid(table: DraftTable): boolean {
  const { rows, widths } = table;
  const columns = columnCount(rows);
  return (
    columns <= tableLimits.columns &&
    rows.length <= tableLimits.rows &&
    (widths === undefined || widths.length === columns) &&
    walkGrid(rows) &&
    (["insertion", "deletion"] as const).every((kind) => walkGrid(withoutParts(table, kind)?.rows ?? []))
  );
}

/** The first column of each cell, of a grid. */
export function columnsOf({ rows }: DraftTable): ReadonlyMap<DraftCell, number> {
  const columns = new Map<DraftCell, number>();
  walkGrid(rows, (cell, column) => columns.set(cell, column));
  return columns;
}

/** Of tables that stand. */
export const countTables = (nodes: readonly DraftNode[]): number =>
  nodes.reduce(
    (sum, { blocks, children }) =>
      sum + blocks.filter((block) => isTable(block) && !isGone(block)).length + countTables(children),
    0,
  );
