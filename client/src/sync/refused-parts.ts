import { retainedLimits } from "@dongsoan/shared/domain";
import type { RefusedParagraph } from "./retained-diff.ts";

const { paragraphUnits, paragraphCount, units } = retainedLimits;

/** Where the next piece ends: after a space if one is near, and never between the two halves of a letter. */
function pieceEnd(text: string, start: number): number {
  const end = start + paragraphUnits;
  if (end >= text.length) return text.length;
  const space = text.lastIndexOf(" ", end - 1) + 1;
  if (space > end - 200 && space > start) return space;
  const isHalf = /[\uD800-\uDBFF]/.test(text[end - 1] ?? "");
  return isHalf ? end - 1 : end;
}

function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  do {
    const end = pieceEnd(text, start);
    pieces.push(text.slice(start, end));
    start = end;
  } while (start < text.length);
  return pieces;
}

/** A paragraph longer than one may be kept becomes several, in order, each beside its share of the accepted text. */
function inPieces({ text, before }: RefusedParagraph): readonly RefusedParagraph[] {
  const accepted = before === null ? null : piecesOf(before);
  return piecesOf(text).map((piece, i) => ({ text: piece, before: accepted && (accepted[i] ?? "") }));
}

/** @returns the same paragraphs in as many groups as it takes to hand them in whole. */
export function inParts(paragraphs: readonly RefusedParagraph[]): readonly (readonly RefusedParagraph[])[] {
  const parts: RefusedParagraph[][] = [];
  let size = 0;
  for (const paragraph of paragraphs.flatMap(inPieces)) {
    const last = parts.at(-1);
    const length = paragraph.text.length + (paragraph.before?.length ?? 0);
    if (!last || last.length >= paragraphCount || size + length > units) {
      parts.push([paragraph]);
      size = length;
    } else {
      last.push(paragraph);
      size += length;
    }
  }
  return parts;
}
