import type * as Y from "yjs";
import type { Block } from "../domain/report-model.ts";
import { plainBlock, type Projection, traceFragment } from "./traced-text.ts";

/** Reads a section's text as plain values. Read-only: the editor's own converters write to the document they read. */
export const readBlocks = (fragment: Y.XmlFragment, projection?: Projection): readonly Block[] =>
  traceFragment(fragment, projection).map(plainBlock);

/** Plain text of a block; table cells are parted by tabs and rows by line breaks. */
export function plainText(block: Block): string {
  if (block.kind === "paragraph") return block.runs.map((r) => (r.kind === "text" ? r.text : "\n")).join("");
  return block.rows
    .map((row) => row.cells.map((c) => c.blocks.map(plainText).join("\n")).join("\t"))
    .join("\n");
}

/** Nothing that anybody would miss. A table is something although its cells are empty. */
export const isEmptyText = (blocks: readonly Block[]): boolean =>
  blocks.every((block) => block.kind === "paragraph" && plainText(block).trim() === "");

/** Words in the Vietnamese sense: runs of letters and digits between spaces (syllables). */
export const countWords = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => sum + (plainText(block).match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0), 0);
