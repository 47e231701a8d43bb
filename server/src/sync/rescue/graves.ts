import type { TextId } from "@dongsoan/shared/crdt";
import type { LostParagraph, Piece, SplitParagraph } from "./lost-text.ts";

/** What is typed into a paragraph that was removed longer ago finds its place by its neighbours' carried ids alone. */
const maxGraves = 200;
const maxPieces = 40_000;

export type OpenSplit = SplitParagraph & { readonly pieces: Piece[] };

/** Paragraphs that were removed or split lately: which letters they held, in order, and where they stood. Outlives the document. */
export class Graves {
  #graves: (LostParagraph | SplitParagraph)[] = [];

  remember(paragraphs: readonly LostParagraph[]): void {
    let count = 0;
    const fresh = paragraphs.map(withoutText);
    this.#graves = [
      ...fresh,
      ...this.#graves.filter((one) => !fresh.some((other) => isSameSplit(one, other))),
    ]
      .slice(0, maxGraves)
      .filter(({ pieces }) => (count += pieces.length) <= maxPieces);
  }

  /** @returns the paragraph that held this unit; its pieces may be changed. */
  take(id: TextId): {
    readonly pieces: Piece[];
    readonly block: TextId | null;
    readonly look: LostParagraph["look"];
  } | null {
    // A split's text stands, or has a grave of its own since.
    const grave = this.#graves.find((one) => !isSplit(one) && one.pieces.some((piece) => isIn(piece, id)));
    return grave ? { ...grave, pieces: [...grave.pieces] } : null;
  }

  /** @returns the splits of a text, newest first; their pieces may be changed. */
  splitsOf({ client, clock }: TextId): OpenSplit[] {
    return this.#graves.flatMap((one) =>
      isSplit(one) && one.block?.client === client && one.block.clock === clock
        ? [{ ...one, pieces: [...one.pieces] }]
        : [],
    );
  }
}

const isSplit = (one: LostParagraph): one is SplitParagraph => "split" in one;

/** A letter is split off a text once. */
const isSameSplit = (one: LostParagraph, other: LostParagraph): boolean => {
  const [a, b] = [one.pieces[0], other.pieces[0]];
  return isSplit(one) && isSplit(other) && a?.client === b?.client && a?.clock === b?.clock;
};

const isIn = (piece: Piece, { client, clock }: TextId): boolean =>
  piece.client === client && piece.clock <= clock && clock < piece.clock + piece.length;

/** What was lost has been put back by then: it is found by its id like everything else. */
const withoutText = (paragraph: LostParagraph): LostParagraph => ({
  ...paragraph,
  pieces: paragraph.pieces.map(({ client, clock, length }) => ({ kind: "known", client, clock, length })),
});
