import type { Difference } from "@dongsoan/shared/http-api";

export type BlockView = Difference["blocks"][number];
export type ParagraphView = Extract<BlockView, { kind: "paragraph" }>;
export type PieceView = ParagraphView["pieces"][number];

const isPieceChanged = (piece: PieceView): boolean => piece.change !== "same" || piece.formerMarks !== null;

export const isChanged = (block: BlockView): boolean =>
  block.kind === "paragraph"
    ? block.end !== "same" || block.former !== null || block.pieces.some(isPieceChanged)
    : block.change !== "same" ||
      block.rows.some(
        (row) =>
          row.change !== "same" ||
          row.cells.some((cell) => cell.change !== "same" || cell.blocks.some(isChanged)),
      );

/** Pieces that changed; a paragraph whose end or look alone changed counts as one. */
export const countChanges = (blocks: readonly BlockView[]): number =>
  blocks.reduce((sum, block) => {
    if (block.kind === "table")
      return (
        sum + block.rows.reduce((n, row) => n + row.cells.reduce((m, c) => m + countChanges(c.blocks), 0), 0)
      );
    const pieces = block.pieces.filter(isPieceChanged).length;
    return sum + (pieces > 0 ? pieces : isChanged(block) ? 1 : 0);
  }, 0);

/** The words that a paragraph has lost, to be copied back. */
export const lostText = (paragraph: ParagraphView): string =>
  paragraph.pieces.map((piece) => (piece.change === "deleted" ? piece.text : "")).join("");
/** The paragraph as it was. */
export const formerText = (paragraph: ParagraphView): string =>
  paragraph.pieces.map((p) => (p.change === "inserted" || p.change === "moved-here" ? "" : p.text)).join("");
