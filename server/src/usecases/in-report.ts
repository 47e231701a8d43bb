import {
  canOnReport,
  canOnSection,
  ok,
  refuse,
  type Report,
  type ReportAction,
  reportAccess,
  type ReportId,
  type Result,
  type Section,
  sectionAccess,
  type SectionAction,
  type SectionId,
} from "@dongsoan/shared/domain";
import type { ReportTransaction } from "../ports/report-store.ts";
import type { Caller, Deps } from "./context.ts";

export interface LoadedReport {
  readonly report: Report;
  readonly sections: readonly Section[];
}

/** Loads a report and asks the permission function. Missing and unreadable are told alike (PERM3). */
export async function readReport(
  deps: Deps,
  caller: Caller,
  reportId: ReportId,
  action: ReportAction,
): Promise<Result<LoadedReport>> {
  const [report, sections] = await Promise.all([
    deps.reports.report(reportId),
    deps.reports.sections(reportId),
  ]);
  if (!report) return refuse("not-found");
  const permission = canOnReport(caller.actor, action, reportAccess(report, sections));
  return permission.ok ? ok({ report, sections }) : permission;
}

export async function readSection(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
  action: SectionAction,
): Promise<Result<LoadedSection>> {
  const reportId = await deps.reports.reportOfSection(sectionId);
  if (!reportId) return refuse("not-found");
  const [report, sections] = await Promise.all([
    deps.reports.report(reportId),
    deps.reports.sections(reportId),
  ]);
  const section = sections.find((s) => s.id === sectionId);
  if (!report || !section) return refuse("not-found");
  const permission = canOnSection(caller.actor, action, sectionAccess(section, report, sections, false));
  return permission.ok ? ok({ report, sections, section }) : permission;
}

export type LoadedSection = LoadedReport & { readonly section: Section };
type SectionWork<T> = (tx: ReportTransaction, loaded: LoadedSection) => Promise<Result<T>>;
type Work<T> = (tx: ReportTransaction, loaded: LoadedReport) => Promise<Result<T>>;

/** A command on a report: rows are read under their lock, the right is asked, the work done, and pages are told after the commit. */
export async function commandReport<T>(
  deps: Deps,
  caller: Caller,
  reportId: ReportId,
  action: ReportAction,
  work: Work<T>,
): Promise<Result<T>> {
  const result = await deps.reports.transact(async (tx): Promise<Result<T>> => {
    const report = await tx.report(reportId);
    if (!report) return refuse("not-found");
    const sections = await tx.sections(reportId);
    const permission = canOnReport(caller.actor, action, reportAccess(report, sections));
    return permission.ok ? work(tx, { report, sections }) : permission;
  });
  if (result.ok) deps.fanout.publish({ kind: "report", reportId });
  return result;
}

export async function commandSection<T>(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
  action: SectionAction,
  work: SectionWork<T>,
): Promise<Result<T>> {
  const reportId = await deps.reports.reportOfSection(sectionId);
  if (!reportId) return refuse("not-found");
  const result = await changeInSection(deps, caller, reportId, sectionId, action, work);
  if (result.ok) deps.fanout.publish({ kind: "report", reportId });
  return result;
}

/** A command on a section that is the caller's to tell. */
export const changeInSection = <T>(
  deps: Deps,
  caller: Caller,
  reportId: ReportId,
  sectionId: SectionId,
  action: SectionAction,
  work: SectionWork<T>,
): Promise<Result<T>> =>
  deps.reports.transact(async (tx): Promise<Result<T>> => {
    const report = await tx.report(reportId);
    const sections = await tx.sections(reportId);
    const section = sections.find((s) => s.id === sectionId);
    if (!report || !section) return refuse("not-found");
    const permission = canOnSection(caller.actor, action, sectionAccess(section, report, sections, false));
    return permission.ok ? work(tx, { report, sections, section }) : permission;
  });

/** FENCE3: rooms ask for rights again after a change of lock, state or assignment. */
export const tellRooms = (deps: Deps, reportId: ReportId, sectionIds: readonly SectionId[]): void =>
  deps.fanout.publish({ kind: "fence", reportId, sectionIds });

/** A section and everything below it. */
export function withDescendants(sections: readonly Section[], rootId: SectionId): readonly Section[] {
  const out = sections.filter((s) => s.id === rootId);
  for (let i = 0; i < out.length; i += 1) out.push(...sections.filter((s) => s.parentId === out[i]?.id));
  return out;
}
