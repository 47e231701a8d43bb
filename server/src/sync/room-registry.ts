import {
  type Actor,
  AppError,
  type ErrorCode,
  type ReportId,
  type SectionId,
  type UserId,
} from "@dongsoan/shared/domain";
import type { ChannelMode } from "@dongsoan/shared/protocol";
import type { DocumentStore } from "../ports/document-store.ts";
import type { Fanout, Hint } from "../ports/fanout.ts";
import type { CaretOwner } from "./awareness.ts";
import { Committer } from "./committer.ts";
import { type ChannelRates, limits } from "./limits.ts";
import { Peer, type PeerLink, type Right } from "./peer.ts";
import { PersonWork } from "./person-work.ts";
import { Room, type RoomDeps } from "./room.ts";

/** What the permission function says about one person and one section. */
export type Authorisation =
  | {
      readonly ok: true;
      readonly mode: ChannelMode;
      readonly reason: ErrorCode | null;
      readonly epoch: number;
    }
  | { readonly ok: false; readonly reason: ErrorCode };
type Granted = Extract<Authorisation, { readonly ok: true }>;

export interface RegistryDeps {
  readonly documents: DocumentStore;
  readonly fanout: Fanout;
  readonly now: () => number;
  readonly rates: ChannelRates;
  readonly authorise: (actor: Actor, sectionId: SectionId) => Promise<Authorisation>;
  /** Looks the person up again, for rights that depend on unit and roles; null when disabled. */
  readonly currentActor: (actor: Actor) => Promise<Actor | null>;
  readonly onRefused: (sectionId: SectionId, userId: UserId, rule: string) => void;
  readonly onError: (error: unknown) => void;
}

export interface JoinRequest {
  readonly actor: Actor;
  /** Owner of the clientIDs of an edit that the server makes for the actor; else they are the actor's. */
  readonly claimant?: UserId;
  readonly owner: CaretOwner;
  readonly sectionId: SectionId;
  /** Lineage of the document that the client holds; 0 = none. */
  readonly lineage: number;
  /** SUG9: what the page wants to do; its right may allow less. Anything that it may when left out. */
  readonly asks?: Exclude<ChannelMode, "read">;
  readonly wantsEcho: boolean;
  readonly link: PeerLink;
}

export type Joined =
  | { readonly ok: true; readonly room: Room; readonly peer: Peer; admit(): void }
  | { readonly ok: false; readonly reason: ErrorCode };

type Entry =
  | {
      readonly ok: true;
      readonly room: Room;
      readonly actor: Actor;
      readonly authorisation: Granted;
      readonly hintCount: number;
    }
  | { readonly ok: false; readonly reason: ErrorCode };

/** Rights that change faster than a room is entered: the client comes again later. */
const maxTries = 4;

/** One room per section, opened by the first peer and freed after the last. Opening waits for the store; nothing is answered before. */
export class RoomRegistry {
  readonly #deps: RegistryDeps;
  readonly #committer: Committer;
  readonly #rooms = new Map<SectionId, Promise<Room | null>>();
  readonly #open = new Map<SectionId, Room>();
  /** Of everybody who has been here since the start: as many as there are people. */
  readonly #work = new Map<UserId, PersonWork>();
  readonly #timer: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  #nextNumber = 1;
  /** Hints that rights have changed, of whatever section and person. */
  #hintCount = 0;

  constructor(deps: RegistryDeps) {
    this.#deps = deps;
    this.#committer = new Committer(deps.documents);
    this.#timer = setInterval(() => this.tick(), limits.heartbeatMs / 3);
    this.#timer.unref();
    this.#unsubscribe = deps.fanout.subscribe((hint) => this.#hear(hint));
  }

  get roomCount(): number {
    return this.#open.size;
  }

