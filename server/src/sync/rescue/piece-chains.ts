import { hasUnit, type TextId } from "@dongsoan/shared/crdt";
import { cutPiece, type Piece } from "./lost-text.ts";

interface Link {
  /** Null at the head of a chain. */
  piece: Piece | null;
  before: Link | null;
  behind: Link | null;
}

/** Pieces of several paragraphs, each in the order of its text, found by the units that they hold: an update may bring very many. */
export class PieceChains {
  readonly #heads: Link[] = [];
  /** Each list in order. */
  readonly #byClient = new Map<number, Link[]>();

  /** Begins another chain. */
  add(pieces: readonly Piece[]): void {
    const head = { piece: null, before: null, behind: null };
    this.#heads.push(head);
    this.#insertBehind(head, pieces);
  }

  /** @returns false where no piece holds the unit. */
  insert(pieces: readonly Piece[], id: TextId, isBehind: boolean): boolean {
    const list = this.#byClient.get(id.client) ?? [];
    const link = list[firstBehind(list, id.clock) - 1];
    if (!link?.piece || !hasUnit(link.piece, id)) return false;
    const place = isBehind ? id.clock + 1 : id.clock;
    if (link.piece.clock < place) this.#cut(link, link.piece, place - link.piece.clock);
    const at = link.piece.clock < place ? link : link.before;
    if (at) this.#insertBehind(at, pieces);
    return true;
  }

  /** In the order in which they were begun. */
  get all(): readonly (readonly Piece[])[] {
    return this.#heads.map((head) => {
      const pieces: Piece[] = [];
      for (let link = head.behind; link; link = link.behind) if (link.piece) pieces.push(link.piece);
      return pieces;
    });
  }

  #cut(link: Link, piece: Piece, length: number): void {
    if (length >= piece.length) return;
    const [left, right] = cutPiece(piece, length);
    link.piece = left;
    this.#insertBehind(link, [right]);
  }

  #insertBehind(at: Link, pieces: readonly Piece[]): void {
    let before = at;
    for (const piece of pieces) {
      const link: Link = { piece, before, behind: before.behind };
      if (before.behind) before.behind.before = link;
      before.behind = link;
      before = link;
      const list = this.#byClient.get(piece.client) ?? [];
      this.#byClient.set(piece.client, list);
      list.splice(firstBehind(list, piece.clock), 0, link);
    }
  }
}

/** Index of the first that begins behind `clock`. */
function firstBehind(list: readonly Link[], clock: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.piece?.clock ?? 0) <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}
