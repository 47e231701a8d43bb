import type { TextId } from "@dongsoan/shared/crdt";
import type { LostParagraph, Piece } from "./lost-text.ts";

/** What is typed into a paragraph that was removed longer ago finds its place by its neighbours' carried ids alone. */
const maxGraves = 200;
const maxPieces = 40_000;

/** Paragraphs that were removed lately: which letters they held, in order, and where they stood. Outlives the document. */
export class Graves {
  #graves: LostParagraph[] = [];

  remember(paragraphs: readonly LostParagraph[]): void {
    let count = 0;
    this.#graves = [...paragraphs.map(withoutText), ...this.#graves]
      .slice(0, maxGraves)
      .filter(({ pieces }) => (count += pieces.length) <= maxPieces);
  }

  /** @returns the paragraph that held this unit; its pieces may be changed. */
  take(id: TextId): {
    readonly pieces: Piece[];
    readonly block: TextId | null;
    readonly look: LostParagraph["look"];
  } | null {
    const at = this.#graves.findIndex(({ pieces }) => pieces.some((piece) => isIn(piece, id)));
    const grave = this.#graves[at];
    return grave ? { ...grave, pieces: [...grave.pieces] } : null;
  }
}

const isIn = (piece: Piece, { client, clock }: TextId): boolean =>
  piece.client === client && piece.clock <= clock && clock < piece.clock + piece.length;

/** What was lost has been put back by then: it is found by its id like everything else. */
const withoutText = (paragraph: LostParagraph): LostParagraph => ({
  ...paragraph,
  pieces: paragraph.pieces.map(({ client, clock, length }) => ({ kind: "known", client, clock, length })),
});