  /** PERM, lineage and damage are asked before anything is sent. The caller calls `admit` once its own answer is out. */
  async join(request: JoinRequest): Promise<Joined> {
    if (!this.#workOf(request.actor.userId).takesOpening(this.#deps.now()))
      return { ok: false, reason: "rate-limited" };
    try {
      const entry = await this.#enter(request);
      if (!entry.ok) return entry;
      const { room, actor, authorisation, hintCount } = entry;
      if (request.lineage !== 0 && request.lineage !== room.lineage)
        return { ok: false, reason: "lineage-changed" };
      const { asks = "write" } = request;
      const right = this.#rightIn(room, authorisation, asks);
      const peer = new Peer({
        actor,
        claimant: request.claimant ?? actor.userId,
        owner: request.owner,
        asks,
        link: request.link,
        right,
        wantsEcho: request.wantsEcho,
        rates: this.#deps.rates,
        work: this.#workOf(actor.userId),
        now: this.#deps.now(),
      });
      return { ok: true, room, peer, admit: () => this.#admit(room, peer, hintCount) };
    } catch (error) {
      this.#deps.onError(error);
      return { ok: false, reason: error instanceof AppError ? error.code : "internal" };
    }
  }

  /**
   * Who the person is, what they may do, and the room. Whatever changes meanwhile voids it: the hint is for those who are
   * in a room, and this one is not yet.
   */
  async #enter(request: JoinRequest): Promise<Entry> {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const hintCount = this.#hintCount;
      // A socket lives for hours: who its person is today is asked at every opening.
      const actor = await this.#deps.currentActor(request.actor);
      if (!actor) return { ok: false, reason: "signed-out" };
      const authorisation = await this.#deps.authorise(actor, request.sectionId);
      if (!authorisation.ok) return authorisation;
      const room = await this.#room(request.sectionId);
      if (!room) return { ok: false, reason: "not-found" };
      if (hintCount === this.#hintCount && authorisation.epoch >= room.epoch)
        return { ok: true, room, actor, authorisation, hintCount };
    }
    return { ok: false, reason: "overloaded" };
  }

  /** @param hintCount when the peer's right was asked. */
  #admit(room: Room, peer: Peer, hintCount: number): void {
    try {
      room.join(peer);
      if (hintCount !== this.#hintCount) this.#recheck(room);
    } catch (error) {
      // Stored bytes that cannot be put together keep this one section shut, not the server.
      this.#deps.onError(error);
      peer.isClosed = true;
      peer.link.close("internal");
      room.discard("internal");
    }
  }

  /** Heartbeats, releases, closes. Runs on a timer; tests call it. */
  tick(): void {
    const now = this.#deps.now();
    for (const room of this.#open.values()) {
      try {
        if (room.tick(now)) room.close();
      } catch (error) {
        this.#deps.onError(error);
        room.discard("internal");
      }
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#unsubscribe();
    for (const room of this.#open.values()) room.close();
  }

  #rightIn(room: Room, { mode, reason, epoch }: Granted, asks: Peer["asks"]): Right {
    if (room.isDamaged) return { mode: "read", reason: "section-damaged", epoch };
    return { mode: mode === "write" ? asks : mode, reason, epoch };
  }

  #workOf(userId: UserId): PersonWork {
    const work = this.#work.get(userId) ?? new PersonWork(this.#deps.rates, this.#deps.now());
    this.#work.set(userId, work);
    return work;
  }

  #room(sectionId: SectionId): Promise<Room | null> {
    const known = this.#rooms.get(sectionId);
    if (known) return known;
    const opening = this.#load(sectionId);
    this.#rooms.set(sectionId, opening);
    opening.catch(() => this.#rooms.delete(sectionId));
    return opening;
  }

  async #load(sectionId: SectionId): Promise<Room | null> {
    const stored = await this.#deps.documents.load(sectionId);
    if (!stored) {
      this.#rooms.delete(sectionId);
      return null;
    }
    const room: Room = new Room(stored, this.#nextNumber++, this.#roomDeps());
    this.#open.set(sectionId, room);
    return room;
  }

  #roomDeps(): RoomDeps {
    const { documents, fanout, onRefused, onError, now } = this.#deps;
    return {
      committer: this.#committer,
      now,
      onRefused,
      onError,
      authorise: async (peer, sectionId) => {
        const actor = await this.#deps.currentActor(peer.actor);
        if (!actor) return { refused: "signed-out" };
        const answer = await this.#deps.authorise(actor, sectionId);
        const room = this.#open.get(sectionId);
        if (!answer.ok) return { refused: answer.reason };
        return room ? this.#rightIn(room, answer, peer.asks) : answer;
      },
      saveSnapshot: (sectionId, snapshot, onSaved) => {
        // Disposable by definition: a failure costs time at the next opening, nothing else.
        documents.saveSnapshot(sectionId, snapshot).then(onSaved, onError);
      },
      onStateChanged: (reportId: ReportId) => fanout.publish({ kind: "report", reportId }),
      onDiscard: (room) => {
        // A fresh room may have taken its place already.
        if (this.#open.get(room.sectionId) !== room) return;
        this.#open.delete(room.sectionId);
        this.#rooms.delete(room.sectionId);
      },
    };
  }

  #hear(hint: Hint): void {
    if (hint.kind === "damaged") return this.#open.get(hint.sectionId)?.keepWhole();
    if (hint.kind === "replaced") {
      // Also one that is being opened right now, from what was stored before.
      this.#rooms.get(hint.sectionId)?.then((room) => room?.discard("lineage-changed"), this.#deps.onError);
      return;
    }
    if (hint.kind === "fence" || hint.kind === "rights") this.#hintCount += 1;
    const touched = [...this.#open.values()].filter((room) =>
      hint.kind === "fence"
        ? hint.sectionIds.includes(room.sectionId)
        : hint.kind === "rights" && [...room.peers].some((p) => p.actor.userId === hint.userId),
    );
    for (const room of touched) this.#recheck(room);
  }

  #recheck(room: Room): void {
    room.recheckRights().catch((error: unknown) => {
      this.#deps.onError(error);
      room.discard("storage-unavailable");
    });
  }
}
