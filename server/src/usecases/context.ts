import type { Actor, AuditAction, AuditRecord, UserId } from "@dongsoan/shared/domain";
import type { AnchorPlace, AuthoredRange } from "@dongsoan/shared/crdt";
import type { Clock, Random } from "../ports/clock.ts";
import type { CommentStore } from "../ports/comment-store.ts";
import type { DirectoryStore } from "../ports/directory-store.ts";
import type { DocumentStore } from "../ports/document-store.ts";
import type { Fanout } from "../ports/fanout.ts";
import type { LinkSecrets } from "../ports/link-secrets.ts";
import type { ReportRenderer } from "../ports/renderer.ts";
import type { ReportStore } from "../ports/report-store.ts";
import type { Sealer } from "../ports/sealer.ts";
import type { SectionWriter } from "../ports/section-writer.ts";
import type { TextWork } from "../ports/text-work.ts";
import type { VersionStore } from "../ports/version-store.ts";
import type { ByHead } from "./by-head.ts";
import type { SectionFactsCache } from "./section-facts.ts";
import type { WrittenLogs } from "./written-logs.ts";

/** What the use cases stand on. */
export interface Deps {
  readonly reports: ReportStore;
  readonly documents: DocumentStore;
  readonly versions: VersionStore;
  readonly comments: CommentStore;
  readonly writer: SectionWriter;
  /** Writes the contents of noted versions, and keeps those that are due. */
  readonly keeper: { wake(): void };
  readonly directory: DirectoryStore;
  readonly fanout: Fanout;
  readonly clock: Clock;
  readonly random: Random;
  readonly renderer: ReportRenderer;
  readonly sealer: Sealer;
  readonly facts: SectionFactsCache;
  readonly linkSecrets: LinkSecrets;
  /** SHA-256 hex: what is stored of a secret. */
  readonly hashSecret: (secret: string) => string;
  readonly mail: {
    /** Without a mail server links are shown on the screen only, and nothing is put into the outbox. */
    readonly isConfigured: boolean;
    /** There is something new in the outbox. Returns at once. */
    wake(): void;
  };
  readonly writtenLogs: WrittenLogs;
  readonly textWork: TextWork;
  /** Where a section's comments stand now. */
  readonly commentPlaces: ByHead<readonly AnchorPlace[]>;
  readonly authors: ByHead<readonly AuthoredRange[]>;
}

/** A Yjs clientID (32 bits) for an edit of the server's own, which nobody else has. */
export const freshClientId = ({ random }: Deps): number => Number.parseInt(random.uuid().slice(0, 8), 16);

/** Who asks, and from where. */
export interface Caller {
  readonly actor: Actor;
  readonly name: string;
  readonly ipAddress: string | null;
  /** Session, or `token:<id>`, that asked; null on the command line. */
  readonly sessionId: string | null;
}

type AuditEntry = Omit<AuditRecord, "seq" | "hash" | "previousHash">;

/** An audit entry of this caller; `before` and `after` are states and figures, never text. */
export const entryOf = (
  deps: Deps,
  caller: Caller,
  action: AuditAction,
  about: Partial<Pick<AuditEntry, "reportId" | "sectionId" | "before" | "after">>,
): AuditEntry => ({
  at: deps.clock.now(),
  by: caller.actor.userId,
  byName: caller.name,
  action,
  reportId: about.reportId ?? null,
  sectionId: about.sectionId ?? null,
  before: about.before ?? null,
  after: about.after ?? null,
  ipAddress: caller.ipAddress,
  sessionId: caller.sessionId,
});

/** Somebody who proves by a link or a password who they are, before they have a session. */
export const visitor = (userId: UserId, name: string, ipAddress: string | null): Caller => ({
  actor: { userId, unitId: null, roles: [], tokenScope: null },
  name,
  ipAddress,
  sessionId: null,
});
