import { strToU8, zipSync } from "fflate";

const namespaces =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"';
export type WordParts = Readonly<Partial<Record<"numbering" | "styles" | "comments" | "header1", string>>>;

/** A Word file of this body, with other parts of the package where they are given. */
export function wordFile(body: string, parts: WordParts = {}): Uint8Array {
  const roots = { numbering: "w:numbering", styles: "w:styles", comments: "w:comments", header1: "w:hdr" };
  const files = Object.entries(parts).map(([name, xml]) => {
    const root = roots[name as keyof WordParts];
    return [`word/${name}.xml`, strToU8(`<${root} ${namespaces}>${xml}</${root}>`)] as const;
  });
  return zipSync({
    "[Content_Types].xml": strToU8("<Types/>"),
    "word/document.xml": strToU8(
      `<?xml version="1.0" encoding="UTF-8"?><w:document ${namespaces}><w:body>${body}</w:body></w:document>`,
    ),
    ...Object.fromEntries(files),
  });
}

/** Letters; letters that were taken out; a paragraph. */
const bold = "<w:rPr><w:b/></w:rPr>";
export const run = (text: string, isBold = false) =>
  `<w:r>${isBold ? bold : ""}<w:t xml:space="preserve">${text}</w:t></w:r>`;
export const struck = (text: string, isBold = false) =>
  `<w:r>${isBold ? bold : ""}<w:delText xml:space="preserve">${text}</w:delText></w:r>`;
/** Attributes of a revision or comment. */
export const by = (author: string) => `w:id="1" w:author="${author}" w:date="2026-07-01T08:00:00Z"`;
export const p = (inside: string, properties = "") => `<w:p><w:pPr>${properties}</w:pPr>${inside}</w:p>`;
