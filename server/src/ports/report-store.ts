import type {
  ApprovedSeal,
  AuditRecord,
  DecisionId,
  EpochMs,
  OriginalId,
  PendingRecord,
  Report,
  ReportId,
  RetainedEntry,
  RetainedId,
  RetainedText,
  Section,
  SectionId,
  SectionVersion,
  StoredSuggestion,
  SuggestionDecision,
  UnitId,
  UserId,
} from "@dongsoan/shared/domain";
import type { CommentStore } from "./comment-store.ts";
import type { DirectoryStore } from "./directory-store.ts";
import type { AccountStore } from "./identity.ts";
import type { QueuedMail } from "./mail.ts";
import type { StoredDocument, StoredUpdate } from "./document-store.ts";

/**
 * Reports, their outlines, workflow, retained texts, seals and the audit chain: rows changed by commands.
 * Rejects with AppError `storage-unavailable` when the database cannot be reached or written.
 */
export interface ReportStore {
  /** Runs `work` in one serialised transaction: all of it is durable when the promise resolves, or nothing happened. */
  transact<T>(work: (tx: ReportTransaction) => Promise<T>): Promise<T>;

  /** Reads without a transaction. */
  report(id: ReportId): Promise<Report | null>;
  /** Flat, any order. */
  sections(reportId: ReportId): Promise<readonly Section[]>;
  reportOfSection(sectionId: SectionId): Promise<ReportId | null>;
  /** Every report, newest first; who may see which is decided above. At most 1000. */
  reports(): Promise<readonly { readonly report: Report; readonly sections: readonly Section[] }[]>;
  original(id: OriginalId): Promise<OriginalFile | null>;
  seal(reportId: ReportId): Promise<ApprovedSeal | null>;
  replacedBy(reportId: ReportId): Promise<ReportId | null>;
  /** Newest first. `limit` ≤ 1000. */
  audit(
    filter: { readonly reportId?: ReportId; readonly sectionId?: SectionId },
    limit: number,
  ): Promise<readonly AuditRecord[]>;
  /** The whole chain of a report in order, for the package. */
  auditChain(reportId: ReportId): Promise<readonly AuditRecord[]>;
  /** The chain of the whole installation from a link on, in order. `limit` ≤ 1000. */
  auditFrom(seq: number, limit: number): Promise<readonly AuditRecord[]>;
  /** Newest first, as many as a person may have. */
  retainedBy(userId: UserId): Promise<readonly RetainedEntry[]>;
  /** Texts that were sent to the coordinators of these reports; the newest thousand. */
  retainedSent(reportIds: readonly ReportId[]): Promise<readonly RetainedEntry[]>;
  retainedTexts(ids: readonly RetainedId[]): Promise<readonly RetainedText[]>;
  retained(id: RetainedId): Promise<RetainedText | null>;
  /** Has anything of theirs ever been stored in this section's text? */
  hasWritten(sectionId: SectionId, userId: UserId): Promise<boolean>;
  /** When each section of a report was last opened by the people of each unit, and by each of these persons. */
  lastOpened(
    reportId: ReportId,
    userIds: readonly UserId[],
  ): Promise<ReadonlyMap<SectionId, ReadonlyMap<UnitId | UserId, EpochMs>>>;
  /** VER11: marks further apart than `visitGapMs` belong to two visits; the former one is remembered. */
  markOpened(sectionId: SectionId, userId: UserId, seen: SeenText): Promise<void>;
  visits(
    sectionId: SectionId,
    userId: UserId,
  ): Promise<{ readonly last: SeenText; readonly former: SeenText | null } | null>;
  /** Sections that this person has opened, and that somebody else has changed since. */
  sectionsWithNews(reportId: ReportId, userId: UserId): Promise<ReadonlySet<SectionId>>;
  /** Every suggestion that was ever stored in a section, oldest first. At most 10,000. */
  suggestions(sectionId: SectionId): Promise<readonly StoredSuggestion[]>;
  /** Was any of these suggestions ever stored in the section? At most 1,000 ids are asked at a time. */
  isSuggested(sectionId: SectionId, ids: readonly string[]): Promise<boolean>;
  /** Newest first. `limit` ≤ 1000. */
  decisions(sectionId: SectionId, limit: number): Promise<readonly SuggestionDecision[]>;
  decision(id: DecisionId): Promise<SuggestionDecision | null>;
  /** Ids of what is still to be recorded of stored edits (AUDIT2), oldest first: of one section, or of any. At most `limit`. */
  pendingRecords(limit: number, sectionId?: SectionId): Promise<readonly string[]>;
  /** Removes retained texts past their date; returns how many. */
  expireRetained(now: EpochMs): Promise<number>;
  /** Sections whose stored text is damaged, first noticed first. At most 1000. */
  damagedSections(): Promise<readonly DamagedSection[]>;
  close(): Promise<void>;
}

