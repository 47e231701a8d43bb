import type {
  AppError,
  ErrorCode,
  ReportId,
  SectionId,
  SectionStateKind,
  UserId,
} from "@dongsoan/shared/domain";
import { changesOf, contentOf } from "@dongsoan/shared/crdt";
import { serverItself, type TextNow } from "../ports/section-writer.ts";
import type {
  AppendOutcome,
  AppendRequest,
  StoredDocument,
  StoredSnapshot,
} from "../ports/document-store.ts";
import { Audience, tellWriters } from "./audience.ts";
import { Claims } from "./claims.ts";
import type { Committer } from "./committer.ts";
import { DurableAnswers, type WaitingReply } from "./durable-answers.ts";
import { Intake } from "./intake.ts";
import { limits } from "./limits.ts";
import { LiveText } from "./live-text.ts";
import type { Peer, Right } from "./peer.ts";
import { RecentEdits } from "./recent-edits.ts";
import { judgeReader } from "./reader-frame.ts";
import { Turns } from "./turns.ts";
import { type Accepted, rowsOf, WriteQueue } from "./write-queue.ts";
import {
  countVectorEntries,
  decodeMessage,
  isPresence,
  step1Message,
  step2Message,
  type YMessage,
} from "./y-messages.ts";

export interface RoomDeps {
  readonly committer: Committer;
  readonly now: () => number;
  /** Asks the permission function again; a refusal comes back as its reason. */
  readonly authorise: (peer: Peer, sectionId: SectionId) => Promise<Right | { readonly refused: ErrorCode }>;
  readonly saveSnapshot: (sectionId: SectionId, snapshot: StoredSnapshot, onSaved: () => void) => void;
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

/**
 * The live document of one section and its peers: the order of admission, commit, refusal and rights, read in one place.
 * `#intake` holds what was heard and is not looked at, `#writes` what is admitted and not durable, `#text` the document
 * that all of it makes, `#audience` who is told.
 * Rules ACK1-ACK6, GATE*, FENCE*.
 */
export class Room {
  readonly sectionId: SectionId;
  readonly reportId: ReportId;
  readonly lineage: number;
  /** The channel's number in frames. */
  readonly number: number;
  /** VER10: of the server's own edits each is made from a text that holds the one before. */
  readonly ownEdits = new Turns();
  readonly #deps: RoomDeps;
  readonly #audience: Audience;
  readonly #intake: Intake;
  readonly #writes = new WriteQueue();
  readonly #recent: RecentEdits;
  readonly #text: LiveText;
  readonly #answers = new DurableAnswers();
  readonly #claims: Claims;
  readonly #isDamaged: boolean;
  #epoch: number;
  #head: number;
  #stateKind: SectionStateKind;
  #inFlightEpoch = 0;
  #lastUseAt: number;
  /** After a fenced append nothing is sent off before the rights are known again. */
  #isHeld = false;
  #isDiscarded = false;

