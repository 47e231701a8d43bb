import * as Y from "yjs";
import type { Block, ParagraphBlock, Run, TableBlock } from "../domain/report-model.ts";
import { contentOf } from "./doc-layout.ts";

export interface SeedParagraph {
  readonly style: ParagraphBlock["style"];
  /** 1-3. */
  readonly level: number;
  readonly text: string;
}

const emptyParagraph: ParagraphBlock = {
  kind: "paragraph",
  style: "body",
  level: 1,
  align: "justify",
  runs: [],
};

/** The binding keeps numbers and lists as they are; Yjs' type says string. */
function setAttributes(element: Y.XmlElement, attributes: Readonly<Record<string, unknown>>): void {
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

const marks = ["bold", "italic", "underline"] as const;

/** One text node between two line breaks, as the binding lays it out; a mark is a format with an empty value. */
function inlineNodes(runs: readonly Run[]): (Y.XmlElement | Y.XmlText)[] {
  const nodes: (Y.XmlElement | Y.XmlText)[] = [];
  let delta: { insert: string; attributes: Record<string, object> }[] = [];
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
      nodes.push(new Y.XmlElement("hardBreak"));
    } else if (run.text !== "")
      delta.push({
        insert: run.text.normalize("NFC"),
        attributes: Object.fromEntries(marks.filter((mark) => run[mark]).map((mark) => [mark, {}])),
      });
  }
  endText();
  return nodes;
}

const paragraphElement = ({ style, level, align, runs }: ParagraphBlock): Y.XmlElement =>
  elementOf("paragraph", { style, level, align }, inlineNodes(runs));

const tableElement = ({ rows }: TableBlock): Y.XmlElement =>
  elementOf(
    "table",
    {},
    rows.map(({ cells }) =>
      elementOf(
        "tableRow",
        {},
        cells.map(({ isHeader, colspan, rowspan, colwidth, blocks }) =>
          elementOf(
            isHeader ? "tableHeader" : "tableCell",
            { colspan, rowspan, colwidth },
            // The schema wants at least one paragraph in a cell.
            (blocks.length > 0 ? blocks : [emptyParagraph]).map(paragraphElement),
          ),
        ),
      ),
    ),
  );

/**
 * First state of a section's text, written by the server once, so that two editors never both make the first paragraph.
 * Laid out as the editor's binding would. Reading it back (`readBlocks`) gives the same blocks.
 * @param clientId taken by nobody else; the gate treats ids without a claim as foreign.
 * @returns a Yjs v1 update. No blocks gives one empty paragraph.
 */
export function seedBlocks(blocks: readonly Block[], clientId: number): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  doc.transact(() => {
    contentOf(doc).insert(
      0,
      (blocks.length > 0 ? blocks : [emptyParagraph]).map((block) =>
        block.kind === "paragraph" ? paragraphElement(block) : tableElement(block),
      ),
    );
  });
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}

/** The same for plain paragraphs, as an import gives them. */
export const seedDocument = (paragraphs: readonly SeedParagraph[], clientId: number): Uint8Array =>
  seedBlocks(
    paragraphs.map(({ text, ...rest }) => ({
      ...emptyParagraph,
      ...rest,
      runs: [{ kind: "text", text, bold: false, italic: false, underline: false }],
    })),
    clientId,
  );
