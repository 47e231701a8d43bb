import {
  AlignmentType,
  HeadingLevel,
  LineRuleType,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from "docx";
import {
  type Block,
  nd30,
  type ParagraphBlock,
  paragraphLabels,
  type Run,
  type SectionModel,
  type TableBlock,
} from "@dongsoan/shared/domain";
import { commentedAll, markedEnd, revisedParagraph, revisedPart, toRevisedRun } from "./revisions.ts";
import { halfPoints, pointTwips, twips, unbroken } from "./units.ts";

/** Sections as real headings with typed labels, and their text. */
const alignments = {
  justify: AlignmentType.BOTH,
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
} as const;
const headings = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
] as const;
const spacing = {
  before: 0,
  after: pointTwips(nd30.paragraphGapPt),
  line: Math.round(240 * nd30.lineSpacing),
  lineRule: LineRuleType.AUTO,
};
const textWidthMm = nd30.page.widthMm - nd30.page.leftMm - nd30.page.rightMm;

const toRuns = (runs: readonly Run[]): ParagraphChild[] =>
  runs.flatMap((run) => toRevisedRun(run, halfPoints(nd30.bodyPt), false));

export const bodyParagraph = (text: string, keepNext = false): Paragraph =>
  new Paragraph({
    style: "NoiDung",
    keepNext,
    children: [new TextRun({ text: unbroken(text), size: halfPoints(nd30.bodyPt) })],
  });

function lookOf({ style, level, align }: Pick<ParagraphBlock, "style" | "level" | "align">) {
  const left = style === "body" || level === 1 ? 0 : twips(6 * (level - 1));
  const isFlat = align === "center" || align === "right";
  return {
    style: "NoiDung",
    alignment: alignments[align],
    indent: isFlat ? { firstLine: 0 } : { left, firstLine: twips(nd30.firstLineMm) },
  };
}

function toParagraph(block: ParagraphBlock, label: string): Paragraph {
  const prefix = label === "" ? [] : [new TextRun({ text: `${label} `, size: halfPoints(nd30.bodyPt) })];
  return new Paragraph({
    ...revisedParagraph(block, lookOf),
    children: [...(block.isLabelInRuns ? [] : prefix), ...toRuns(block.runs)],
  });
}

/** Widths of the columns as dragged in the editor, brought to the width of the text; alike where none was set. */
export function columnTwips(table: TableBlock, width: number): readonly number[] {
  const count = Math.max(1, ...table.rows.map((row) => row.cells.reduce((sum, c) => sum + c.colspan, 0)));
  const dragged: (number | undefined)[] = Array.from({ length: count });
  /** Rows that a cell from above still fills, by column. */
  const filled = Array.from({ length: count }, () => 0);
  for (const { cells } of table.rows) {
    let column = 0;
    for (const cell of cells) {
      while (column < count && (filled[column] ?? 0) > 0) column += 1;
      for (let i = 0; i < cell.colspan && column + i < count; i += 1) {
        const px = cell.colwidth?.[i];
        if (px !== undefined && px > 0) dragged[column + i] ??= px;
        filled[column + i] = cell.rowspan;
      }
      column += cell.colspan;
    }
    for (let i = 0; i < count; i += 1) filled[i] = Math.max(0, (filled[i] ?? 0) - 1);
  }
  const known = dragged.filter((px) => px !== undefined);
  const usual = known.length === 0 ? 1 : known.reduce((sum, px) => sum + px, 0) / known.length;
  const shares = dragged.map((px) => px ?? usual);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => Math.floor((share / total) * width));
}

const toCellParagraph = (block: ParagraphBlock, label: string, isHeader: boolean): Paragraph =>
  new Paragraph({
    ...revisedParagraph(block, ({ align }) => ({
      alignment: isHeader ? AlignmentType.CENTER : alignments[align === "justify" ? "left" : align],
      spacing: { before: 40, after: 40, line: 240, lineRule: LineRuleType.AUTO },
    })),
    children: [
      ...(label === "" || block.isLabelInRuns
        ? []
        : [new TextRun({ text: `${label} `, bold: isHeader, size: halfPoints(nd30.tablePt) })]),
      ...block.runs.flatMap((run) => toRevisedRun(run, halfPoints(nd30.tablePt), isHeader)),
    ],
  });

function toTable(table: TableBlock): Table {
  const columns = columnTwips(table, twips(textWidthMm));
  const width = columns.reduce((sum, each) => sum + each, 0);
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: width, type: WidthType.DXA },
    columnWidths: [...columns],
    // Word's own 1.9 mm would break "STT" in a narrow column.
    margins: { left: twips(1), right: twips(1) },
    rows: table.rows.map(
      (row) =>
        new TableRow({
          cantSplit: true,
          ...revisedPart(row.revision),
          tableHeader: row.cells.length > 0 && row.cells.every((c) => c.isHeader),
          children: row.cells.map((cell) => {
            const labels = paragraphLabels(cell.blocks);
            return new TableCell({
              ...revisedPart(cell.revision),
              columnSpan: cell.colspan,
              rowSpan: cell.rowspan,
              verticalAlign: cell.isHeader ? VerticalAlign.CENTER : VerticalAlign.TOP,
              children: cell.blocks.map((b, i) => toCellParagraph(b, labels[i] ?? "", cell.isHeader)),
            });
          }),
        }),
    ),
  });
}

/** Space below a table, as below a paragraph: Word gives a table none. */
const belowTable = ({ revision }: TableBlock): Paragraph =>
  new Paragraph({
    ...markedEnd(revision),
    spacing: { before: 0, after: 0, line: 120, lineRule: LineRuleType.EXACT },
    children: [],
  });

export function blocksOf(blocks: readonly Block[]): (Paragraph | Table)[] {
  const labels = paragraphLabels(blocks);
  return blocks.flatMap((block, i) => {
    if (block.kind === "table") return block.rows.length === 0 ? [] : [toTable(block), belowTable(block)];
    return block.runs.length === 0 && !block.endRevision ? [] : [toParagraph(block, labels[i] ?? "")];
  });
}

export function sectionsOf(sections: readonly SectionModel[]): (Paragraph | Table)[] {
  return sections.flatMap((section) => {
    const title = section.depth === 1 ? section.title.toUpperCase() : section.title;
    const heading = new Paragraph({
      heading: headings[Math.min(section.depth, headings.length) - 1] ?? HeadingLevel.HEADING_6,
      keepNext: true,
      spacing: { ...spacing, before: pointTwips(6) },
      children: commentedAll(section.commentIds ?? [], [
        new TextRun({ text: unbroken(`${section.label} ${title}`) }),
      ]),
    });
    return [heading, ...blocksOf(section.blocks), ...sectionsOf(section.children)];
  });
}

export { spacing as bodySpacing };
