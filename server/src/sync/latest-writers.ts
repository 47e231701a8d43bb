import type { Peer } from "./peer.ts";

/** A peer's number. Null: the server itself, mending somebody's update. */
type Author = number | null;

/** When others wrote last: two writers are enough to answer that for everybody. */
export class LatestWriters {
  #last: { readonly by: Author; readonly at: number } | null = null;
  #other: { readonly by: Author; readonly at: number } | null = null;

  note(peer: Peer | null, at: number): void {
    const by = peer?.number ?? null;
    if (this.#last && this.#last.by !== by) this.#other = this.#last;
    this.#last = { by, at };
  }

  /** @returns when anybody but this peer wrote last; null while nobody has. */
  otherThan({ number }: Peer): number | null {
    return (this.#last?.by === number ? this.#other : this.#last)?.at ?? null;
  }
}
