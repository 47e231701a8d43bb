import type { Kysely } from "kysely";
import type { ReportId, SectionId } from "@dongsoan/shared/domain";
import type { Clock } from "../../ports/clock.ts";
import type { CommentStore } from "../../ports/comment-store.ts";
import type { DirectoryStore } from "../../ports/directory-store.ts";
import type { DocumentStore } from "../../ports/document-store.ts";
import type { MailOutbox } from "../../ports/mail.ts";
import type { ReportStore } from "../../ports/report-store.ts";
import type { VersionStore } from "../../ports/version-store.ts";
import type { Operations } from "./operations.ts";
import type { EngineKind, Tables } from "./tables.ts";

export interface FoundDamage {
  readonly sectionId: SectionId;
  readonly reportId: ReportId;
  /** First update that cannot be trusted. */
  readonly seq: number;
}

/** What every engine is opened with. */
export interface StorageOptions {
  readonly clock: Clock;
  /** Told once of each section whose stored text is found damaged. */
  readonly onDamage?: (found: FoundDamage) => void;
}

/** One opened database with everything that stands on it. */
export interface Storage {
  readonly engine: EngineKind;
  readonly documents: DocumentStore;
  readonly reports: ReportStore;
  readonly versions: VersionStore;
  readonly comments: CommentStore;
  readonly directory: DirectoryStore;
  readonly outbox: MailOutbox;
  /** For the identity adapter's own tables. */
  readonly kysely: Kysely<Tables>;
  readonly operations: Operations;
  /** Size of everything stored, bytes. */
  sizeBytes(): Promise<number | null>;
  /** Did the last commit succeed? */
  isAvailable(): boolean;
  /** p99 of the last commits, milliseconds; null before the first. */
  commitP99Ms(): number | null;
  close(): Promise<void>;
}
