import { hasUnit, type TextId, type TextRange } from "@dongsoan/shared/crdt";
import type { IdRanges } from "./id-ranges.ts";

/** Marks and records of letters, as the editor's binding stores them. */
export type Formats = Readonly<Record<string, unknown>>;

/** Some units of a paragraph that is no longer there, in the order in which they stood. */
export type Piece = TextRange &
  (
    | {
        /** Who took the paragraph away knew of them: they are gone, or stand elsewhere under carried ids. */
        readonly kind: "known";
      }
    | { readonly kind: "format"; readonly key: string; readonly value: unknown }
    | {
        /** Nobody who took them away had seen them. */
        readonly kind: "lost";
        readonly text: string;
        /** Null where they follow from the place and from the formats before it. */
        readonly formats: Formats | null;
      }
  );

export interface LostParagraph {
  readonly pieces: readonly Piece[];
  /** The outermost element that went with it: beside it a paragraph of its own would stand. */
  readonly block: TextId | null;
  readonly look: Formats;
}

export const holdsLost = ({ pieces }: Pick<LostParagraph, "pieces">): boolean =>
  pieces.some(({ kind }) => kind === "lost");

/** RESC5. What people type into a paragraph while another has not heard of it is a few thousand letters at most. */
export const maxUnits = 50_000;
/** Each costs a walk through its paragraph. Whoever collects lost pieces may stop behind so many. */
export const maxPieces = 1_000;

/** RESC5. @param moreCount of other things that cost as much as a piece. */
export function isTooMuch(paragraphs: readonly LostParagraph[], moreCount = 0): boolean {
  let units = 0;
  let count = moreCount;
  for (const { pieces } of paragraphs)
    for (const { kind, length } of pieces)
      if (kind === "lost") {
        units += length;
        count += 1;
      }
  return units > maxUnits || count > maxPieces;
}

/** Letters that are among these stand somewhere already: they are places to go by. */
export function withoutThose(paragraph: LostParagraph, those: IdRanges): LostParagraph {
  const pieces = paragraph.pieces.flatMap((piece): Piece[] => {
    if (piece.kind !== "lost") return [piece];
    return those.cut(piece).map(({ isIn, ...part }) => {
      const from = part.clock - piece.clock;
      const text = piece.text.slice(from, from + part.length);
      return isIn ? { kind: "known", ...part } : { ...piece, ...part, text };
    });
  });
  return { ...paragraph, pieces };
}

/** @param length of the first part; less than the piece's. */
export function cutPiece(piece: Piece, length: number): [Piece, Piece] {
  const rest = { client: piece.client, clock: piece.clock + length, length: piece.length - length };
  return piece.kind === "lost"
    ? [
        { ...piece, length, text: piece.text.slice(0, length) },
        { ...piece, ...rest, text: piece.text.slice(length) },
      ]
    : [
        { ...piece, length },
        { ...piece, ...rest },
      ];
}

/** @returns the index behind the unit `id`, cutting the piece that holds it; -1 where it is not. */
export function cutBehind(pieces: Piece[], id: TextId): number {
  const at = pieces.findIndex((piece) => hasUnit(piece, id));
  const piece = pieces[at];
  if (!piece) return -1;
  const length = id.clock + 1 - piece.clock;
  if (length < piece.length) pieces.splice(at, 1, ...cutPiece(piece, length));
  return at + 1;
}
