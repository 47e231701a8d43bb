import type {
  EpochMs,
  PendingRecord,
  ReportId,
  SectionId,
  SectionStateKind,
  SuggesterId,
  UserId,
} from "@dongsoan/shared/domain";

/**
 * The text of sections: an append log per section, with disposable snapshots. Rules FENCE1-6, STORE1-8 in docs/spec.
 * Every method may reject with AppError `storage-unavailable`; then nothing of the call has happened or will.
 */
export interface DocumentStore {
  /** Null when the section does not exist. Damaged rows do not throw: see `damage`. */
  load(sectionId: SectionId): Promise<StoredDocument | null>;

  /**
   * Appends the updates of many sections in ONE durable commit. Each request is one statement that raises the section's
   * head only `WHERE fence = 'open' AND epoch = $e AND head = $expected`: no row, no edit. This statement is the lock.
   * The same statement applies `stateKindAfterEdit`, `last_edit`, and claims the clientIDs.
   * @returns one outcome per request, in order. A refused request stores nothing of itself; the others stand.
   */
  append(requests: readonly AppendRequest[]): Promise<readonly AppendOutcome[]>;

  /** Keeps a compacted state for loading; replaces the former one when `seq` is higher. Never needed for correctness. */
  saveSnapshot(sectionId: SectionId, snapshot: StoredSnapshot): Promise<void>;

  /** At most `limit` updates with `seq > afterSeq`, in order; ends before a damaged one. */
  readUpdates(sectionId: SectionId, afterSeq: number, limit: number): Promise<readonly StoredUpdate[]>;

  /** Everything that was ever carried in a section, packed (LINE10): for texts of old. */
  readCarried(sectionId: SectionId): Promise<readonly Uint8Array[]>;

  close(): Promise<void>;
}

export interface StoredUpdate {
  /** 1-based, gapless within a section. */
  readonly seq: number;
  readonly payload: Uint8Array;
  readonly by: UserId;
  readonly at: EpochMs;
}

export interface StoredSnapshot {
  /** The state holds every update up to and including this one. */
  readonly seq: number;
  /** A complete Yjs v1 state. */
  readonly state: Uint8Array;
  /** LINE10, packed: what is loaded instead of what was stored with the updates up to `seq`. All of that when left out. */
  readonly carried?: Uint8Array | null;
}

export interface StoredDocument {
  readonly sectionId: SectionId;
  readonly reportId: ReportId;
  readonly head: number;
  readonly epoch: number;
  readonly lineage: number;
  readonly stateKind: SectionStateKind;
  readonly snapshot: StoredSnapshot | null;
  /** Updates after the snapshot, up to `head`, or up to the first damaged one. */
  readonly updates: readonly StoredUpdate[];
  /** Yjs clientID → the user who claimed it. */
  readonly claims: ReadonlyMap<number, UserId>;
  /** Text that is the continuation of deleted text (LINE1), packed: all of it that stands. */
  readonly carried: readonly Uint8Array[];
  /** Suggestion → who stored it first (SUG1). */
  readonly suggestions: ReadonlyMap<string, SuggesterId>;
  /** Set when a row failed its checksum or is missing: the first seq that cannot be trusted. */
  readonly damage: { readonly seq: number } | null;
}

export interface AppendRequest {
  readonly sectionId: SectionId;
  /** Fence epoch under which the writers' rights were decided. */
  readonly epoch: number;
  /** Head that the gate's document stands at. */
  readonly expectedHead: number;
  readonly updates: readonly {
    readonly payload: Uint8Array;
    readonly by: UserId;
    /** AUDIT2: stored with the update; `ReportStore.pendingRecords` has it until it is recorded. */
    readonly pending?: PendingRecord | null;
  }[];
  readonly claims: readonly { readonly clientId: number; readonly userId: UserId }[];
  /** What of the updates' text is deleted text again, packed; stored with them. None when left out. */
  readonly carried?: Uint8Array | null;
  /** Suggestions that the updates are the first to bear; stored with them. None when left out. */
  readonly suggestions?: readonly { readonly id: string; readonly by: UserId }[];
  readonly at: EpochMs;
}

export type AppendOutcome =
  | { readonly ok: true; readonly head: number; readonly stateKind: SectionStateKind }
  /** `fenced`: locked, closed, sealed or another epoch. `behind`: another node appended first. `claimed`: a clientID or a suggestion belongs to somebody else. */
  | { readonly ok: false; readonly reason: "fenced" | "behind" | "claimed" };
