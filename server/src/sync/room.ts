import type {
  AppError,
  ErrorCode,
  ReportId,
  SectionId,
  SectionStateKind,
  UserId,
} from "@dongsoan/shared/domain";
import type { AppendOutcome, AppendRequest, StoredDocument } from "../ports/document-store.ts";
import { emptyAwareness, RoomAwareness } from "./awareness.ts";
import { CommittedText } from "./committed-text.ts";
import type { Committer } from "./committer.ts";
import { DurableAnswers } from "./durable-answers.ts";
import { limits } from "./limits.ts";
import { outbound, type Peer, type Right } from "./peer.ts";
import type { Shadow } from "./shadow.ts";
import {
  awarenessMessage,
  awarenessType,
  countVectorEntries,
  decodeMessage,
  step1Message,
  step2Message,
  updateMessage,
  type YMessage,
} from "./y-messages.ts";

export interface RoomDeps {
  readonly committer: Committer;
  readonly now: () => number;
  /** Asks the permission function again; a refusal comes back as its reason. */
  readonly authorise: (peer: Peer, sectionId: SectionId) => Promise<Right | { readonly refused: ErrorCode }>;
  readonly saveSnapshot: (sectionId: SectionId, seq: number, state: Uint8Array) => void;
  /** The state kind changed by an edit (drafting began, an approval was voided). */
  readonly onStateChanged: (reportId: ReportId, sectionId: SectionId) => void;
  /** Counts refusals by rule, for metrics and logs. */
  readonly onRefused: (sectionId: SectionId, userId: UserId, rule: string) => void;
  /** The room is of no more use: storage failed or another node wrote. */
  readonly onDiscard: (room: Room) => void;
  /** A fault of ours, for the log. */
  readonly onError: (error: unknown) => void;
}

/** Rights that change faster than they can be asked: the room starts afresh instead. */
const maxRightsRounds = 4;

/** An admitted update that waits for its commit. */
interface Accepted {
  readonly serial: number;
  readonly payload: Uint8Array;
  readonly peer: Peer;
  readonly newClaims: readonly number[];
}

/**
 * The live document of one section and its peers. Two sets of bytes: what is committed (`#text`, all that anybody is
 * served from) and what is admitted on top (`#inFlight`, `#queue`). Rules ACK1-ACK6, GATE*, FENCE*. Longer than a file
 * should be, because the order of admission, commit, refusal and rights is one argument and is read in one place.
 */
export class Room {
  readonly sectionId: SectionId;
  readonly reportId: ReportId;
  readonly lineage: number;
  /** The channel's number in frames: the same for all peers, so that one encoding serves them. */
  readonly number: number;
  readonly peers = new Set<Peer>();
  readonly #deps: RoomDeps;
  readonly #awareness = new RoomAwareness();
  readonly #claims: Map<number, UserId>;
  readonly #isDamaged: boolean;
  #epoch: number;
  #head: number;
  #stateKind: SectionStateKind;
  readonly #text: CommittedText;
  #shadow: Shadow | null = null;
  #encoded: { readonly serial: number; readonly state: Uint8Array } | null = null;
  /** Serial of the last admitted update; never used twice. */
  #accepted = 0;
  #committed = 0;
  #inFlight: Accepted[] = [];
  #inFlightEpoch = 0;
  #queue: Accepted[] = [];
  readonly #answers = new DurableAnswers();
  /** Carets that came behind text which is not durable yet; the last word of each peer. */
  readonly #caretsToSend = new Map<Peer, Uint8Array>();
  #lastUseAt: number;
  #lastBeatAt: number;
  /** After a fenced append nothing is sent off before the rights are known again. */
  #isHeld = false;
  #isDiscarded = false;

  constructor(stored: StoredDocument, number: number, deps: RoomDeps) {
    this.sectionId = stored.sectionId;
    this.reportId = stored.reportId;
    this.lineage = stored.lineage;
    this.number = number;
    this.#deps = deps;
    this.#claims = new Map(stored.claims);
    this.#isDamaged = stored.damage !== null;
    this.#epoch = stored.epoch;
    this.#head = stored.head;
    this.#stateKind = stored.stateKind;
    this.#text = new CommittedText(stored);
    this.#lastUseAt = deps.now();
    this.#lastBeatAt = this.#lastUseAt;
  }

  get epoch(): number {
    return this.#epoch;
  }

  get isDamaged(): boolean {
    return this.#isDamaged;
  }