  constructor(stored: StoredDocument, number: number, deps: RoomDeps) {
    this.sectionId = stored.sectionId;
    this.reportId = stored.reportId;
    this.lineage = stored.lineage;
    this.number = number;
    this.#deps = deps;
    this.#claims = new Claims(stored.claims, stored.suggestions);
    this.#isDamaged = stored.damage !== null;
    this.#epoch = stored.epoch;
    this.#head = stored.head;
    this.#stateKind = stored.stateKind;
    this.#recent = new RecentEdits(stored.head);
    this.#text = new LiveText(stored, this.#writes);
    this.#intake = new Intake({
      text: this.#text,
      writes: this.#writes,
      claims: this.#claims,
      recent: this.#recent,
      now: deps.now,
      onAdmitted: (peer, count) => this.#admitted(peer, count),
      onRefused: (peer, reason, rule) => this.refuse(peer, reason, rule),
      onError: deps.onError,
    });
    this.#lastUseAt = deps.now();
    this.#audience = new Audience(number, this.#lastUseAt, (id) => this.#claims.ofClient(id));
  }

  get peers(): ReadonlySet<Peer> {
    return this.#audience.peers;
  }

  get epoch(): number {
    return this.#epoch;
  }

  get isDamaged(): boolean {
    return this.#isDamaged;
  }

  /** The whole text as it is now, with what is admitted and not durable yet. */
  currentText(): TextNow {
    this.#intake.empty();
    return {
      state: () => this.#text.state(),
      changesOf: (suggestions) => changesOf(contentOf(this.#text.open().doc), suggestions),
    };
  }

  /** Lets a peer in: it gets the server's state vector (so that it answers with what it has) and the carets. */
  join(peer: Peer): void {
    // Rights of an older epoch are void; the client asks again.
    if (this.#isDiscarded || peer.right.epoch < this.#epoch) {
      peer.isClosed = true;
      return peer.link.close("overloaded");
    }
    this.#audience.peers.add(peer);
    this.#askFor(peer);
    this.#audience.tellCarets(peer);
    // A hint was lost or is late: nobody here may write under the new epoch before being asked again.
    if (peer.right.epoch > this.#epoch)
      this.recheckRights().catch((error: unknown) => {
        this.#deps.onError(error);
        this.discard("storage-unavailable");
      });
  }

  leave(peer: Peer): void {
    if (this.#audience.remove(peer)) peer.isClosed = true;
  }

  /**
   * One y-websocket message of a peer. Anything wrong closes that peer's channel and nothing else.
   * @param heard seq up to which its page had heard of the text when it was written (HEARD2); 0: not known.
   */
  receive(peer: Peer, bytes: Uint8Array, heard = 0): void {
    if (peer.isClosed || this.#isDiscarded) return;
    const now = this.#deps.now();
    const isOfCarets = isPresence(bytes);
    // LIMIT5: the stock client sends every caret that it hears back to us; what is too much is dropped, not punished.
    if (isOfCarets && (peer.work.isSpent(now) || !peer.carets.take(now))) return;
    if (!isOfCarets && !peer.frames.take(now)) return this.refuse(peer, "rate-limited", "LIMIT1");
    // What the server gives back of a large text is one edit, however long.
    const isOwn = peer.claimant === serverItself;
    if (bytes.length > limits.maxMessageBytes && !isOwn) return this.refuse(peer, "too-large", "LIMIT2");
    if (!isOfCarets && !peer.work.takes(now, bytes.length))
      return this.refuse(peer, "rate-limited", "LIMIT7");
    const hear = () => this.#intake.guarded(peer, () => this.#hear(peer, bytes, heard));
    // What updates cost is counted where it arises: making the document that they meet is nobody's doing.
    if (isOfCarets) peer.work.time(now, hear);
    else hear();
  }

  #hear(peer: Peer, bytes: Uint8Array, heard: number): void {
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
        return this.#write(peer, message.update, message.kind === "step2", heard);
      case "awareness":
        return this.#hearAwareness(peer, message.update);
      case "query-awareness":
        // The answer is as large as everybody's carets: a page asks once for each (re)connection.
        if (peer.step1s.take(this.#deps.now())) this.#audience.tellCarets(peer);
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
    this.#intake.forget(peers);
    if (this.#writes.waiting.some((a) => peers.has(a.peer))) this.#takeBack(peers);
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
          if (mode !== "read" && answer.mode === "read") shrunk.set(peer, answer.reason ?? "forbidden");
          // A page that makes suggestions is another editor: it opens the section anew.
          else if (mode !== answer.mode && [mode, answer.mode].includes("suggest"))
            shrunk.set(peer, "overloaded");
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
    return [...new Set([...this.peers, ...this.#writes.waiting.map((a) => a.peer), ...this.#intake.peers])];
  }

  // --- commits ---------------------------------------------------------------------------------------------------

  takeBatch(): AppendRequest | null {
    if (this.#isDiscarded || this.#isHeld) return null;
    this.#intake.empty();
    if (this.#isDiscarded) return null;
    // Nothing of what was heard was new: no commit takes these along.
    if (this.#writes.isQuiet) this.#audience.sendHeldCarets();
    if (this.#writes.waiting.length === 0) return null;
    const batch = this.#writes.takeBatch();
    this.#inFlightEpoch = this.#epoch;
    return {
      sectionId: this.sectionId,
      epoch: this.#epoch,
      expectedHead: this.#head,
      ...rowsOf(batch),
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
    const batch = this.#writes.settle();
    this.#head = outcome.head;
    tellWriters(batch, outcome.head);
    this.#recent.stored(batch);
    this.#text.append(batch.map((a) => a.payload));
    this.#sendAnswers(batch);
    if (outcome.stateKind !== this.#stateKind) {
      this.#stateKind = outcome.stateKind;
      this.#deps.onStateChanged(this.reportId, this.sectionId);
    }
    if (this.#hasMore()) this.#deps.committer.schedule(this);
    if (this.#text.isSnapshotDue()) this.#takeSnapshot();
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
    this.#audience.peers.clear();
    this.#intake.clear();
    this.#text.drop();
    this.#deps.onDiscard(this);
  }

  /** Called now and then: heartbeat, and release of what is not needed. @returns true when the room may be freed. */
  tick(now: number): boolean {
    this.#text.forgetWholeMessage();
    if (this.peers.size > 0) {
      this.#audience.beat(now);
      if (!this.#isDamaged && now - this.#lastUseAt > limits.releaseAfterMs) this.#text.release();
      return false;
    }
    return this.#isSettled() && now - this.#lastUseAt > limits.closeAfterMs;
  }

  /** Last words: keeps a snapshot, so that the next opening is quick. */
  close(): void {
    if (this.#isDiscarded) return;
    if (this.#writes.isQuiet && this.#text.updatesSinceSnapshot > 20) this.#takeSnapshot();
    this.discard("draining");
  }

  /** DAMAGE1: the stored text was found damaged while this room holds it whole: it is written down as one state. */
  keepWhole(): void {
    if (!this.#isDiscarded)
      this.#takeSnapshot(() => this.#deps.onStateChanged(this.reportId, this.sectionId));
  }

  // --- inside ----------------------------------------------------------------------------------------------------

  #takeSnapshot(onSaved: () => void = () => undefined): void {
    if (!this.#isDamaged)
      this.#deps.saveSnapshot(this.sectionId, { seq: this.#head, ...this.#text.takeSnapshot() }, onSaved);
  }

  #answerStep1(peer: Peer, vector: Uint8Array): void {
    if (!peer.step1s.take(this.#deps.now())) return this.refuse(peer, "rate-limited", "LIMIT3");
    let entries: number;
    try {
      // Whoever holds the whole section names all of its ids, and one or two of their own.
      const most = Math.max(limits.maxVectorEntries, this.#claims.size + limits.maxClaimsPerPeer);
      entries = countVectorEntries(vector, most);
    } catch {
      return this.refuse(peer, "malformed", "LIMIT4");
    }
    this.#lastUseAt = this.#deps.now();
    const asked = Uint8Array.from(vector);
    peer.vector = asked;
    const answer = () =>
      entries === 0 ? this.#text.wholeMessage() : step2Message(this.#text.stateAfter(asked));
    if (entries > 0) this.#text.open();
    peer.work.time(this.#deps.now(), () => this.#sendDurable(peer, answer));
  }

  /** Our step 1: what do you have that we do not? Were it to name text that is never stored, the answer would have a gap. */
  #askFor(peer: Peer): void {
    const make = () => step1Message(this.#text.vector());
    const question = { serial: this.#writes.last, peer, message: make(), make, isQuestion: true };
    if (this.#writes.isQuiet) this.#ask(question);
    else this.#answers.addReply(question);
  }

  /** ACK3: a message may tell of updates that are not durable yet; it leaves with their commit. */
  #sendDurable(peer: Peer, make: () => Uint8Array): void {
    const message = make();
    if (this.#writes.isQuiet) this.#audience.send(peer, message, this.#head);
    else this.#answers.addReply({ serial: this.#writes.last, peer, message, make, isQuestion: false });
  }

  #write(peer: Peer, update: Uint8Array, isStep2: boolean, heard: number): void {
    peer.writeCount += 1;
    const count = peer.writeCount;
    if (!isStep2 && !peer.hasStep2) return; // ACK4: contained in the step 2 that is on its way
    if (isStep2) {
      peer.hasStep2 = true;
      if (peer.right.mode !== "read") peer.hasDropped = false;
    }
    if (peer.hasDropped && peer.right.mode !== "read") return; // until the step 2 that was asked for
    const isNothing = update.length === 2 && update[0] === 0 && update[1] === 0;
    // What a suggestion is, and what the server writes itself, is judged edit by edit.
    const canWait = !isStep2 && peer.right.mode === "write" && peer.claimant !== serverItself;
    if (canWait && !isNothing) {
      this.#intake.add(peer, { update, count, heard });
      return this.#commitSoon();
    }
    this.#intake.empty();
    if (peer.isClosed) return;
    if (isNothing) this.#acknowledge(peer, count);
    else if (peer.right.mode === "read") this.#hearReader(peer, update, count);
    else if (this.#intake.judge(peer, { update, count, heard }, isStep2) && this.#hasMore())
      this.#commitSoon();
  }

  #admitted(peer: Peer, count: number): void {
    this.#lastUseAt = this.#deps.now();
    this.#acknowledge(peer, count);
  }

  #acknowledge(peer: Peer, count: number): void {
    // The next line of that page to this room bears the same number, and would take the count for its own.
    if (peer.isClosed) return;
    if (this.#writes.isQuiet) peer.link.ack(count);
    else this.#answers.addAck({ serial: this.#writes.last, peer, count });
  }

  /** The commit that is on its way, or the answer about our rights, calls for the next one itself. */
  #commitSoon(): void {
    if (!this.#writes.isCommitting && !this.#isHeld) this.#deps.committer.schedule(this);
  }

  /** Everything that was heard is durable. */
  #isSettled(): boolean {
    return this.#writes.isQuiet && this.#intake.isEmpty;
  }

  #hasMore(): boolean {
    return this.#writes.waiting.length > 0 || !this.#intake.isEmpty;
  }

  #hearReader(peer: Peer, update: Uint8Array, count: number): void {
    const shadow = this.#text.open();
    const judge = () => judgeReader(update, peer, shadow, this.#claims);
    const verdict = peer.work.time(this.#deps.now(), judge);
    if (verdict.kind === "refused") return this.refuse(peer, verdict.reason, verdict.rule);
    peer.hasDropped ||= verdict.kind === "dropped";
    if (!peer.hasDropped) this.#acknowledge(peer, count);
  }

  #hearAwareness(peer: Peer, update: Uint8Array): void {
    try {
      this.#audience.hearCaret(peer, update, !this.#isSettled());
    } catch {
      this.refuse(peer, "malformed", "AWARE1");
    }
  }

  #takeBack(gone: { has(peer: Peer): boolean }): void {
    const lost = this.#intake.takeBack(gone);
    if (!lost) return this.discard("overloaded");
    // ACK2: an answer that was made from the former document may hold what has just been taken out.
    this.#answers.renew(this.#writes.last);
    if (this.#writes.isQuiet) this.#sendAnswers([]);
    // Their editors hold the text still and hand it in again when they come back.
    for (const peer of lost) {
      // Gone already: their page may have come back, on a line that bears the same number.
      if (peer.isClosed) continue;
      this.leave(peer);
      peer.link.close("overloaded");
    }
  }

  async #afterFence(): Promise<void> {
    this.#writes.putBack();
    this.#isHeld = true;
    try {
      await this.recheckRights();
    } catch (error) {
      // Rights that cannot be asked are no rights: everybody comes back later.
      this.#deps.onError(error);
      return this.discard("storage-unavailable");
    }
    this.#isHeld = false;
    if (this.#isDiscarded || !this.#hasMore()) return;
    // The store refuses what the permission function allows: what we know is not the truth.
    if (this.#epoch === this.#inFlightEpoch) return this.discard("overloaded");
    this.#deps.committer.schedule(this);
  }

  /** @param batch that is durable with them: behind our questions (RESC7), and before everything else. */
  #sendAnswers(batch: readonly Accepted[]): void {
    const { acks, replies } = this.#answers.take(this.#writes.lastCommitted, this.#writes.isQuiet);
    for (const reply of replies) if (reply.isQuestion) this.#ask(reply);
    this.#audience.sendBatch(batch, this.#head);
    this.#audience.sendHeldCarets();
    for (const [peer, count] of acks) if (!peer.isClosed) peer.link.ack(count);
    for (const { peer, message, isQuestion } of replies)
      if (!isQuestion) this.#audience.send(peer, message, this.#head);
  }

  #ask({ peer, message }: Pick<WaitingReply, "peer" | "message">): void {
    peer.isAsked = true;
    this.#audience.send(peer, message, null);
  }
}