/** Inside a transaction rows are read under a lock (`FOR UPDATE`, or SQLite's one writer), sections in id order. */
export interface ReportTransaction {
  /** Units, people (read under their lock), links and tokens, changed together with their audit record. */
  readonly directory: DirectoryStore;
  /** Passwords and sessions, changed together with a link and a record. */
  readonly accounts: AccountStore;
  /** Comments, written together with their audit record. */
  readonly comments: CommentStore;
  report(id: ReportId): Promise<Report | null>;
  sections(reportId: ReportId): Promise<readonly Section[]>;
  section(id: SectionId): Promise<Section | null>;
  /** The revision that replaces it, or is being written to. */
  replacedBy(id: ReportId): Promise<ReportId | null>;
  insertReport(report: Report): Promise<void>;
  /** Writes every field but the id. The caller has raised `version` where it must. */
  updateReport(report: Report): Promise<void>;
  insertSection(section: Section, seed: Seed): Promise<void>;
  /** Writes title, place, assignment, state, lock, version. Raises the fence epoch when `fence` says so. */
  updateSection(section: Section, fence: FenceChange): Promise<void>;
  /**
   * Takes the last good state as the text: what lies at and after the first damaged update is set aside (kept, but no
   * longer part of the text), lineage and epoch rise. @param seed the text when nothing at all is readable; its time is that
   * of the repair.
   * @returns null when nothing is damaged.
   */
  repairSection(id: SectionId, seed: Seed): Promise<Repair | null>;
  /** Only a section without edits after its seed and without children. */
  deleteSection(id: SectionId): Promise<void>;
  /** The text at its head, read inside this transaction after the fence: exactly what is sealed. */
  document(sectionId: SectionId): Promise<StoredDocument | null>;
  /** Numbers it: the section's row is held, so no other takes the number. The content comes later (`VersionStore`). */
  insertVersion(version: Omit<SectionVersion, "number">): Promise<SectionVersion>;
  /** How many of this kind a person has noted in a section after a time; no other is noted meanwhile. */
  countVersions(
    sectionId: SectionId,
    noted: Pick<SectionVersion, "kind" | "by">,
    since: EpochMs,
  ): Promise<number>;
  /** The one with the highest number. */
  lastVersion(sectionId: SectionId): Promise<SectionVersion | null>;
  insertOriginal(id: OriginalId, file: OriginalFile): Promise<void>;
  /** Makes the report immutable from here on (triggers refuse changes to its log and rows). */
  insertSeal(seal: ApprovedSeal): Promise<void>;
  /** Appends to the hash chain; returns the record with its seq and hash. */
  audit(entry: Omit<AuditRecord, "seq" | "hash" | "previousHash">): Promise<AuditRecord>;
  /** Into the outbox, with everything else of this transaction. */
  enqueueMail(mail: QueuedMail): Promise<void>;
  /** Idempotent by id. @returns false when it was there already. */
  /** What this person has kept but for one text; nobody else adds to it meanwhile. */
  retainedOf(
    userId: UserId,
    exceptId: RetainedId,
  ): Promise<{ readonly bytes: number; readonly count: number }>;
  insertRetained(text: RetainedText): Promise<boolean>;
  markRetainedSent(id: RetainedId, at: EpochMs): Promise<void>;
  deleteRetained(id: RetainedId): Promise<void>;
  /** Takes it out: whoever gets it records it, in this transaction. Null when it is recorded already. */
  takePendingRecord(id: string): Promise<{ readonly record: PendingRecord; readonly seq: number } | null>;
  insertDecision(decision: SuggestionDecision): Promise<void>;
  /** @returns false when it has been taken back already. */
  takeBackDecision(id: DecisionId, taken: { readonly at: EpochMs; readonly by: UserId }): Promise<boolean>;
}

/** The first update of a section's text (seq 1), written by the server so that two editors never both make an empty paragraph. */
export interface Seed extends Omit<StoredUpdate, "seq"> {
  /** Of a Word file (SUG31): whom it names. */
  readonly suggestions?: readonly Pick<StoredSuggestion, "id" | "by">[];
}

export interface DamagedSection {
  readonly sectionId: SectionId;
  readonly reportId: ReportId;
  /** First update that cannot be trusted. */
  readonly seq: number;
  readonly head: number;
  readonly noticedAt: EpochMs;
}
export interface Repair {
  readonly damagedSeq: number;
  readonly formerHead: number;
  readonly head: number;
  readonly lineage: number;
}

/** `keep`: rights are untouched. `open`/`close`: epoch + 1, and the append statement admits or refuses. `renew`: epoch + 1, openness as it is. */
export type FenceChange = "keep" | "renew" | "open" | "close";

/** How far a person had read a section's log, and when. */
export interface SeenText {
  readonly at: EpochMs;
  readonly head: number;
}

export interface OriginalFile {
  readonly fileName: string;
  readonly content: Uint8Array;
}
