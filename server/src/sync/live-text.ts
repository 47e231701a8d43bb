import { CarriedIds, type CarriedRange, packRanges, standsIn, unpackRanges } from "@dongsoan/shared/crdt";
import type { StoredDocument, StoredSnapshot } from "../ports/document-store.ts";
import { CommittedText } from "./committed-text.ts";
import { limits } from "./limits.ts";
import type { Shadow } from "./shadow.ts";
import { TextMemory } from "./text-memory.ts";
import type { WriteQueue } from "./write-queue.ts";
import { step2Message } from "./y-messages.ts";

/**
 * The text of a room as it is now: committed bytes, what is admitted on top, and (while somebody writes) the document
 * made of both. A room at rest holds bytes alone, a sixth of the document's size, and serves joins from them.
 */
export class LiveText {
  readonly #committed: CommittedText;
  readonly #writes: WriteQueue;
  readonly #memory: TextMemory;
  #shadow: Shadow | null = null;
  #whole: { readonly state: Uint8Array; readonly message: Uint8Array } | null = null;
  #encoded: { readonly serial: number; readonly state: Uint8Array } | null = null;

  constructor(stored: StoredDocument, writes: WriteQueue) {
    this.#committed = new CommittedText(stored);
    this.#memory = new TextMemory(new CarriedIds(stored.carried.flatMap(unpackRanges)));
    this.#writes = writes;
  }

  /** The one document; made when it is first needed. */
  open(): Shadow {
    return (this.#shadow ??= this.#build(this.#writes.payloads()));
  }

  /** A document of what is committed or on its way, without what waits behind it; that is admitted again, or lost. */
  buildWithoutWaiting(): Shadow {
    for (const { carried } of this.#writes.waiting) this.#memory.carried.remove(carried);
    this.#memory.recent.forget();
    return this.#build(this.#writes.inFlight.map((a) => a.payload));
  }

  #build(onTop: readonly Uint8Array[]): Shadow {
    return this.#committed.build(onTop, this.#memory);
  }

  /** Client bytes have spoilt the document, or nobody needs it. */
  drop(): void {
    this.#shadow?.destroy();
    this.#shadow = null;
    this.#encoded = null;
  }

  replace(shadow: Shadow): void {
    this.drop();
    this.#shadow = shadow;
  }

  vector(): Uint8Array {
    return (this.#isAtRest() && this.#committed.foldedVector) || this.open().vector();
  }

  /** The whole state, encoded once for all who ask before the next edit. */
  state(): Uint8Array {
    const folded = this.#isAtRest() ? this.#committed.folded : null;
    if (folded) return folded;
    const serial = this.#writes.lastAccepted;
    if (this.#encoded?.serial !== serial) this.#encoded = { serial, state: this.open().encode() };
    return this.#encoded.state;
  }

  /** The answer to everybody who has nothing yet, made once for many who join together. */
  wholeMessage(): Uint8Array {
    const state = this.state();
    if (this.#whole?.state !== state) this.#whole = { state, message: step2Message(state) };
    return this.#whole.message;
  }

  forgetWholeMessage(): void {
    this.#whole = null;
  }

  /** @returns what is missing in a document with this state vector. */
  stateAfter(vector: Uint8Array): Uint8Array {
    return this.open().encode(vector);
  }

  append(payloads: readonly Uint8Array[]): void {
    this.#committed.append(payloads);
  }

  /** Keeps the bytes and drops the document. */
  release(): void {
    if (!this.#shadow || !this.#writes.isQuiet) return;
    this.#committed.fold(this.state());
    this.#compactCarried(this.#shadow);
    this.drop();
  }

  /** A room that is never quiet gets its snapshot too, later, at the price of replaying its log. */
  isSnapshotDue(): boolean {
    return this.#committed.snapshotPressure >= (this.#writes.isQuiet ? 1 : limits.hotSnapshotFactor);
  }

  get updatesSinceSnapshot(): number {
    return this.#committed.updatesSinceSnapshot;
  }

  /** @returns the committed text as one state, and the carried ids of what stands in it (LINE10). */
  takeSnapshot(): Omit<StoredSnapshot, "seq"> {
    // While others wait, of a document of its own.
    const apart = this.#writes.isQuiet ? null : this.#committed.build([]);
    const state = apart ? apart.encode() : this.state();
    this.#committed.fold(state);
    const uncommitted = this.#compactCarried(apart ?? this.#shadow);
    apart?.destroy();
    this.#committed.snapshotTaken();
    const carried = this.#memory.carried.ranges.filter((range) => !uncommitted.has(range));
    return { state, carried: packRanges(carried) };
  }

  /** @param committed a document of the committed text; without one all is kept. @returns what is not committed. */
  #compactCarried(committed: Shadow | null): ReadonlySet<CarriedRange> {
    const apart = new Set([...this.#writes.inFlight, ...this.#writes.waiting].flatMap((a) => a.carried));
    const { maxGoneCarried: maxGone } = limits;
    if (committed) this.#memory.carried.compact({ stands: standsIn(committed.doc), maxGone, apart });
    return apart;
  }

  /** While there is no document, joins are served from bytes, and none is built for them. */
  #isAtRest(): boolean {
    return this.#shadow === null && this.#writes.isQuiet;
  }
}
