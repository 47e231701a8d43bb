import { hasUnit, type TextId } from "@dongsoan/shared/crdt";
import type { LostParagraph, Piece } from "./lost-text.ts";

/** What is typed into a paragraph that was removed longer ago finds its place by its neighbours' carried ids alone. */
const maxGraves = 200;
const maxPieces = 40_000;

/** Paragraphs that were removed lately: which letters they held, in order, and where they stood. Outlives the document. */
export class Graves {
  /** Newest first. */
  #graves: readonly LostParagraph[] = [];
  /** By client, in order. Made when it is first asked for after a removal. */
  #index: ReadonlyMap<number, readonly Grave[]> | null = null;

  remember(paragraphs: readonly LostParagraph[]): void {
    let count = 0;
    this.#graves = [...paragraphs.map(withoutText), ...this.#graves]
      .slice(0, maxGraves)
      .filter(({ pieces }) => (count += pieces.length) <= maxPieces);
    this.#index = null;
  }

  /** @returns the paragraph that held this unit. */
  of(id: TextId): LostParagraph | null {
    this.#index ??= indexed(this.#graves);
    const list = this.#index.get(id.client) ?? [];
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle]?.piece.clock ?? 0) <= id.clock) low = middle + 1;
      else high = middle;
    }
    const last = list[low - 1];
    return last && hasUnit(last.piece, id) ? last.paragraph : null;
  }
}

interface Grave {
  readonly piece: Piece;
  readonly paragraph: LostParagraph;
}

function indexed(paragraphs: readonly LostParagraph[]): ReadonlyMap<number, readonly Grave[]> {
  // Of two that begin with the same unit the newer one is found.
  const graves = paragraphs
    .toReversed()
    .flatMap((paragraph) => paragraph.pieces.map((piece): Grave => ({ piece, paragraph })));
  const byClient = Map.groupBy(graves, ({ piece }) => piece.client);
  for (const list of byClient.values()) list.sort((a, b) => a.piece.clock - b.piece.clock);
  return byClient;
}

/** What was lost has been put back by then: it is found by its id like everything else. */
const withoutText = (paragraph: LostParagraph): LostParagraph => ({
  ...paragraph,
  pieces: paragraph.pieces.map(({ client, clock, length }) => ({ kind: "known", client, clock, length })),
});
