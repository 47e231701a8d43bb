import type { Actor, ErrorCode, UserId } from "@dongsoan/shared/domain";
import type { ChannelMode } from "@dongsoan/shared/protocol";
import type { CaretOwner } from "./awareness.ts";
import type { ChannelRates } from "./limits.ts";
import type { PersonWork } from "./person-work.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Messages of one commit for a room, encoded once for all receivers. The transport keeps its wire form here. */
export interface Outbound {
  readonly roomNumber: number;
  readonly messages: readonly Uint8Array[];
  /** Filled by the transport on first use: the bytes for one kind of socket, shared by all of them. */
  readonly wire: { plain: Buffer | null; mux: Buffer | null };
}

export const outbound = (roomNumber: number, messages: readonly Uint8Array[]): Outbound => ({
  roomNumber,
  messages,
  wire: { plain: null, mux: null },
});

/** The transport's end of one channel. */
export interface PeerLink {
  send(out: Outbound): void;
  /** The first `count` write frames of this channel are durable. */
  ack(count: number): void;
  close(reason: ErrorCode): void;
  /** An update of this peer became durable as this seq of the log. Told before `ack`. */
  stored?(seq: number): void;
}

export interface Right {
  readonly mode: ChannelMode;
  /** Why writing is refused; null when it is not. */
  readonly reason: ErrorCode | null;
  /** Epoch of the section row that this was decided on. */
  readonly epoch: number;
}

/** One authenticated connection to one room. */
export class Peer {
  readonly actor: Actor;
  /** Who owns the clientIDs that it uses first. */
  readonly claimant: UserId;
  readonly owner: CaretOwner;
  /** What the page asked for: its right may allow more. */
  readonly asks: Exclude<ChannelMode, "read">;
  readonly link: PeerLink;
  readonly wantsEcho: boolean;
  /** Frames other than awareness. */
  readonly frames: TokenBucket;
  readonly carets: TokenBucket;
  readonly step1s: TokenBucket;
  readonly work: PersonWork;
  right: Right;
  /** Write frames received so far, whatever became of them. */
  writeCount = 0;
  /** Updates before step 2 are contained in it. */
  hasStep2 = false;
  /** A reader's deletions were dropped: its document is not ours until its next step 2. */
  hasDropped = false;
  claimCount = 0;
  isClosed = false;

  constructor(options: {
    actor: Actor;
    claimant: UserId;
    owner: CaretOwner;
    asks: Exclude<ChannelMode, "read">;
    link: PeerLink;
    right: Right;
    wantsEcho: boolean;
    rates: ChannelRates;
    work: PersonWork;
    now: number;
  }) {
    this.actor = options.actor;
    this.claimant = options.claimant;
    this.owner = options.owner;
    this.asks = options.asks;
    this.link = options.link;
    this.right = options.right;
    this.wantsEcho = options.wantsEcho;
    this.work = options.work;
    const { rates, now } = options;
    this.frames = new TokenBucket(rates.frameBurst, rates.framesPerSecond, now);
    this.carets = new TokenBucket(rates.caretBurst, rates.caretsPerSecond, now);
    this.step1s = new TokenBucket(rates.step1Burst, rates.step1PerSecond, now);
  }
}
