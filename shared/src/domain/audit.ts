import type { EpochMs, ReportId, SectionId } from "./ids.ts";

/** Every command that is recorded; the interface must have words for each (HIST1). */
export const auditActions = [
  "comment.add",
  "comment.delete",
  "comment.edit",
  "comment.reopen",
  "comment.resolve",
  "organisation.set-up",
  "person.accept-invitation",
  "person.change",
  "person.change-password",
  "person.end-sessions",
  "person.invite",
  "person.password-link",
  "person.profile",
  "person.reset-password",
  "person.withdraw-invitation",
  "report.create",
  "report.finalise",
  "report.header",
  "report.participants",
  "report.replaced",
  "report.revise",
  "retained.discard",
  "retained.keep",
  "retained.send",
  "section.add",
  "section.approve",
  "section.assign",
  "section.damaged",
  "section.decide",
  "section.lock",
  "section.move",
  "section.name-version",
  "section.remove",
  "section.rename",
  "section.repair",
  "section.restore",
  "section.return",
  "section.submit",
  "section.take-back",
  "section.unlock",
  "session.begin",
  "session.end",
  "session.revoke",
  "token.create",
  "token.revoke",
  "unit.add",
  "unit.change",
] as const;
export type AuditAction = (typeof auditActions)[number];

/** Narrows what was stored: a later version may have recorded what this one does not know. */
export const isAuditAction = (action: string): action is AuditAction =>
  (auditActions as readonly string[]).includes(action);

/**
 * One link of the audit chain: `hash = SHA-256(RFC 8785 JSON of everything but hash)`, with the former link's hash in
 * `previousHash` (64 zeros for the first). One chain per installation. Values are figures and states, never report text.
 */
export interface AuditRecord {
  /** 1-based, gapless. */
  readonly seq: number;
  readonly at: EpochMs;
  /** User id, or "system". */
  readonly by: string;
  readonly byName: string;
  /** An `AuditAction`; a plain string, because links of other versions are read too. */
  readonly action: string;
  readonly reportId: ReportId | null;
  readonly sectionId: SectionId | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly ipAddress: string | null;
  /** Id of the session, or `token:<id>`, that asked; never a secret. Null on the command line and before version 0.2. */
  readonly sessionId: string | null;
  readonly previousHash: string;
  readonly hash: string;
}

export const firstPreviousHash = "0".repeat(64);

/** What is hashed: the record without its own hash. Canonicalised and hashed by the adapter. */
export const auditLinkContent = (record: Omit<AuditRecord, "hash">): Readonly<Record<string, unknown>> => ({
  seq: record.seq,
  at: record.at,
  by: record.by,
  byName: record.byName,
  action: record.action,
  reportId: record.reportId,
  sectionId: record.sectionId,
  before: record.before,
  after: record.after,
  ipAddress: record.ipAddress,
  // Absent in links that were written before it was known: they keep their hash.
  ...(record.sessionId == null ? {} : { sessionId: record.sessionId }),
  previousHash: record.previousHash,
});

/** @returns the seq of the first link that does not hold, or null when the chain is sound. */
export function findBrokenLink(
  chain: readonly AuditRecord[],
  hashOf: (content: Readonly<Record<string, unknown>>) => string,
): number | null {
  let former: AuditRecord | null = null;
  for (const record of chain) {
    if (former !== null && record.seq === former.seq + 1 && record.previousHash !== former.hash)
      return record.seq;
    if (hashOf(auditLinkContent(record)) !== record.hash) return record.seq;
    former = record;
  }
  return null;
}
