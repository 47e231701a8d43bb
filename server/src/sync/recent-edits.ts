import { limits } from "./limits.ts";
import type { Peer } from "./peer.ts";
import { Sight } from "./sight.ts";

/** What is read of an admitted update. */
export interface Written {
  readonly payload: Uint8Array;
  /** As its page sent it: it names also what was gone already. */
  readonly source?: Uint8Array;
  /** The server's addition: its author does not have it yet. */
  readonly isRepair: boolean;
  readonly peer: Pick<Peer, "number">;
}

interface StoredEdit {
  readonly seq: number;
  readonly payload: Uint8Array;
  readonly source: Uint8Array;
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
      const { payload, source = payload } = accepted;
      const edit = { seq: this.#head, payload, source, by: writerOf(accepted) };
      this.#bytes += sizeOf(edit);
      this.#edits.push(edit);
    }
    const { recentEdits, recentEditBytes } = limits;
    // Cut off by the hundred, and not with each letter.
    if (this.#edits.length > 2 * recentEdits || this.#bytes > 2 * recentEditBytes) this.#letGo();
  }

  #letGo(): void {
    const { recentEdits, recentEditBytes } = limits;
    let bytes = 0;
    const first = this.#edits.findLastIndex(
      (edit, i) => this.#edits.length - i > recentEdits || (bytes += sizeOf(edit)) > recentEditBytes,
    );
    this.#floor = this.#edits[first]?.seq ?? this.#floor;
    this.#edits = this.#edits.slice(first + 1);
    this.#bytes = this.#edits.reduce((sum, edit) => sum + sizeOf(edit), 0);
  }

  /**
   * @param heard seq that the page said. @param unstored what is admitted since, which nobody but its writer has heard of.
   * @returns null where it cannot be told: the page did not say, or it is too long ago.
   */
  sightOf({ number }: Written["peer"], heard: number, unstored: readonly Written[]): Sight | null {
    if (!this.#isKnown(heard)) return null;
    return new Sight([
      ...this.#after(heard).map((one) => unheard(one, one.by === number)),
      ...unstored.map((one) => unheard(one, writerOf(one) === number)),
    ]);
  }

  #isKnown(heard: number): boolean {
    return heard > 0 && heard >= this.#floor && heard <= this.#head;
  }

  #after(heard: number): readonly StoredEdit[] {
    return this.#edits.slice(heard - this.#floor);
  }
}

/** What a page did itself it did whole, though much of it may have been done already. */
const unheard = ({ payload, source = payload }: Pick<Written, "payload" | "source">, isOwn: boolean) => ({
  payload: isOwn ? source : payload,
  isOwn,
});

const sizeOf = ({ payload, source }: StoredEdit): number => Math.max(payload.length, source.length);

const writerOf = ({ isRepair, peer }: Written): number | null => (isRepair ? null : peer.number);
