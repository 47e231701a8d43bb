import * as Y from "yjs";
import type { UserId } from "@dongsoan/shared/domain";
import { emptyAwareness, RoomAwareness } from "./awareness.ts";
import { limits } from "./limits.ts";
import { outbound, type Outbound, type Peer, type Told } from "./peer.ts";
import type { Accepted } from "./write-queue.ts";
import { awarenessMessage, updateMessage } from "./y-messages.ts";

/** Who is in a room, and what goes out to them: text that is durable, and carets. One encoding serves all receivers. */
export class Audience {
  readonly peers = new Set<Peer>();
  /** The channel's number in frames: the same for all peers. */
  readonly #roomNumber: number;
  readonly #awareness: RoomAwareness;
  /** Carets that came behind text which is not durable yet; the last word of each peer. */
  readonly #heldCarets = new Map<Peer, Uint8Array>();
  readonly #lately = new WeakMap<Uint8Array, Outbound>();
  #lastBeatAt: number;

  constructor(roomNumber: number, now: number, ownerOf: (clientId: number) => UserId | undefined) {
    this.#awareness = new RoomAwareness(ownerOf);
    this.#roomNumber = roomNumber;
    this.#lastBeatAt = now;
  }

  /** The caller asks for the newcomer's text first: an editor shows carets in text that it has. */
  tellCarets(peer: Peer): void {
    const carets = this.#awareness.everybody();
    if (carets) this.send(peer, awarenessMessage(carets), null);
  }

  /** @returns whether the peer was here; its caret goes at once. */
  remove(peer: Peer): boolean {
    if (!this.peers.delete(peer)) return false;
    this.#heldCarets.delete(peer);
    const gone = this.#awareness.leave(peer);
    if (gone) this.#broadcast(awarenessMessage(gone), null);
    return true;
  }

  /**
   * AWARE2: a caret must not overtake the text it stands in; and one write then carries both.
   * @param mustWait its author's text is not durable yet. @throws Error when malformed.
   */
  hearCaret(peer: Peer, update: Uint8Array, mustWait: boolean): void {
    const out = this.#awareness.receive(peer, update);
    if (!out) return;
    if (mustWait) this.#heldCarets.set(peer, out);
    else this.#broadcast(awarenessMessage(out), peer);
  }

  sendHeldCarets(): void {
    for (const [peer, out] of this.#heldCarets) this.#broadcast(awarenessMessage(out), peer);
    this.#heldCarets.clear();
  }

  /**
   * Durable text to everybody but its author, whose editor has it. Whoever was not asked yet for what they have (RESC7)
   * gets it with the answer to their step 1, which waits for more than this batch.
   * @param head of the log with the batch.
   */
  sendBatch(batch: readonly Accepted[], head: number): void {
    if (this.peers.size === 0 || batch.length === 0) return;
    const told = toldTogether(batch, head);
    const all = outbound(
      this.#roomNumber,
      told.map(({ message }) => message),
    );
    const authors = new Set(batch.map((a) => a.peer));
    for (const peer of this.peers) {
      if (!peer.isAsked) continue;
      if (peer.wantsEcho || !authors.has(peer)) peer.link.send(all);
      else {
        const others = told.flatMap((one) => (one.peer === peer ? one.toAuthor : [one.message]));
        if (others.length > 0) peer.link.send(outbound(this.#roomNumber, others));
      }
    }
  }

  /**
   * The very same message is encoded once, however many it goes to: a hundred who join get one text.
   * @param seq head of the log, of text; null of anything else.
   */
  send(peer: Peer, message: Uint8Array, seq: number | null): void {
    if (peer.isClosed) return;
    const out = this.#lately.get(message) ?? outbound(this.#roomNumber, [{ bytes: message, seq }]);
    this.#lately.set(message, out);
    peer.link.send(out);
  }

  /** A word now and then, so that an idle stock client does not think that the line is dead. */
  beat(now: number): void {
    if (now - this.#lastBeatAt < limits.heartbeatMs) return;
    this.#lastBeatAt = now;
    this.#broadcast(awarenessMessage(emptyAwareness), null);
  }

  #broadcast(message: Uint8Array, except: Peer | null): void {
    const out = outbound(this.#roomNumber, [{ bytes: message, seq: null }]);
    for (const peer of this.peers) if (peer !== except) peer.link.send(out);
  }
}

/** What becomes of their updates, before they are acknowledged. @param head of the log with the batch. */
export function tellWriters(batch: readonly Accepted[], head: number): void {
  for (const [i, { peer, isRepair, isCutShort }] of batch.entries()) {
    if (!isRepair) peer.link.stored?.(head - batch.length + i + 1);
    if (isCutShort && !peer.isClosed) peer.link.cutShort?.();
  }
}

/** What the server adds to an update goes out as one with it: no key of somebody who has heard half of it comes between. */
function toldTogether(
  batch: readonly Accepted[],
  head: number,
): { readonly peer: Peer; readonly message: Told; readonly toAuthor: readonly Told[] }[] {
  return batch.flatMap(({ isRepair, peer, payload }, i) => {
    if (isRepair) return [];
    const next = batch[i + 1];
    const added = next?.isRepair ? next.payload : null;
    const seq = head - batch.length + i + (added ? 2 : 1);
    const told = (update: Uint8Array): Told => ({ bytes: updateMessage(update), seq });
    return {
      peer,
      message: told(added ? Y.mergeUpdates([payload, added]) : payload),
      toAuthor: added ? [told(added)] : [],
    };
  });
}