  /** Lets a peer in: it gets the server's state vector (so that it answers with what it has) and the carets. */
  join(peer: Peer): void {
    // Rights of an older epoch are void; the client asks again.
    if (this.#isDiscarded || peer.right.epoch < this.#epoch) {
      peer.isClosed = true;
      return peer.link.close("overloaded");
    }
    this.peers.add(peer);
    this.#askFor(peer);
    const carets = this.#awareness.everybody();
    if (carets) this.#sendTo(peer, awarenessMessage(carets));
    // A hint was lost or is late: nobody here may write under the new epoch before being asked again.
    if (peer.right.epoch > this.#epoch)
      this.recheckRights().catch((error: unknown) => {
        this.#deps.onError(error);
        this.discard("storage-unavailable");
      });
  }

  leave(peer: Peer): void {
    if (!this.peers.delete(peer)) return;
    peer.isClosed = true;
    this.#caretsToSend.delete(peer);
    const gone = this.#awareness.leave(peer);
    if (gone) this.#broadcast([awarenessMessage(gone)], null);
  }

  /** One y-websocket message of a peer. Anything wrong closes that peer's channel and nothing else. */
  receive(peer: Peer, bytes: Uint8Array): void {
    if (peer.isClosed || this.#isDiscarded) return;
    const isAwareness = bytes[0] === awarenessType;
    // LIMIT5: the stock client sends every caret that it hears back to us; what is too much is dropped, not punished.
    if (isAwareness && !peer.carets.take(this.#deps.now())) return;
    if (!isAwareness && !peer.frames.take(this.#deps.now()))
      return this.refuse(peer, "rate-limited", "LIMIT1");
    if (bytes.length > limits.maxMessageBytes) return this.refuse(peer, "too-large", "LIMIT2");
    try {
      this.#hear(peer, bytes);
    } catch (error) {
      // Whatever of ours broke on these bytes: the document that they touched is gone, and so is their sender.
      this.#deps.onError(error);
      this.#dropShadow();
      this.refuse(peer, "update-refused", "GATE8");
    }
  }

  #hear(peer: Peer, bytes: Uint8Array): void {
    let message: YMessage;
    try {
      message = decodeMessage(bytes);
    } catch {
      return this.refuse(peer, "malformed", "GATE1");
    }
    switch (message.kind) {
      case "step1":
        return this.#answerStep1(peer, message.vector);
      case "step2":
      case "update":
        return this.#write(peer, message.update, message.kind === "step2");
      case "awareness":
        return this.#hearAwareness(peer, message.update);
      case "query-awareness": {
        const carets = this.#awareness.everybody();
        if (carets) this.#sendTo(peer, awarenessMessage(carets));
      }
    }
  }

  /** Closes one channel with its reason; what the peer had admitted but not committed is taken back out. */
  refuse(peer: Peer, reason: ErrorCode, rule: string): void {
    this.#expel(new Map([[peer, reason]]), rule);
  }

  #expel(peers: ReadonlyMap<Peer, ErrorCode>, rule: string): void {
    for (const [peer, reason] of peers) {
      if (peer.isClosed) continue;
      this.#deps.onRefused(this.sectionId, peer.actor.userId, rule);
      this.leave(peer);
      peer.link.close(reason);
    }
    if (this.#queue.some((a) => peers.has(a.peer))) this.#rebuildWithout(peers);
  }

  /**
   * FENCE4: rights may have changed. Whoever lost one is closed, and nothing of theirs that waits is committed. The room
   * writes under a new epoch only when everybody's right, also of those who left text and went, is of that epoch.
   */
  async recheckRights(): Promise<void> {
    for (let round = 0; round < maxRightsRounds; round += 1) {
      const peers = this.#everyWriter();
      const answers = await Promise.all(peers.map((peer) => this.#deps.authorise(peer, this.sectionId)));
      if (this.#isDiscarded) return;
      const shrunk = new Map<Peer, ErrorCode>();
      let epoch = this.#epoch;
      for (const [i, peer] of peers.entries()) {
        const answer = answers[i];
        if (!answer) continue;
        if ("refused" in answer) shrunk.set(peer, answer.refused);
        else {
          epoch = Math.max(epoch, answer.epoch);
          const { mode } = peer.right;
          if (mode === "write" && answer.mode === "read") shrunk.set(peer, answer.reason ?? "forbidden");
          peer.right = answer;
          // What a reader's editor did to the text was dropped; now it may count.
          if (mode === "read" && answer.mode === "write") this.#askFor(peer);
        }
      }
      this.#expel(shrunk, "FENCE4");
      if (this.#isDiscarded) return;
      if (this.#everyWriter().every((peer) => peer.right.epoch === epoch)) {
        this.#epoch = epoch;
        return;
      }
    }
    this.discard("overloaded");
  }

  #everyWriter(): Peer[] {
    return [...new Set([...this.peers, ...this.#queue.map((a) => a.peer)])];
  }

  // --- commits ---------------------------------------------------------------------------------------------------

  takeBatch(): AppendRequest | null {
    if (this.#isDiscarded || this.#isHeld || this.#queue.length === 0) return null;
    this.#inFlight = this.#queue;
    this.#inFlightEpoch = this.#epoch;
    this.#queue = [];
    return {
      sectionId: this.sectionId,
      epoch: this.#epoch,
      expectedHead: this.#head,
      updates: this.#inFlight.map((a) => ({ payload: a.payload, by: a.peer.actor.userId })),
      claims: this.#inFlight.flatMap((a) =>
        a.newClaims.map((clientId) => ({ clientId, userId: a.peer.actor.userId })),
      ),
      at: this.#deps.now(),
    };
  }

  settle(outcome: AppendOutcome): void {
    if (this.#isDiscarded) return;
    if (!outcome.ok) {
      // Behind, or a clientID that another node let somebody else claim: a fresh room knows better.
      if (outcome.reason === "fenced") void this.#afterFence();
      else this.discard("overloaded");
      return;
    }
    const batch = this.#inFlight;
    this.#inFlight = [];
    this.#head = outcome.head;
    this.#committed = batch.at(-1)?.serial ?? this.#committed;
    this.#text.append(batch.map((a) => a.payload));
    this.#broadcastBatch(batch);
    this.#sendAnswers();
    if (outcome.stateKind !== this.#stateKind) {
      this.#stateKind = outcome.stateKind;
      this.#deps.onStateChanged(this.reportId, this.sectionId);
    }
    if (this.#queue.length > 0) this.#deps.committer.schedule(this);
    // A room that is never quiet gets its snapshot too, later, at the price of replaying its log.
    if (this.#text.snapshotPressure >= (this.#isQuiet() ? 1 : limits.hotSnapshotFactor)) this.#takeSnapshot();
  }

  fail(error: AppError): void {
    this.#deps.onError(error);
    this.discard("storage-unavailable");
  }

  /** The memory copy is ahead of the store or behind it: everybody is sent away and comes back to a fresh room. */
  discard(reason: ErrorCode): void {
    if (this.#isDiscarded) return;
    this.#isDiscarded = true;
    for (const peer of this.peers) {
      peer.isClosed = true;
      peer.link.close(reason);
    }
    this.peers.clear();
    this.#shadow?.destroy();
    this.#shadow = null;
    this.#deps.onDiscard(this);
  }

  /** Called now and then: heartbeat, and release of what is not needed. @returns true when the room may be freed. */
  tick(now: number): boolean {
    if (this.peers.size > 0) {
      if (now - this.#lastBeatAt >= limits.heartbeatMs) {
        this.#lastBeatAt = now;
        this.#broadcast([awarenessMessage(emptyAwareness)], null);
      }
      if (now - this.#lastUseAt > limits.releaseAfterMs) this.#release();
      return false;
    }
    return this.#isQuiet() && now - this.#lastUseAt > limits.closeAfterMs;
  }

  /** Last words: keeps a snapshot, so that the next opening is quick. */
  close(): void {
    if (this.#isDiscarded) return;
    if (this.#isQuiet() && this.#text.updatesSinceSnapshot > 20) this.#takeSnapshot();
    this.discard("draining");
  }

  // --- inside ----------------------------------------------------------------------------------------------------

  #isQuiet(): boolean {
    return this.#inFlight.length === 0 && this.#queue.length === 0;
  }

  #open(): Shadow {
    this.#lastUseAt = this.#deps.now();
    return (this.#shadow ??= this.#build([...this.#inFlight, ...this.#queue]));
  }

  #build(onTop: readonly Accepted[]): Shadow {
    return this.#text.build(onTop.map((a) => a.payload));
  }

  /** Keeps the bytes and drops the document, which is six times as large. */
  #release(): void {
    if (!this.#shadow || !this.#isQuiet() || this.#isDamaged) return;
    this.#text.fold(this.#encodedState());
    this.#dropShadow();
  }

  /** While there is no document, joins are served from bytes, and none is built for them. */
  #isAtRest(): boolean {
    return this.#shadow === null && this.#isQuiet();
  }

  #vector(): Uint8Array {
    return (this.#isAtRest() && this.#text.foldedVector) || this.#open().vector();
  }

  #encodedState(): Uint8Array {
    const folded = this.#isAtRest() ? this.#text.folded : null;
    if (folded) return folded;
    if (this.#encoded?.serial !== this.#accepted)
      this.#encoded = { serial: this.#accepted, state: this.#open().encode() };
    return this.#encoded.state;
  }

  #takeSnapshot(): void {
    if (this.#isDamaged) return;
    const state = this.#text.fold(this.#isQuiet() ? this.#encodedState() : null);
    this.#text.snapshotTaken();
    this.#deps.saveSnapshot(this.sectionId, this.#head, state);
  }

  #answerStep1(peer: Peer, vector: Uint8Array): void {
    if (!peer.step1s.take(this.#deps.now())) return this.refuse(peer, "rate-limited", "LIMIT3");
    let entries: number;
    try {
      entries = countVectorEntries(vector, limits.maxVectorEntries);
    } catch {
      return this.refuse(peer, "malformed", "LIMIT4");
    }
    this.#lastUseAt = this.#deps.now();
    const asked = Uint8Array.from(vector);
    this.#sendDurable(peer, () =>
      step2Message(entries === 0 ? this.#encodedState() : this.#open().encode(asked)),
    );
  }

  /** Our step 1: what do you have that we do not? Were it to name text that is never stored, the answer would have a gap. */
  #askFor(peer: Peer): void {
    this.#sendDurable(peer, () => step1Message(this.#vector()));
  }

  /** ACK3: a message may tell of updates that are not durable yet; it leaves with their commit. */
  #sendDurable(peer: Peer, make: () => Uint8Array): void {
    const message = make();
    if (this.#isQuiet()) this.#sendTo(peer, message);
    else this.#answers.addReply({ serial: this.#lastSerial(), peer, message, make });
  }

  #lastSerial(): number {
    return (this.#queue.at(-1) ?? this.#inFlight.at(-1))?.serial ?? this.#committed;
  }

  #write(peer: Peer, update: Uint8Array, isStep2: boolean): void {
    peer.writeCount += 1;
    const count = peer.writeCount;
    if (!isStep2 && !peer.hasStep2) return; // ACK4: contained in the step 2 that is on its way
    if (isStep2) {
      peer.hasStep2 = true;
      if (peer.right.mode === "write") peer.hasDropped = false;
    }
    if (peer.hasDropped && peer.right.mode === "write") return; // until the step 2 that was asked for
    const acknowledge = () => {
      if (this.#isQuiet()) peer.link.ack(count);
      else this.#answers.addAck({ serial: this.#lastSerial(), peer, count });
    };
    if (update.length === 2 && update[0] === 0 && update[1] === 0) return acknowledge();
    if (peer.right.mode === "read") return this.#hearReader(peer, update, acknowledge);
    const shadow = this.#open();
    const admission = shadow.admit(
      update,
      peer.actor.userId,
      (clientId) => this.#claims.get(clientId),
      limits.maxClaimsPerPeer - peer.claimCount,
    );
    if (!admission.ok) {
      if (admission.isDirty) this.#dropShadow();
      return this.refuse(peer, admission.reason, admission.rule);
    }
    if (!admission.payload) return acknowledge();
    peer.claimCount += admission.newClaims.length;
    for (const clientId of admission.newClaims) this.#claims.set(clientId, peer.actor.userId);
    this.#accepted += 1;
    this.#queue.push({
      serial: this.#accepted,
      payload: admission.payload,
      peer,
      newClaims: admission.newClaims,
    });
    acknowledge();
    if (this.#inFlight.length === 0 && !this.#isHeld) this.#deps.committer.schedule(this);
  }

  /** A reader's editor may repeat what is known, or tidy formats by deletions: neither is a fault, and neither is kept. */
  #hearReader(peer: Peer, update: Uint8Array, acknowledge: () => void): void {
    const inspection = this.#open().inspect(
      update,
      peer.actor.userId,
      (clientId) => this.#claims.get(clientId),
      limits.maxClaimsPerPeer,
    );
    if (inspection.ok && !inspection.hasNewStructs) {
      // ACK1: what was dropped is not durable, and neither is any count that would contain it.
      peer.hasDropped ||= this.#open().deletesAnything(update);
      return peer.hasDropped ? undefined : acknowledge();
    }
    if (!inspection.ok && inspection.reason === "malformed")
      return this.refuse(peer, "malformed", inspection.rule);
    this.refuse(peer, peer.right.reason ?? "forbidden", "FENCE1");
  }

  #hearAwareness(peer: Peer, update: Uint8Array): void {
    let out: Uint8Array | null;
    try {
      out = this.#awareness.receive(peer, update);
    } catch {
      return this.refuse(peer, "malformed", "AWARE1");
    }
    if (!out) return;
    // AWARE2: a caret must not overtake the text it stands in; and one write then carries both.
    if (this.#isQuiet()) this.#broadcast([awarenessMessage(out)], peer);
    else this.#caretsToSend.set(peer, out);
  }

  #dropShadow(): void {
    this.#shadow?.destroy();
    this.#shadow = null;
    this.#encoded = null;
  }

  /** Takes the waiting updates of some peers back out; what of the others stood on them cannot stand either. */
  #rebuildWithout(gone: { has(peer: Peer): boolean }): void {
    this.#dropShadow();
    const kept: Accepted[] = [];
    const lost = new Set<Peer>();
    const shadow = this.#build(this.#inFlight);
    // Claims come with the update that is stored first; one that is not stored has claimed nothing.
    for (const { newClaims } of this.#queue) for (const clientId of newClaims) this.#claims.delete(clientId);
    for (const accepted of this.#queue) {
      if (gone.has(accepted.peer) || lost.has(accepted.peer)) continue;
      const admission = shadow.admit(
        accepted.payload,
        accepted.peer.actor.userId,
        (clientId) => this.#claims.get(clientId),
        limits.maxClaimsPerPeer,
      );
      if (admission.ok) {
        kept.push({ ...accepted, newClaims: admission.newClaims });
        for (const clientId of admission.newClaims) this.#claims.set(clientId, accepted.peer.actor.userId);
      } else lost.add(accepted.peer);
      if (!admission.ok && admission.isDirty) return this.discard("overloaded");
    }
    this.#queue = kept;
    this.#shadow = shadow;
    // ACK2: an answer that was made from the former document may hold what has just been taken out.
    this.#answers.renew(this.#lastSerial());
    if (this.#isQuiet()) this.#sendAnswers();
    // Their editors hold the text still and hand it in again when they come back.
    for (const peer of lost) {
      this.leave(peer);
      peer.link.close("overloaded");
    }
  }

  async #afterFence(): Promise<void> {
    this.#queue = [...this.#inFlight, ...this.#queue];
    this.#inFlight = [];
    this.#isHeld = true;
    try {
      await this.recheckRights();
    } catch (error) {
      // Rights that cannot be asked are no rights: everybody comes back later.
      this.#deps.onError(error);
      return this.discard("storage-unavailable");
    }
    this.#isHeld = false;
    if (this.#isDiscarded || this.#queue.length === 0) return;
    // The store refuses what the permission function allows: what we know is not the truth.
    if (this.#epoch === this.#inFlightEpoch) return this.discard("overloaded");
    this.#deps.committer.schedule(this);
  }

  #sendCarets(): void {
    for (const [peer, out] of this.#caretsToSend) this.#broadcast([awarenessMessage(out)], peer);
    this.#caretsToSend.clear();
  }

  #sendAnswers(): void {
    this.#sendCarets();
    const { acks, replies } = this.#answers.take(this.#committed, this.#isQuiet());
    for (const [peer, count] of acks) if (!peer.isClosed) peer.link.ack(count);
    for (const { peer, message } of replies) this.#sendTo(peer, message);
  }

  #broadcastBatch(batch: readonly Accepted[]): void {
    if (this.peers.size === 0) return;
    const messages = batch.map((a) => updateMessage(a.payload));
    const all = outbound(this.number, messages);
    const authors = new Set(batch.map((a) => a.peer));
    for (const peer of this.peers) {
      if (peer.wantsEcho || !authors.has(peer)) peer.link.send(all);
      else {
        const others = messages.filter((_, i) => batch[i]?.peer !== peer);
        if (others.length > 0) peer.link.send(outbound(this.number, others));
      }
    }
  }

  #broadcast(messages: readonly Uint8Array[], except: Peer | null): void {
    const out = outbound(this.number, messages);
    for (const peer of this.peers) if (peer !== except) peer.link.send(out);
  }

  #sendTo(peer: Peer, message: Uint8Array): void {
    if (!peer.isClosed) peer.link.send(outbound(this.number, [message]));
  }
}
