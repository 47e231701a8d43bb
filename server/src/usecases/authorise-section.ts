import {
  type Actor,
  canOnReport,
  canOnSection,
  type ErrorCode,
  type ReportId,
  reportAccess,
  sectionAccess,
  type SectionId,
} from "@dongsoan/shared/domain";
import type { ReportStore } from "../ports/report-store.ts";

interface AuthoriseDeps {
  readonly reports: Pick<ReportStore, "report" | "sections" | "reportOfSection">;
}

export type SectionRight =
  | {
      readonly ok: true;
      readonly mode: "read" | "write" | "suggest";
      readonly reason: ErrorCode | null;
      readonly epoch: number;
    }
  | { readonly ok: false; readonly reason: ErrorCode };

/** What one person may do in one section, with the fence epoch that this was decided on. The channel's only source of rights. */
export async function authoriseSection(
  deps: AuthoriseDeps,
  actor: Actor,
  sectionId: SectionId,
): Promise<SectionRight> {
  const reportId = await deps.reports.reportOfSection(sectionId);
  if (!reportId) return { ok: false, reason: "not-found" };
  const [report, sections] = await Promise.all([
    deps.reports.report(reportId),
    deps.reports.sections(reportId),
  ]);
  const section = sections.find((s) => s.id === sectionId);
  if (!report || !section) return { ok: false, reason: "not-found" };
  const access = sectionAccess(section, report, sections, false);
  const read = canOnSection(actor, "read-section", access);
  if (!read.ok) return read;
  const write = canOnSection(actor, "write-section", access);
  const suggest = canOnSection(actor, "suggest-section", access);
  return {
    ok: true,
    mode: write.ok ? "write" : suggest.ok ? "suggest" : "read",
    reason: write.ok ? null : write.reason,
    epoch: section.epoch,
  };
}

export async function mayReadReport(deps: AuthoriseDeps, actor: Actor, reportId: ReportId): Promise<boolean> {
  const [report, sections] = await Promise.all([
    deps.reports.report(reportId),
    deps.reports.sections(reportId),
  ]);
  return report !== null && canOnReport(actor, "read-report", reportAccess(report, sections)).ok;
}
