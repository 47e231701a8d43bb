import {
  AlignmentType,
  HeadingLevel,
  type IParagraphOptions,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
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

const toRun = (run: Run): TextRun =>
  run.kind === "break"
    ? new TextRun({ break: 1 })
    : new TextRun({
        text: unbroken(run.text),
        bold: run.bold,
        italics: run.italic,
        size: halfPoints(nd30.bodyPt),
        ...(run.underline ? { underline: {} } : {}),
      });

export const bodyParagraph = (text: string, keepNext = false): Paragraph =>
  new Paragraph({
    style: "NoiDung",
    keepNext,
    children: [new TextRun({ text: unbroken(text), size: halfPoints(nd30.bodyPt) })],
  });

function toParagraph(block: ParagraphBlock, label: string): Paragraph {
  const left = block.style === "body" || block.level === 1 ? 0 : twips(6 * (block.level - 1));
  const prefix = label === "" ? [] : [new TextRun({ text: `${label} `, size: halfPoints(nd30.bodyPt) })];
  const options: IParagraphOptions = {
    style: "NoiDung",
    alignment: alignments[block.align],
    children: [...prefix, ...block.runs.map(toRun)],
  };
  const isFlat = block.align === "center" || block.align === "right";
  return new Paragraph({
    ...options,
    indent: isFlat ? { firstLine: 0 } : { left, firstLine: twips(nd30.firstLineMm) },
  });
}

function toTable(table: TableBlock): Table {
  const columnCount = Math.max(
    1,
    ...table.rows.map((row) => row.cells.reduce((sum, c) => sum + c.colspan, 0)),
  );
  const width = twips(textWidthMm);
  const each = Math.floor(width / columnCount);
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: width, type: WidthType.DXA },
    columnWidths: Array.from({ length: columnCount }, () => each),
    rows: table.rows.map(
      (row) =>
        new TableRow({
          cantSplit: true,
          tableHeader: row.cells.length > 0 && row.cells.every((c) => c.isHeader),
          children: row.cells.map(
            (cell) =>
              new TableCell({
                columnSpan: cell.colspan,
                rowSpan: cell.rowspan,
                width: { size: each * cell.colspan, type: WidthType.DXA },
                children: cell.blocks.map(
                  (b) =>
                    new Paragraph({
                      alignment: cell.isHeader
                        ? AlignmentType.CENTER
                        : alignments[b.align === "justify" ? "left" : b.align],
                      spacing: { before: 40, after: 40, line: 240, lineRule: LineRuleType.AUTO },
                      children: b.runs.map((run) =>
                        run.kind === "text"
                          ? new TextRun({
                              text: unbroken(run.text),
                              bold: run.bold || cell.isHeader,
                              italics: run.italic,
                              size: 26,
                            })
                          : new TextRun({ break: 1 }),
                      ),
                    }),
                ),
              }),
          ),
        }),
    ),
  });
}

export function blocksOf(blocks: readonly Block[]): (Paragraph | Table)[] {
  const labels = paragraphLabels(blocks);
  return blocks
    .filter((b) => b.kind === "table" || b.runs.length > 0)
    .map((block) =>
      block.kind === "table" ? toTable(block) : toParagraph(block, labels[blocks.indexOf(block)] ?? ""),
    );
}

export function sectionsOf(sections: readonly SectionModel[]): (Paragraph | Table)[] {
  return sections.flatMap((section) => {
    const title = section.depth === 1 ? section.title.toUpperCase() : section.title;
    const heading = new Paragraph({
      heading: headings[Math.min(section.depth, headings.length) - 1] ?? HeadingLevel.HEADING_6,
      keepNext: true,
      spacing: { ...spacing, before: pointTwips(6) },
      children: [new TextRun({ text: unbroken(`${section.label} ${title}`) })],
    });
    return [heading, ...blocksOf(section.blocks), ...sectionsOf(section.children)];
  });
}

export { spacing as bodySpacing };
