import {
  type AuditRecord,
  canOnSection,
  ok,
  type ReportId,
  type Result,
  sectionAccess,
  type SectionId,
} from "@dongsoan/shared/domain";
import type { AuditEntryView, HistoryEntry } from "@dongsoan/shared/http-api";
import type { Caller, Deps } from "./context.ts";
import { readReport, readSection } from "./in-report.ts";

const newest = 500;

/** A kept text is its author's alone until it is sent: that there is one is nobody else's either (RET1). */
export const isPrivate = ({ action }: Pick<AuditRecord, "action">): boolean =>
  action === "retained.keep" || action === "retained.discard";
const isShownTo = (caller: Caller) => (record: AuditRecord) =>
  record.by === caller.actor.userId || !isPrivate(record);

/** What people put in words; all else in a record is ids, states and figures. */
const worded: ReadonlySet<string> = new Set(["title", "reason", "name"]);
const withoutWords = (figures: unknown): unknown =>
  typeof figures === "object" && figures !== null
    ? Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, worded.has(key) ? "" : value]))
    : figures;

/** Who handed in, returned, approved, locked, assigned this section; newest first. */
export async function readSectionHistory(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
): Promise<Result<HistoryEntry[]>> {
  const loaded = await readSection(deps, caller, sectionId, "read-history");
  if (!loaded.ok) return loaded;
  const records = await deps.reports.audit({ sectionId }, newest);
  return ok(
    records.filter(isShownTo(caller)).map((r) => ({
      at: r.at,
      by: r.by,
      byName: r.byName,
      action: r.action,
      detail: (r.after ?? {}) as Record<string, unknown>,
    })),
  );
}

/** PERM16: who did what to every section, also to those whose words the caller may not read yet (PERM11). */
export async function readAudit(
  deps: Deps,
  caller: Caller,
  reportId: ReportId,
): Promise<Result<AuditEntryView[]>> {
  const loaded = await readReport(deps, caller, reportId, "read-audit");
  if (!loaded.ok) return loaded;
  const { report, sections } = loaded.value;
  const readable = new Set(
    sections
      .filter((s) => canOnSection(caller.actor, "read-history", sectionAccess(s, report, sections, false)).ok)
      .map(({ id }) => id),
  );
  // Of a section that was removed nobody knows any more who may have read it.
  const isCoordinator = report.coordinatorIds.includes(caller.actor.userId);
  const records = await deps.reports.audit({ reportId }, newest);
  const shown = records.filter(isShownTo(caller)).map((record) => {
    const { sectionId, before, after } = record;
    const isOpen = isCoordinator || sectionId === null || readable.has(sectionId);
    return isOpen ? record : { ...record, before: withoutWords(before), after: withoutWords(after) };
  });
  return ok(
    shown.map((r) => ({
      seq: r.seq,
      at: r.at,
      by: r.by,
      byName: r.byName,
      action: r.action,
      target: r.sectionId ?? r.reportId ?? "",
      before: r.before,
      after: r.after,
      ipAddress: r.ipAddress,
      hash: r.hash,
    })),
  );
}
