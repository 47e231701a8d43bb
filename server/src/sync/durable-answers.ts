import type { Peer } from "./peer.ts";

export interface WaitingAck {
  /** Serial of the last update that must be durable first. */
  readonly serial: number;
  readonly peer: Peer;
  /** Write frames of this channel. */
  readonly count: number;
}

export interface WaitingReply {
  readonly serial: number;
  readonly peer: Peer;
  readonly message: Uint8Array;
  /** Makes the message again, from the document as it is then. */
  readonly make: () => Uint8Array;
  /** Our own step 1: it goes out before whatever is durable together with it. */
  readonly isQuestion: boolean;
}

/** What must not leave before a commit: acknowledgements, answers to step 1 and our own step 1. Rules ACK1-ACK3. */
export class DurableAnswers {
  #acks: WaitingAck[] = [];
  #replies: WaitingReply[] = [];

  addAck(ack: WaitingAck): void {
    this.#acks.push(ack);
  }

  addReply(reply: WaitingReply): void {
    this.#replies.push(reply);
  }

  /**
   * Updates were taken back out: every answer is made again, and waits for no serial that will not come.
   * @param last serial of the last update that still waits or is durable.
   */
  renew(last: number): void {
    this.#acks = this.#acks.map((a) => ({ ...a, serial: Math.min(a.serial, last) }));
    // The new answer holds everything that is admitted now, so it waits for the last of it.
    this.#replies = this.#replies.map((r) => ({ ...r, serial: last, message: r.make() }));
  }

  /**
   * Takes out what may leave now. One acknowledgement a peer: the last count says it all.
   * @param isQuiet everything admitted is durable.
   */
  take(
    committed: number,
    isQuiet: boolean,
  ): { readonly acks: ReadonlyMap<Peer, number>; readonly replies: readonly WaitingReply[] } {
    const acks = new Map<Peer, number>();
    const ready = (w: { readonly serial: number }) => isQuiet || w.serial <= committed;
    let acked = 0;
    for (const ack of this.#acks) {
      if (!ready(ack)) break;
      acks.set(ack.peer, ack.count);
      acked += 1;
    }
    if (acked > 0) this.#acks.splice(0, acked);
    const replies = this.#replies.filter(ready);
    if (replies.length > 0) this.#replies = this.#replies.filter((r) => !ready(r));
    return { acks, replies };
  }
}
