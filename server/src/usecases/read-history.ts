import { ok, type ReportId, type Result, type SectionId } from "@dongsoan/shared/domain";
import type { AuditEntryView, HistoryEntry } from "@dongsoan/shared/http-api";
import type { Caller, Deps } from "./context.ts";
import { readReport, readSection } from "./in-report.ts";

const newest = 500;

/** Who handed in, returned, approved, locked, assigned this section; newest first. */
export async function readSectionHistory(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
): Promise<Result<HistoryEntry[]>> {
  const loaded = await readSection(deps, caller, sectionId, "read-history");
  if (!loaded.ok) return loaded;
  const records = await deps.reports.audit({ sectionId }, newest);
  // A kept text is its author's alone until it is sent: that there is one is nobody else's either.
  const isPrivate = (action: string) => action === "retained.keep" || action === "retained.discard";
  const shown = records.filter((r) => r.by === caller.actor.userId || !isPrivate(r.action));
  return ok(
    shown.map((r) => ({
      at: r.at,
      by: r.by,
      byName: r.byName,
      action: r.action,
      detail: (r.after ?? {}) as Record<string, unknown>,
    })),
  );
}

export async function readAudit(
  deps: Deps,
  caller: Caller,
  reportId: ReportId,
): Promise<Result<AuditEntryView[]>> {
  const loaded = await readReport(deps, caller, reportId, "read-audit");
  if (!loaded.ok) return loaded;
  const records = await deps.reports.audit({ reportId }, newest);
  return ok(
    records.map((r) => ({
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
