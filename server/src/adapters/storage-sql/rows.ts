import type { Selectable } from "kysely";
import {
  type DecisionId,
  type SectionId,
  type SuggestionDecision,
  type UserId,
  type Assignment,
  type AuditRecord,
  must,
  type Report,
  type ReportHeader,
  type ReportState,
  type RetainedEntry,
  type RetainedText,
  type Section,
  type SectionState,
} from "@dongsoan/shared/domain";
import type { Tables } from "./tables.ts";

/** Rows to values and back. Ids and JSON in the database were written by this very code, so they are taken at their word. */
export type SectionRow = Selectable<Tables["section"]>;
export type ReportRow = Selectable<Tables["report"]>;

const parsed = <T>(json: string): T => JSON.parse(json) as T;

export const toReport = (row: ReportRow): Report => ({
  id: row.id as Report["id"],
  header: parsed<ReportHeader>(row.header),
  version: row.version,
  state: parsed<ReportState>(row.state),
  coordinatorIds: parsed<Report["coordinatorIds"]>(row.coordinator_ids),
  readerIds: parsed<Report["readerIds"]>(row.reader_ids),
  dueAt: row.due_at,
  originalId: row.original_id as Report["originalId"],
  replacesId: row.replaces_id as Report["replacesId"],
  createdAt: row.created_at,
  createdBy: row.created_by as Report["createdBy"],
});

export const fromReport = (report: Report): ReportRow => ({
  id: report.id,
  header: JSON.stringify(report.header),
  version: report.version,
  state: JSON.stringify(report.state),
  coordinator_ids: JSON.stringify(report.coordinatorIds),
  reader_ids: JSON.stringify(report.readerIds),
  due_at: report.dueAt,
  original_id: report.originalId,
  replaces_id: report.replacesId,
  created_at: report.createdAt,
  created_by: report.createdBy,
});

function toState(row: SectionRow): SectionState {
  if (row.state_kind === "assigned" || row.state_kind === "drafting") return { kind: row.state_kind };
  const at = must(row.state_at, "state_at");
  const by = must(row.state_by, "state_by") as Section["id"] & Report["createdBy"];
  return row.state_kind === "returned"
    ? { kind: "returned", at, by, reason: row.state_reason ?? "" }
    : { kind: row.state_kind, at, by };
}

export const toSection = (row: SectionRow): Section => ({
  id: row.id as Section["id"],
  reportId: row.report_id as Section["reportId"],
  parentId: row.parent_id as Section["parentId"],
  position: row.position,
  title: row.title,
  // Rows that were written before there were reviewers name none.
  assignment: { reviewingUnitIds: [], ...parsed<Omit<Assignment, "reviewingUnitIds">>(row.assignment) },
  state: toState(row),
  lock:
    row.lock_at === null
      ? null
      : {
          at: row.lock_at,
          by: must(row.lock_by, "lock_by") as Report["createdBy"],
          reason: row.lock_reason ?? "",
        },
  version: row.version,
  head: row.head,
  epoch: row.epoch,
  lineage: row.lineage,
  lastEdit:
    row.last_edit_at === null
      ? null
      : { at: row.last_edit_at, by: must(row.last_edit_by, "last_edit_by") as Report["createdBy"] },
});

/** What a command writes of a section; head, epoch and fence have statements of their own. */
export const fromSection = (section: Section) => ({
  parent_id: section.parentId,
  position: section.position,
  title: section.title,
  assignment: JSON.stringify(section.assignment),
  state_kind: section.state.kind,
  state_at: "at" in section.state ? section.state.at : null,
  state_by: "by" in section.state ? section.state.by : null,
  state_reason: section.state.kind === "returned" ? section.state.reason : null,
  ...(section.state.kind === "submitted"
    ? { submitted_at: section.state.at, submitted_by: section.state.by }
    : {}),
  lock_at: section.lock?.at ?? null,
  lock_by: section.lock?.by ?? null,
  lock_reason: section.lock?.reason ?? null,
  version: section.version,
});

export const toAudit = (row: Selectable<Tables["audit"]>): AuditRecord => ({
  seq: row.seq,
  at: row.at,
  by: row.by_user,
  byName: row.by_name,
  action: row.action,
  reportId: row.report_id as AuditRecord["reportId"],
  sectionId: row.section_id as AuditRecord["sectionId"],
  before: parsed<unknown>(row.before),
  after: parsed<unknown>(row.after),
  ipAddress: row.ip_address,
  sessionId: row.session_id,
  previousHash: row.previous_hash,
  hash: row.hash,
});

type RetainedRow = Omit<Selectable<Tables["retained"]>, "paragraphs">;
const retainedFacts = (row: RetainedRow): Omit<RetainedText, "paragraphs"> => ({
  id: row.id as RetainedText["id"],
  sectionId: row.section_id as RetainedText["sectionId"],
  reportId: row.report_id as RetainedText["reportId"],
  by: row.user_id as RetainedText["by"],
  at: row.at,
  expiresAt: row.expires_at,
  reason: row.reason,
  sentAt: row.sent_at,
});
export const toRetained = (row: Selectable<Tables["retained"]>): RetainedText => ({
  ...retainedFacts(row),
  paragraphs: parsed<RetainedText["paragraphs"]>(row.paragraphs),
});
export const toRetainedEntry = (row: RetainedRow & { readonly bytes: number }): RetainedEntry => ({
  ...retainedFacts(row),
  bytes: row.bytes,
});

export const toDecision = (row: Selectable<Tables["suggestion_decision"]>): SuggestionDecision => ({
  id: row.id as DecisionId,
  sectionId: row.section_id as SectionId,
  verdict: row.verdict === "accept" ? "accept" : "reject",
  by: row.by_user as UserId,
  at: row.at,
  seq: row.seq,
  lineage: row.lineage,
  changes: parsed<SuggestionDecision["changes"]>(row.changes),
  takenBack:
    row.taken_back_at === null || row.taken_back_by === null
      ? null
      : { at: row.taken_back_at, by: row.taken_back_by as UserId },
});
