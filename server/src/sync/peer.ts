import * as Y from "yjs";
import type { Actor, ErrorCode, PendingRecord, UserId } from "@dongsoan/shared/domain";
import type { TextId } from "@dongsoan/shared/crdt";
import type { ChannelMode } from "@dongsoan/shared/protocol";
import { serverItself } from "../ports/section-writer.ts";
import type { CaretOwner } from "./awareness.ts";
import type { ChannelRates } from "./limits.ts";
import type { PersonWork } from "./person-work.ts";
import type { Knowledge } from "./rescue/copies.ts";
import type { UpdateWriter } from "./admission.ts";
import type { Sight } from "./sight.ts";
import { TokenBucket } from "./token-bucket.ts";

/** One y-websocket message to a page. */
export interface Told {
  readonly bytes: Uint8Array;
  /** HEARD1: up to this update of the log the text is whole with it. Null: it brings no text. */
  readonly seq: number | null;
}

/** Messages of one commit for a room, encoded once for all receivers. The transport keeps its wire form here. */
export interface Outbound {
  readonly roomNumber: number;
  readonly messages: readonly Told[];
  /** Filled by the transport on first use: the bytes for one kind of socket, shared by all of them. */
  readonly wire: { plain: Buffer | null; mux: Buffer | null };
}

export const outbound = (roomNumber: number, messages: readonly Told[]): Outbound => ({
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
  /** Of an update of this peer that became durable only what it typed is kept (SUG29). */
  cutShort?(): void;
}

export interface Right {
  readonly mode: ChannelMode;
  /** Why writing is refused; null when it is not. */
  readonly reason: ErrorCode | null;
  /** Epoch of the section row that this was decided on. */
  readonly epoch: number;
}

let peerCount = 0;

/** One authenticated connection to one room. */
export class Peer {
  /** Of this process; never used twice. */
  readonly number = (peerCount += 1);
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
  readonly joinedAt: number;
  right: Right;
  /** Write frames received so far, whatever became of them. */
  writeCount = 0;
  /** RESC7: it was asked for what it has. */
  isAsked = false;
  /** Updates before step 2 are contained in it. */
  hasStep2 = false;
  /** A reader's deletions were dropped: its document is not ours until its next step 2. */
  hasDropped = false;
  claimCount = 0;
  /** Of an edit of the server's own: what is to be recorded of it. */
  pending: PendingRecord | null = null;
  /** Of the document that it came with: its last step 1. */
  vector: Uint8Array | null = null;
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
    this.joinedAt = now;
    this.frames = new TokenBucket(rates.frameBurst, rates.framesPerSecond, now);
    this.carets = new TokenBucket(rates.caretBurst, rates.caretsPerSecond, now);
    this.step1s = new TokenBucket(rates.step1Burst, rates.step1PerSecond, now);
  }

  /** What is known of the document behind an update. Without a step 1 that is everything. */
  knowledge(isStep2: boolean, sight: Sight | null): Knowledge {
    if (!isStep2) return { kind: "one-change", sight };
    const { vector } = this;
    let known: Map<number, number> | null = null;
    const hasSeen = ({ client, clock }: TextId): boolean => {
      if (!vector) return true;
      known ??= Y.decodeStateVector(vector);
      return clock < (known.get(client) ?? 0);
    };
    return { kind: "whole-document", hasSeen };
  }
}

export const writerOf = (peer: Peer): UpdateWriter => ({
  userId: peer.actor.userId,
  claimant: peer.claimant,
  mode: peer.claimant === serverItself ? "server" : peer.right.mode === "suggest" ? "suggest" : "write",
});
