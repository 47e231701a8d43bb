import { AlignmentType, Document, Header, LineRuleType, Packer, PageNumber, Paragraph, TextRun } from "docx";
import { nd30, type ReportModel } from "@dongsoan/shared/domain";
import { bodyParagraph, bodySpacing, sectionsOf } from "./body.ts";
import { footBlock, headBlock, titleBlock } from "./frame.ts";
import { toComment } from "./revisions.ts";
import { halfPoints, twips, xmlText } from "./units.ts";

const font = { ascii: nd30.fontName, hAnsi: nd30.fontName, cs: nd30.fontName, eastAsia: nd30.fontName };

/** Heading styles by depth: "I." in capitals, "1." bold, "1.1." bold italic, points upright. */
const headingStyle = (depth: number) => ({
  run: { font, size: halfPoints(nd30.bodyPt), bold: depth <= 3, italics: depth === 3, color: "000000" },
  // Not justified: a long title in capitals would be torn apart.
  paragraph: { alignment: AlignmentType.LEFT, indent: { firstLine: twips(nd30.firstLineMm) } },
});

/** Word file by the `docx` package. Names the typeface, embeds none; heading numbers are typed text, as is legal practice. */
export async function renderWord(model: ReportModel): Promise<Uint8Array> {
  const { header } = model;
  const closing = header.closing.map((text, i) =>
    i === header.closing.length - 1 ? `${text.replace(/[\s./]+$/u, "")}./.` : text,
  );
  const { page } = nd30;
  const document = new Document({
    // No person and no machine in the file's properties.
    creator: "Đồng Soạn",
    lastModifiedBy: "Đồng Soạn",
    title: xmlText(`${header.typeName} ${header.subject.replace(/\n/g, " ")}`),
    ...(model.comments ? { comments: { children: model.comments.map(toComment) } } : {}),
    styles: {
      default: {
        document: { run: { font, size: halfPoints(nd30.bodyPt), language: { value: "vi-VN" } } },
        heading1: headingStyle(1),
        heading2: headingStyle(2),
        heading3: headingStyle(3),
        heading4: headingStyle(4),
        heading5: headingStyle(5),
        heading6: headingStyle(6),
      },
      paragraphStyles: [
        {
          id: "NoiDung",
          name: "Noi dung",
          basedOn: "Normal",
          quickFormat: true,
          run: { font, size: halfPoints(nd30.bodyPt) },
          paragraph: {
            alignment: AlignmentType.BOTH,
            indent: { firstLine: twips(nd30.firstLineMm) },
            spacing: bodySpacing,
          },
        },
      ],
    },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: twips(page.widthMm), height: twips(page.heightMm) },
            margin: {
              top: twips(page.topMm),
              bottom: twips(page.bottomMm),
              left: twips(page.leftMm),
              right: twips(page.rightMm),
              header: twips(page.headerMm),
              footer: twips(page.headerMm),
            },
          },
        },
        headers: {
          first: new Header({ children: [new Paragraph({ children: [] })] }),
          default: new Header({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                spacing: { line: 240, lineRule: LineRuleType.AUTO },
                children: [
                  new TextRun({
                    children: [PageNumber.CURRENT],
                    font,
                    size: halfPoints(nd30.pageNumberPt),
                  }),
                ],
              }),
            ],
          }),
        },
        children: [
          headBlock(header),
          ...titleBlock(header),
          ...header.opening.map((text) => bodyParagraph(text)),
          ...sectionsOf(model.sections),
          // The signature never stands alone on a page.
          ...closing.map((text, i) => bodyParagraph(text, i === closing.length - 1)),
          new Paragraph({
            keepNext: true,
            spacing: { after: 120, line: 240, lineRule: LineRuleType.AUTO },
            children: [],
          }),
          footBlock(header),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}
