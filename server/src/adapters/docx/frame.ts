import {
  AlignmentType,
  BorderStyle,
  LineRuleType,
  Paragraph,
  Table,
  TableBorders,
  TableCell,
  TableLayoutType,
  TableRow,
  Tab,
  TabStopType,
  TextRun,
  VerticalAlign,
  WidthType,
} from "docx";
import {
  agencyLines,
  dateLine,
  linesOf,
  listed,
  nd30,
  numberLine,
  type ReportHeader,
} from "@dongsoan/shared/domain";
import { halfPoints, pointTwips, twips, unbroken, xmlText } from "./units.ts";

/** The parts of the paper around the sections: header block, title, recipients, signature. */
const columns = [twips(nd30.headColumnsMm.left), twips(nd30.headColumnsMm.right)] as const;
const noMargins = { top: 0, bottom: 0, left: 0, right: 0 };

interface LineOptions {
  readonly sizePt: number;
  readonly bold?: boolean;
  readonly italics?: boolean;
  readonly beforePt?: number;
  readonly afterPt?: number;
  readonly align?: (typeof AlignmentType)[keyof typeof AlignmentType];
}

export const line = (
  text: string,
  {
    sizePt,
    bold = false,
    italics = false,
    beforePt = 0,
    afterPt = 0,
    align = AlignmentType.CENTER,
  }: LineOptions,
): Paragraph =>
  new Paragraph({
    alignment: align,
    // Always with its rule: without it LibreOffice sets lines over one another.
    spacing: {
      before: pointTwips(beforePt),
      after: pointTwips(afterPt),
      line: 240,
      lineRule: LineRuleType.AUTO,
    },
    children: [new TextRun({ text: xmlText(text), size: halfPoints(sizePt), bold, italics })],
  });

/** A centred rule of a given length: the top border of an empty paragraph, which every program draws alike. */
const rule = (lengthMm: number, insideMm: number): Paragraph =>
  new Paragraph({
    border: { top: { style: BorderStyle.SINGLE, size: 4, space: 1, color: "000000" } },
    indent: { left: twips((insideMm - lengthMm) / 2), right: twips((insideMm - lengthMm) / 2) },
    spacing: { before: 40, after: 0, line: 60, lineRule: LineRuleType.EXACT },
    children: [],
  });

const twoColumns = (
  rows: readonly (readonly [readonly Paragraph[], readonly Paragraph[]])[],
  widths: readonly [number, number] = columns,
): Table =>
  new Table({
    layout: TableLayoutType.FIXED,
    width: { size: widths[0] + widths[1], type: WidthType.DXA },
    columnWidths: [...widths],
    borders: TableBorders.NONE,
    margins: noMargins,
    rows: rows.map(
      (cells) =>
        new TableRow({
          cantSplit: true,
          children: cells.map(
            (children, i) =>
              new TableCell({
                width: { size: widths[i === 0 ? 0 : 1], type: WidthType.DXA },
                margins: noMargins,
                verticalAlign: VerticalAlign.TOP,
                children: children.length > 0 ? [...children] : [new Paragraph({})],
              }),
          ),
        }),
    ),
  });

export function headBlock(header: ReportHeader): Table {
  const { left, right } = nd30.headColumnsMm;
  return twoColumns([
    [
      [
        ...agencyLines(header.parentAgency).map((t) => line(t.toUpperCase(), { sizePt: nd30.agencyPt })),
        ...agencyLines(header.agency).map((t) =>
          line(t.toUpperCase(), { sizePt: nd30.agencyPt, bold: true }),
        ),
        rule(nd30.agencyRuleMm, left),
      ],
      [
        line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", { sizePt: nd30.nationPt, bold: true }),
        line("Độc lập - Tự do - Hạnh phúc", { sizePt: nd30.mottoPt, bold: true }),
        rule(nd30.mottoRuleMm, right),
      ],
    ],
    [
      [line(numberLine(header), { sizePt: nd30.numberPt, beforePt: 6 })],
      [line(dateLine(header), { sizePt: nd30.datePt, italics: true, beforePt: 6 })],
    ],
  ]);
}

export function titleBlock(header: ReportHeader): Paragraph[] {
  const textWidth = nd30.page.widthMm - nd30.page.leftMm - nd30.page.rightMm;
  return [
    line(header.typeName.toUpperCase(), { sizePt: nd30.typePt, bold: true, beforePt: 18 }),
    ...linesOf(header.subject).map((t) => line(t, { sizePt: nd30.subjectPt, bold: true })),
    rule(nd30.subjectRuleMm, textWidth),
    ...addressees(header.addressees),
  ];
}

function addressees(list: readonly string[]): Paragraph[] {
  const [only] = listed(list);
  if (only === undefined) return [];
  if (list.length === 1)
    return [line(`Kính gửi: ${only}`, { sizePt: nd30.bodyPt, beforePt: 12, afterPt: 12 })];
  const left = twips(nd30.addresseesLeftMm);
  const dash = twips(3);
  const colon = twips(kinhGuiMm);
  return [
    new Paragraph({
      indent: { left },
      spacing: { before: pointTwips(12), line: 240, lineRule: LineRuleType.AUTO },
      children: [new TextRun({ text: "Kính gửi:", size: halfPoints(nd30.bodyPt) })],
    }),
    ...listed(list).map(
      (to) =>
        new Paragraph({
          // A long name goes on behind its dash.
          indent: { left: left + colon + dash, hanging: dash },
          tabStops: [{ type: TabStopType.LEFT, position: left + colon + dash }],
          spacing: { line: 240, lineRule: LineRuleType.AUTO },
          children: [
            new TextRun({
              children: ["-", new Tab(), xmlText(to)],
              size: halfPoints(nd30.bodyPt),
            }),
          ],
        }),
    ),
    line("", { sizePt: 6 }),
  ];
}
/** Width of "Kính gửi" at 14 pt: the dashes stand under its colon. */
const kinhGuiMm = 18.6;

export function footBlock(header: ReportHeader): Table {
  const left = AlignmentType.LEFT;
  const recipients = listed(header.recipients).map((to) =>
    line(unbroken(`- ${to}`), {
      sizePt: nd30.recipientsPt,
      align: left,
    }),
  );
  const space = Array.from({ length: 5 }, () => line("", { sizePt: nd30.signaturePt }));
  const half = twips((nd30.page.widthMm - nd30.page.leftMm - nd30.page.rightMm) / 2);
  return twoColumns(
    [
      [
        [
          line("Nơi nhận:", { sizePt: nd30.recipientsTitlePt, bold: true, italics: true, align: left }),
          ...recipients,
        ],
        [
          ...header.signature.lines.map((t) =>
            line(t.toUpperCase(), { sizePt: nd30.signaturePt, bold: true }),
          ),
          ...space,
          line(header.signature.name, { sizePt: nd30.signaturePt, bold: true }),
        ],
      ],
    ],
    [half, half],
  );
}
