import { limits } from "./limits.ts";
import type { Peer } from "./peer.ts";
import { Sight } from "./sight.ts";

/** What is read of an admitted update. */
export interface Written {
  readonly payload: Uint8Array;
  /** The server's addition: its author does not have it yet. */
  readonly isRepair: boolean;
  readonly peer: Pick<Peer, "number">;
}

interface StoredEdit {
  readonly seq: number;
  readonly payload: Uint8Array;
  /** Number of the peer that has the text already. Null: nobody, the server has added it. */
  readonly by: number | null;
}

/** HEARD2: what was stored lately, by seq, so that it can be said what a page had not heard of when it wrote. */
export class RecentEdits {
  #edits: StoredEdit[] = [];
  #bytes = 0;
  /** Seq of the last update that is not kept. */
  #floor: number;
  #head: number;

  /** @param head of the log when the room was opened. */
  constructor(head: number) {
    this.#floor = head;
    this.#head = head;
  }

  /** @param batch stored right behind what was stored before. */
  stored(batch: readonly Written[]): void {
    for (const accepted of batch) {
      this.#head += 1;
      this.#bytes += accepted.payload.length;
      this.#edits.push({ seq: this.#head, payload: accepted.payload, by: writerOf(accepted) });
    }
    const { recentEdits, recentEditBytes } = limits;
    // Cut off by the hundred, and not with each letter.
    if (this.#edits.length > 2 * recentEdits || this.#bytes > 2 * recentEditBytes) this.#letGo();
  }

  #letGo(): void {
    const { recentEdits, recentEditBytes } = limits;
    let bytes = 0;
    const first = this.#edits.findLastIndex(
      ({ payload }, i) => this.#edits.length - i > recentEdits || (bytes += payload.length) > recentEditBytes,
    );
    this.#floor = this.#edits[first]?.seq ?? this.#floor;
    this.#edits = this.#edits.slice(first + 1);
    this.#bytes = this.#edits.reduce((sum, { payload }) => sum + payload.length, 0);
  }

  /**
   * @param heard seq that the page said. @param unstored what is admitted since, which nobody but its writer has heard of.
   * @returns null where it cannot be told: the page did not say, or it is too long ago.
   */
  sightOf({ number }: Written["peer"], heard: number, unstored: readonly Written[]): Sight | null {
    if (!this.#isKnown(heard)) return null;
    return new Sight([
      ...this.#after(heard).map(({ payload, by }) => ({ payload, isOwn: by === number })),
      ...unstored.map((one) => ({ payload: one.payload, isOwn: writerOf(one) === number })),
    ]);
  }

  #isKnown(heard: number): boolean {
    return heard > 0 && heard >= this.#floor && heard <= this.#head;
  }

  #after(heard: number): readonly StoredEdit[] {
    return this.#edits.slice(heard - this.#floor);
  }
}

const writerOf = ({ isRepair, peer }: Written): number | null => (isRepair ? null : peer.number);
