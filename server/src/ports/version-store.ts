import type { EpochMs, SectionId, SectionVersion, UserId, VersionId } from "@dongsoan/shared/domain";

/**
 * Versions of sections. A row is written in the transaction of the command that makes it (`ReportTransaction`), and its
 * content once, shortly after, from the log, which never changes: the row alone says exactly which text it is.
 * Rejects with AppError `storage-unavailable`. Rules VER1-VER6 in docs/spec/versions.md.
 */
export interface VersionStore {
  /** Newest first. */
  list(sectionId: SectionId): Promise<readonly SectionVersion[]>;
  version(id: VersionId): Promise<SectionVersion | null>;
  /** Null until it is filled. */
  content(id: VersionId): Promise<VersionContent | null>;
  /** Writes the content of a version that has none; of any other nothing changes. */
  fill(id: VersionId, content: VersionContent): Promise<void>;
  /** Those whose log can be read whole; oldest first, at most `limit`. */
  unfilled(limit: number): Promise<readonly SectionVersion[]>;
  /** State of the last filled version of this lineage at or before this head. */
  nearestState(
    sectionId: SectionId,
    lineage: number,
    head: number,
  ): Promise<{ readonly head: number; readonly state: Uint8Array } | null>;
  /** VER2: open sections whose text has moved since their last version, and has rested or was edited much by one person. */
  due(rule: {
    readonly restingSince: EpochMs;
    readonly edits: number;
    readonly limit: number;
  }): Promise<readonly DueVersion[]>;
}

export interface DueVersion {
  readonly sectionId: SectionId;
  /** Whose edits made it due. */
  readonly by: UserId;
}

export interface VersionContent {
  /** A complete Yjs v1 state, garbage collected. */
  readonly state: Uint8Array;
  /** The text with its ids, `TracedBlock`s as JSON. */
  readonly textJson: string;
  /** SHA-256, hex, of the canonical JSON of the text without its ids. */
  readonly hash: string;
}
