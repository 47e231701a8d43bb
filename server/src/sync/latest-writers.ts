import type { Peer } from "./peer.ts";

/** Null: the server itself, mending somebody's update. */
type Writer = Peer | null;

/** When others wrote last: two writers are enough to answer that for everybody. */
export class LatestWriters {
  #last: { readonly by: Writer; readonly at: number } | null = null;
  #other: { readonly by: Writer; readonly at: number } | null = null;

  note(by: Writer, at: number): void {
    if (this.#last && this.#last.by !== by) this.#other = this.#last;
    this.#last = { by, at };
  }

  /** @returns when anybody but this peer wrote last; null while nobody has. */
  otherThan(peer: Peer): number | null {
    return (this.#last?.by === peer ? this.#other : this.#last)?.at ?? null;
  }
}
