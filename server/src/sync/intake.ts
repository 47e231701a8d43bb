import type { ErrorCode } from "@dongsoan/shared/domain";
import type { Claims } from "./claims.ts";
import { type Frame, Inbox, joined, type Parcel } from "./inbox.ts";
import { LatestWriters } from "./latest-writers.ts";
import { limits } from "./limits.ts";
import type { LiveText } from "./live-text.ts";
import { type Peer, writerOf } from "./peer.ts";
import type { RecentEdits } from "./recent-edits.ts";
import type { Admission } from "./admission.ts";
import type { Sight } from "./sight.ts";
import { type Accepted, acceptedOf, type HeardAs, type WriteQueue } from "./write-queue.ts";

export interface IntakeDeps {
  readonly text: LiveText;
  readonly writes: WriteQueue;
  readonly claims: Claims;
  readonly recent: RecentEdits;
  readonly now: () => number;
  /** The first `count` write frames of this peer are admitted, or held nothing new. */
  readonly onAdmitted: (peer: Peer, count: number) => void;
  readonly onRefused: (peer: Peer, reason: ErrorCode, rule: string) => void;
  /** A fault of ours, for the log. */
  readonly onError: (error: unknown) => void;
}

/** What may come of others' edits that the writer had not heard of. */
const setApartFor: ReadonlySet<string> = new Set(["SUG11", "SUG13", "SUG14"]);

