import * as Y from "yjs";
import { applyUntouched } from "./doc-layout.ts";
import type {
  Alignment,
  Block,
  ParagraphBlock,
  ParagraphStyle,
  Run,
  TableBlock,
} from "../domain/report-model.ts";

/**
 * Reads a section's text as plain values. Read-only: the editor's own converters write to the document they read.
 * Unknown nodes are passed over; text with a tracked deletion is left out and tracked insertions stand, as final text.
 */
export function readBlocks(fragment: Y.XmlFragment): readonly Block[] {
  return fragment.toArray().flatMap((node): Block[] => {
    if (!(node instanceof Y.XmlElement)) return [];
    if (node.nodeName === "paragraph") return [readParagraph(node)];
    if (node.nodeName === "table") return [readTable(node)];
    return [];
  });
}

const elements = (parent: Y.XmlElement, ...names: readonly string[]): Y.XmlElement[] =>
  parent.toArray().filter((n): n is Y.XmlElement => n instanceof Y.XmlElement && names.includes(n.nodeName));

const attribute = (element: Y.XmlElement, key: string): unknown =>
  (element.getAttributes() as Record<string, unknown>)[key];

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T {
  return allowed.find((a) => a === value) ?? (allowed[0] as T);
}
const styles: readonly ParagraphStyle[] = ["body", "dash", "letter", "number"];
const alignments: readonly Alignment[] = ["justify", "left", "center", "right"];
const positive = (value: unknown, most: number): number =>
  Math.min(most, Math.max(1, Math.trunc(Number(value)) || 1));

function readParagraph(element: Y.XmlElement): ParagraphBlock {
  return {
    kind: "paragraph",
    style: oneOf(styles, attribute(element, "style")),
    level: positive(attribute(element, "level"), 3),
    align: oneOf(alignments, attribute(element, "align")),
    runs: element.toArray().flatMap((node): Run[] => {
      if (node instanceof Y.XmlText) return readText(node);
      return node instanceof Y.XmlElement && node.nodeName === "hardBreak" ? [{ kind: "break" }] : [];
    }),
  };
}

function readText(text: Y.XmlText): Run[] {
  const runs: Run[] = [];
  for (const op of text.toDelta() as { insert?: unknown; attributes?: Record<string, unknown> }[]) {
    const marks = Object.keys(op.attributes ?? {}).map((key) => key.split("--")[0]);
    if (typeof op.insert !== "string" || marks.includes("del")) continue;
    const run = {
      kind: "text" as const,
      text: op.insert.normalize("NFC"),
      bold: marks.includes("bold"),
      italic: marks.includes("italic"),
      underline: marks.includes("underline"),
    };
    const last = runs.at(-1);
    if (
      last?.kind === "text" &&
      last.bold === run.bold &&
      last.italic === run.italic &&
      last.underline === run.underline
    )
      runs[runs.length - 1] = { ...run, text: (last.text + run.text).normalize("NFC") };
    else runs.push(run);
  }
  return runs;
}

function readTable(table: Y.XmlElement): TableBlock {
  return {
    kind: "table",
    rows: elements(table, "tableRow").map((row) => ({
      cells: elements(row, "tableCell", "tableHeader").map((cell) => {
        const colwidth = attribute(cell, "colwidth");
        return {
          isHeader: cell.nodeName === "tableHeader",
          colspan: positive(attribute(cell, "colspan"), 100),
          rowspan: positive(attribute(cell, "rowspan"), 1000),
          colwidth:
            Array.isArray(colwidth) && colwidth.every((w) => typeof w === "number")
              ? (colwidth as number[])
              : null,
          blocks: elements(cell, "paragraph").map(readParagraph),
        };
      }),
    })),
  };
}

/** Plain text of a block; table cells are parted by tabs and rows by line breaks. */
export function plainText(block: Block): string {
  if (block.kind === "paragraph") return block.runs.map((r) => (r.kind === "text" ? r.text : "\n")).join("");
  return block.rows
    .map((row) => row.cells.map((c) => c.blocks.map(plainText).join("\n")).join("\t"))
    .join("\n");
}

/** Words in the Vietnamese sense: runs of letters and digits between spaces (syllables). */
export const countWords = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => sum + (plainText(block).match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0), 0);

/** A document of stored bytes, to be read; the caller destroys it. */
export function openStored(state: Uint8Array | null, updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  applyUntouched(doc, state ? [state, ...updates] : updates);
  return doc;
}

/** Replays stored bytes and reads them: what exports and seals are made from. */
export function readStoredBlocks(state: Uint8Array | null, updates: readonly Uint8Array[]): readonly Block[] {
  const doc = openStored(state, updates);
  const blocks = readBlocks(doc.getXmlFragment("content"));
  doc.destroy();
  return blocks;
}
