import type { Run } from "../../domain/report-model.ts";
import type { TextRange } from "../carried-ids.ts";
import { RangeSet } from "../range-set.ts";

/** What a comment is about: letters that stand in the text now. */
export interface CommentedLetters {
  readonly id: number;
  readonly ranges: readonly TextRange[];
}

type Edge = Extract<Run, { readonly kind: "comment" }>;

/** A stretch of letters between two edges of comments. */
export interface EdgedPiece {
  /** Edges before the first letter. */
  readonly before: readonly Edge[];
  readonly from: number;
  readonly to: number;
  /** Edges after the last letter. */
  readonly after: readonly Edge[];
}

/** Tells where comments begin and end while the letters of a text are read in their order. */
export class CommentEdges {
  readonly #comments: { readonly id: number; readonly letters: RangeSet; left: number }[];

  constructor(comments: readonly CommentedLetters[]) {
    this.#comments = comments.map(({ id, ranges }) => {
      const letters = new RangeSet(ranges);
      return { id, letters, left: letters.length };
    });
  }

  /** @returns these letters cut where comments begin and end; offsets count from the first letter. */
  cut(letters: TextRange): readonly EdgedPiece[] {
    const starts = new Map<number, Edge[]>();
    const ends = new Map<number, Edge[]>();
    for (const comment of this.#comments)
      for (const { from, to } of comment.left > 0 ? comment.letters.partsOf(letters) : []) {
        if (comment.left === comment.letters.length)
          addTo(starts, from - letters.clock, { kind: "comment", edge: "start", id: comment.id });
        comment.left -= to - from;
        if (comment.left === 0)
          addTo(ends, to - letters.clock, { kind: "comment", edge: "end", id: comment.id });
      }
    const cuts = [...new Set([0, letters.length, ...starts.keys(), ...ends.keys()])].toSorted(
      (a, b) => a - b,
    );
    return cuts
      .slice(0, -1)
      .map((from, i) => ({ from, to: cuts[i + 1] ?? letters.length }))
      .map(({ from, to }) => ({
        before: starts.get(from) ?? [],
        from,
        to,
        after: ends.get(to) ?? [],
      }));
  }
}

function addTo(edges: Map<number, Edge[]>, at: number, edge: Edge): void {
  const list = edges.get(at) ?? [];
  list.push(edge);
  edges.set(at, list);
}