/** How what a room hears becomes what it has to store: past the gate, in order, and back out when its sender is refused. */
export class Intake {
  readonly #deps: IntakeDeps;
  readonly #inbox = new Inbox();
  readonly #latest = new LatestWriters();

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
  }

  /** Everything that was heard has been looked at. */
  get isEmpty(): boolean {
    return this.#inbox.isEmpty;
  }

  /** Whose frames wait to be looked at. */
  get peers(): readonly Peer[] {
    return this.#inbox.peers;
  }

  /** GATE16: looked at when the room has its next commit to fill, together with what comes until then. */
  add(peer: Peer, frame: Frame): void {
    this.#inbox.add(peer, frame);
  }

  /** Looks at everything that waits. */
  empty(): void {
    for (let parcel = this.#inbox.take(); parcel; parcel = this.#inbox.take())
      this.guarded(parcel.peer, () => this.#open(parcel));
  }

  /** Looks at one update now. @returns whether it was admitted. */
  judge(peer: Peer, frame: Frame, isStep2: boolean): boolean {
    const admission = this.#admitOrSetApart(peer, frame, isStep2);
    if (admission.ok) this.#keep(peer, admission, frame.count, { isStep2, heard: frame.heard });
    else {
      if (admission.isDirty) this.#deps.text.drop();
      this.#deps.onRefused(peer, admission.reason, admission.rule);
    }
    return admission.ok;
  }

  /** Whatever of ours breaks on somebody's bytes: the document that they touched is gone, and so is their sender. */
  guarded(peer: Peer, work: () => void): void {
    const { text, onError, onRefused } = this.#deps;
    try {
      work();
    } catch (error) {
      onError(error);
      text.drop();
      onRefused(peer, "update-refused", "GATE8");
    }
  }

  /** What these have sent and was not looked at counts for nothing. */
  forget(peers: { has(peer: Peer): boolean }): void {
    this.#inbox.drop(peers);
  }

  clear(): void {
    this.#inbox.clear();
  }

  /**
   * Takes the waiting updates of some peers back out (GATE14); what of the others stood on them cannot stand either.
   * @returns whose; null when the document that is left cannot be trusted.
   */
  takeBack(gone: { has(peer: Peer): boolean }): ReadonlySet<Peer> | null {
    const { text, writes, claims } = this.#deps;
    const kept: Accepted[] = [];
    const lost = new Set<Peer>();
    const shadow = text.buildWithoutWaiting();
    for (const accepted of writes.waiting) claims.remove(accepted);
    for (const accepted of writes.waiting) {
      const { peer, serial, payload, source, heardAs } = accepted;
      // What the server had added is added anew, where it is needed still.
      if (accepted.isRepair || gone.has(peer) || lost.has(peer)) continue;
      const knowledge = peer.knowledge(heardAs.isStep2, this.#sightOf(peer, heardAs.heard, kept));
      const writer = { ...writerOf(peer), knowledge, isSetApart: accepted.isSetApart };
      const admission = shadow.admit(source, writer, claims, limits.maxClaimsPerPeer);
      if (admission.ok)
        for (const again of acceptedOf(
          peer,
          { ...admission, payload: admission.payload ?? payload },
          claims,
          heardAs,
        )) {
          kept.push({ ...again, serial });
          claims.add(again);
        }
      else lost.add(peer);
      if (!admission.ok && admission.isDirty) return null;
    }
    writes.keepOnly(kept);
    text.replace(shadow);
    this.forget(lost);
    return lost;
  }

  #open({ peer, frames }: Parcel): void {
    const [first, last] = [frames[0], frames.at(-1)];
    const { text, now } = this.#deps;
    const isOne = frames.length > 1 && this.#sawTheSame(peer, frames);
    const update = isOne ? peer.work.time(now(), () => joined(frames)) : null;
    if (first && last && update) {
      const admission = this.#admit(peer, { ...first, update }, false);
      if (admission.ok)
        return this.#keep(peer, admission, last.count, { isStep2: false, heard: first.heard });
      if (admission.isDirty) text.drop();
    }
    for (const frame of frames) if (!this.judge(peer, frame, false)) return;
  }

  /** HEARD2: each goes behind what its page saw, which was less for the first where somebody has moved it since. */
  #sawTheSame(peer: Peer, frames: readonly Frame[]): boolean {
    const first = frames[0]?.heard ?? 0;
    return (
      frames.every(({ heard }) => heard === first) || this.#sightOf(peer, first)?.missesDeletions === false
    );
  }

  /** SUG29: once more, of a document that the update has not touched. */
  #admitOrSetApart(peer: Peer, frame: Frame, isStep2: boolean): Admission {
    const admission = this.#admit(peer, frame, isStep2);
    const mayBeApart = !admission.ok && setApartFor.has(admission.rule);
    // What a writer does to others' records is undone, and all else stands: nothing of theirs need be given back.
    const isApart = mayBeApart && (peer.right.mode === "write" || this.#isBehind(peer, frame, isStep2));
    if (!isApart || !peer.work.takesSettingApart(this.#deps.now())) return admission;
    this.#deps.text.drop();
    return this.#admit(peer, frame, isStep2, true);
  }

  /**
   * Was it made before its writer heard of somebody else's? A page that does not say what it has heard may have missed what
   * was written in the last moments: whoever is silent for longer is cut off.
   */
  #isBehind(peer: Peer, { heard }: Frame, isStep2: boolean): boolean {
    const sight = isStep2 ? null : this.#sightOf(peer, heard);
    if (sight) return sight.isBehind;
    const at = this.#latest.otherThan(peer);
    return isStep2 || (at !== null && at >= Math.max(peer.joinedAt, this.#deps.now() - limits.behindMs));
  }

  /** @param waiting what was admitted before it. */
  #sightOf(peer: Peer, heard: number, waiting = this.#deps.writes.waiting): Sight | null {
    const { recent, writes } = this.#deps;
    return recent.sightOf(peer, heard, [...writes.inFlight, ...waiting]);
  }

  #admit(peer: Peer, { update, heard }: Frame, isStep2: boolean, isSetApart = false): Admission {
    const { text, claims, now } = this.#deps;
    // Outside what is timed: making the document is nobody's doing.
    const shadow = text.open();
    const writer = {
      ...writerOf(peer),
      knowledge: peer.knowledge(isStep2, this.#sightOf(peer, heard)),
      isSetApart,
    };
    const admission = peer.work.time(now(), () => shadow.admit(update, writer, claims, claims.leftFor(peer)));
    if (!admission.ok && admission.isDirty) peer.work.spend(now(), limits.spoiltDocumentMs);
    return admission;
  }

  #keep(
    peer: Peer,
    admission: Extract<Admission, { readonly ok: true }>,
    count: number,
    heardAs: HeardAs,
  ): void {
    const { text, writes, claims, now, onAdmitted } = this.#deps;
    if (admission.payload) {
      peer.claimCount += admission.newClaims.length;
      if (admission.repair) peer.work.owe(now(), admission.repair.payload.length);
      for (const accepted of acceptedOf(peer, admission, claims, heardAs)) {
        claims.add(accepted);
        writes.add(accepted);
        this.#latest.note(accepted.isRepair ? null : peer, now());
      }
    }
    // Of what was taken back out it holds every letter still.
    if (admission.isSetApart && peer.right.mode === "suggest") text.drop();
    onAdmitted(peer, count);
  }
}
