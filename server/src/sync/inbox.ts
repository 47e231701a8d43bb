import * as Y from "yjs";
import type { UserId } from "@dongsoan/shared/domain";
import type { Peer } from "./peer.ts";
import { onlyAdds } from "./sight.ts";

/** A write frame that was heard and not looked at yet. */
export interface Frame {
  readonly update: Uint8Array;
  /** Which of its channel's write frames it is: the acknowledgement counts them. */
  readonly count: number;
  /** HEARD2: seq that its page had heard of; 0: not known. */
  readonly heard: number;
}

/** Frames of one peer, in order, that may be admitted as one update (GATE16). */
export interface Parcel {
  readonly peer: Peer;
  readonly frames: readonly Frame[];
}

/** Joining updates sorts all of them once for each: so many cost a tenth of a millisecond. */
const maxFrames = 64;
/** A larger one is a paste, and gains nothing by company. */
const maxJoinedBytes = 1_024;

const isJoinable = (update: Uint8Array) => update.length <= maxJoinedBytes && onlyAdds(update);

interface OpenParcel extends Parcel {
  readonly frames: Frame[];
  readonly isJoinable: boolean;
}

/**
 * What a room has heard since it last had something to commit. While a commit is on its way the letters of a quick
 * typist gather here, and are decoded, checked, stored and sent on as one: the busier the server, the fewer its updates.
 */
export class Inbox {
  #parcels: OpenParcel[] = [];
  /** By person and not by channel: two windows of one browser tell each other of edits, past the server. */
  readonly #openOf = new Map<UserId, OpenParcel>();

  get isEmpty(): boolean {
    return this.#parcels.length === 0;
  }

  get peers(): readonly Peer[] {
    return this.#parcels.map(({ peer }) => peer);
  }

  /** @param given its update may be a view; it is copied. */
  add(peer: Peer, given: Frame): void {
    const frame = { ...given, update: given.update.slice() };
    const { userId } = peer.actor;
    const open = this.#openOf.get(userId);
    const canJoin = isJoinable(frame.update);
    if (canJoin && open?.peer === peer && open.isJoinable && open.frames.length < maxFrames) {
      open.frames.push(frame);
      return;
    }
    const parcel = { peer, frames: [frame], isJoinable: canJoin };
    this.#parcels.push(parcel);
    this.#openOf.set(userId, parcel);
  }

  /** @returns the first parcel, taken out; null when there is none. */
  take(): Parcel | null {
    const parcel = this.#parcels.shift() ?? null;
    if (this.#parcels.length === 0) this.#openOf.clear();
    return parcel;
  }

  /** What these have sent counts for nothing. */
  drop(peers: { has(peer: Peer): boolean }): void {
    this.#parcels = this.#parcels.filter(({ peer }) => !peers.has(peer));
    this.#openOf.clear();
  }

  clear(): void {
    this.#parcels = [];
    this.#openOf.clear();
  }
}

/** @returns the frames as one update; null when they cannot be read as such. */
export function joined(frames: readonly Frame[]): Uint8Array | null {
  try {
    return Y.mergeUpdates(frames.map(({ update }) => update));
  } catch {
    // Whichever of them cannot be decoded is found when each is looked at by itself.
    return null;
  }
}
