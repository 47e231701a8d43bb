import * as Y from "yjs";
import type { Block, ParagraphBlock, Run, TableCell, TableRow } from "../domain/report-model.ts";

/** Elements of a section's document, laid out as the editor's binding would. */
export const emptyParagraph: ParagraphBlock = {
  kind: "paragraph",
  style: "body",
  level: 1,
  align: "justify",
  runs: [],
};

/** The binding keeps numbers and lists as they are; Yjs' type says string. */
export function setAttributes(element: Y.XmlElement, attributes: Readonly<Record<string, unknown>>): void {
  const open = element as unknown as { setAttribute(key: string, value: unknown): void };
  for (const [key, value] of Object.entries(attributes)) if (value !== null) open.setAttribute(key, value);
}

function elementOf(
  name: string,
  attributes: Readonly<Record<string, unknown>>,
  children: readonly (Y.XmlElement | Y.XmlText)[],
): Y.XmlElement {
  const element = new Y.XmlElement(name);
  setAttributes(element, attributes);
  if (children.length > 0) element.insert(0, [...children]);
  return element;
}

const marks = { b: "bold", i: "italic", u: "underline" } as const;

/** @param letters any of "b", "i", "u". A mark is a format with an empty value. */
export const markAttributes = (letters: string): Record<string, object> =>
  Object.fromEntries(
    Object.entries(marks)
      .filter(([letter]) => letters.includes(letter))
      .map(([, mark]) => [mark, {}]),
  );

/** Of a text: what may bear a suggestion. */
export type TextPart = Run | Block | TableRow | TableCell;

/** What is suggested about a part of a text: attributes of its element, or formats of its letters. */
export type RecordsOf = (part: TextPart) => Readonly<Record<string, unknown>>;

const noRecords: RecordsOf = () => ({});

/** One text node between two line breaks. */
export function inlineNodes(
  runs: readonly Run[],
  recordsOf: RecordsOf = noRecords,
): (Y.XmlElement | Y.XmlText)[] {
  const nodes: (Y.XmlElement | Y.XmlText)[] = [];
  let delta: { insert: string; attributes: Record<string, unknown> }[] = [];
  const endText = () => {
    if (delta.length === 0) return;
    const text = new Y.XmlText();
    text.applyDelta(delta);
    nodes.push(text);
    delta = [];
  };
  for (const run of runs) {
    if (run.kind === "break") {
      endText();
      nodes.push(elementOf("hardBreak", recordsOf(run), []));
    } else if (run.kind === "text" && run.text !== "")
      delta.push({
        insert: run.text.normalize("NFC"),
        attributes: {
          ...Object.fromEntries(
            Object.values(marks)
              .filter((mark) => run[mark])
              .map((mark) => [mark, {}]),
          ),
          ...recordsOf(run),
        },
      });
  }
  endText();
  return nodes;
}

function paragraphElement(block: ParagraphBlock, recordsOf: RecordsOf): Y.XmlElement {
  const { style, level, align, runs } = block;
  return elementOf("paragraph", { style, level, align, ...recordsOf(block) }, inlineNodes(runs, recordsOf));
}

export const rowElement = (row: TableRow, recordsOf: RecordsOf = noRecords): Y.XmlElement =>
  elementOf(
    "tableRow",
    recordsOf(row),
    row.cells.map((cell) =>
      elementOf(
        cell.isHeader ? "tableHeader" : "tableCell",
        { colspan: cell.colspan, rowspan: cell.rowspan, colwidth: cell.colwidth, ...recordsOf(cell) },
        // The schema wants at least one paragraph in a cell.
        (cell.blocks.length > 0 ? cell.blocks : [emptyParagraph]).map((block) =>
          paragraphElement(block, recordsOf),
        ),
      ),
    ),
  );

/** @param recordsOf what is suggested about its parts. */
export const blockElement = (block: Block, recordsOf: RecordsOf = noRecords): Y.XmlElement =>
  block.kind === "paragraph"
    ? paragraphElement(block, recordsOf)
    : elementOf(
        "table",
        recordsOf(block),
        block.rows.map((row) => rowElement(row, recordsOf)),
      );
