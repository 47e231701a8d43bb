import { type CarriedRange, packRanges } from "@dongsoan/shared/crdt";
import type { PendingRecord, UserId } from "@dongsoan/shared/domain";
import type { AppendRequest } from "../ports/document-store.ts";
import { serverItself } from "../ports/section-writer.ts";
import type { Peer } from "./peer.ts";
import type { Admission, Owners } from "./admission.ts";

/** By which it is told what an update's writer knew of the text. */
export interface HeardAs {
  /** It was a step 2. */
  readonly isStep2: boolean;
  /** HEARD2: seq that its page had heard of; 0: not known. */
  readonly heard: number;
}

/** An admitted update that waits for its commit. */
export interface Accepted {
  /** 1, 2, 3 … within a room; never used twice. */
  readonly serial: number;
  readonly payload: Uint8Array;
  /** What is admitted in its stead should others' updates be taken back out before it. */
  readonly source: Uint8Array;
  readonly peer: Peer;
  /** Owner of the clientIDs that it uses first. */
  readonly claimant: UserId;
  readonly newClaims: readonly number[];
  readonly carried: readonly CarriedRange[];
  /** Suggestions that this update is the first to store. */
  readonly newSuggestions: readonly string[];
  /** The server's addition to the update before it (SUG12, SUG13), stored with it: its author does not have it yet. */
  readonly isRepair: boolean;
  /** Admitted again, it must be taken back out again (SUG29). */
  readonly isSetApart: boolean;
  /** Its writer is told that only what it typed is kept. */
  readonly isCutShort: boolean;
  /** Admitted again, it was written by somebody who knew no more (RESC6, RESC8). */
  readonly heardAs: HeardAs;
  /** Stored with it (AUDIT2). */
  readonly pending: PendingRecord | null;
}

/** What is to be stored of one update: its own bytes, and what the server adds to them. */
export function acceptedOf(
  peer: Peer,
  {
    payload,
    source,
    newClaims,
    carried,
    newSuggestions,
    repair,
    isSetApart,
    isCutShort,
  }: Extract<Admission, { readonly ok: true }>,
  owners: Owners,
  heardAs: HeardAs,
): readonly Omit<Accepted, "serial">[] {
  if (!payload) return [];
  const by = {
    peer,
    claimant: peer.claimant,
    isRepair: false,
    isSetApart,
    isCutShort,
    heardAs,
    pending: peer.pending,
  };
  const own = { ...by, payload, source, newClaims, carried, newSuggestions };
  if (!repair) return [own];
  const ids = owners.ofClient(repair.clientId) === undefined ? [repair.clientId] : [];
  const added = { payload: repair.payload, source: repair.payload, newClaims: ids, carried: repair.carried };
  return [
    own,
    {
      ...added,
      peer,
      claimant: serverItself,
      newSuggestions: [],
      isRepair: true,
      isSetApart: false,
      isCutShort: false,
      heardAs,
      pending: null,
    },
  ];
}

/** What is stored with one commit. */
export function rowsOf(
  batch: readonly Accepted[],
): Pick<AppendRequest, "updates" | "claims" | "carried" | "suggestions"> {
  const carried = batch.flatMap((a) => a.carried);
  return {
    updates: batch.map((a) => ({ payload: a.payload, by: a.peer.actor.userId, pending: a.pending })),
    claims: batch.flatMap((a) => a.newClaims.map((clientId) => ({ clientId, userId: a.claimant }))),
    carried: carried.length > 0 ? packRanges(carried) : null,
    suggestions: batch.flatMap((a) => a.newSuggestions.map((id) => ({ id, by: a.peer.actor.userId }))),
  };
}

/** What a room has admitted and not yet stored, in order: a batch on its way to the store, and what waits behind it. */
export class WriteQueue {
  #inFlight: readonly Accepted[] = [];
  #waiting: Accepted[] = [];
  #lastAccepted = 0;
  #lastCommitted = 0;

  /** Serial of the last admitted update, also when it was taken back out. */
  get lastAccepted(): number {
    return this.#lastAccepted;
  }

  get lastCommitted(): number {
    return this.#lastCommitted;
  }

  /** Serial of the last update that waits or is durable. */
  get last(): number {
    return (this.#waiting.at(-1) ?? this.#inFlight.at(-1))?.serial ?? this.#lastCommitted;
  }

  /** Everything that was admitted is durable. */
  get isQuiet(): boolean {
    return this.#inFlight.length === 0 && this.#waiting.length === 0;
  }

  get isCommitting(): boolean {
    return this.#inFlight.length > 0;
  }

  get inFlight(): readonly Accepted[] {
    return this.#inFlight;
  }

  get waiting(): readonly Accepted[] {
    return this.#waiting;
  }

  /** Payloads on top of the committed text, in order. */
  payloads(): Uint8Array[] {
    return [...this.#inFlight, ...this.#waiting].map((a) => a.payload);
  }

  add(accepted: Omit<Accepted, "serial">): void {
    this.#lastAccepted += 1;
    this.#waiting.push({ ...accepted, serial: this.#lastAccepted });
  }

  /** Everything that waits becomes the batch on its way. */
  takeBatch(): readonly Accepted[] {
    this.#inFlight = this.#waiting;
    this.#waiting = [];
    return this.#inFlight;
  }

  /** @returns the batch that is durable now. */
  settle(): readonly Accepted[] {
    const batch = this.#inFlight;
    this.#inFlight = [];
    this.#lastCommitted = batch.at(-1)?.serial ?? this.#lastCommitted;
    return batch;
  }

  /** The store took nothing of the batch: it waits again, before the others. */
  putBack(): void {
    this.#waiting = [...this.#inFlight, ...this.#waiting];
    this.#inFlight = [];
  }

  /** Updates were taken back out of what waits. */
  keepOnly(kept: Accepted[]): void {
    this.#waiting = kept;
  }
}
