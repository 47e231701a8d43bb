import {
  canOnReport,
  canOnSection,
  effectiveAssignment,
  inReadingOrder,
  outlineLabels,
  reportAccess,
  sectionAccess,
} from "@dongsoan/shared/domain";
import type { ReportSummary, WorkItem } from "@dongsoan/shared/http-api";
import type { Caller, Deps } from "./context.ts";

/** Reports that this person takes part in, newest first. */
export async function listReports(deps: Deps, caller: Caller): Promise<ReportSummary[]> {
  const all = await deps.reports.reports();
  return all
    .filter(
      ({ report, sections }) => canOnReport(caller.actor, "read-report", reportAccess(report, sections)).ok,
    )
    .map(({ report, sections }) => ({
      id: report.id,
      typeName: report.header.typeName,
      subject: report.header.subject,
      stateKind: report.state.kind,
      dueAt: report.dueAt,
      createdAt: report.createdAt,
      sectionCount: sections.length,
      approvedCount: sections.filter((s) => s.state.kind === "approved").length,
    }));
}

/** Sections of this person (own unit or owner), also handed in or locked, and what waits for their decision. */
export async function listMyWork(deps: Deps, caller: Caller): Promise<WorkItem[]> {
  const { actor } = caller;
  const items = (await deps.reports.reports()).flatMap(({ report, sections }) => {
    if (report.state.kind !== "collecting") return [];
    const byId = new Map(sections.map((s) => [s.id, s]));
    const ordered = inReadingOrder(sections);
    const labels = outlineLabels(ordered);
    const isCoordinator = report.coordinatorIds.includes(actor.userId);
    return ordered.flatMap((section, i): WorkItem[] => {
      const effective = effectiveAssignment(section.id, byId);
      const isOwner = effective.ownerId === actor.userId;
      const isOfUnit =
        actor.unitId !== null &&
        (effective.unitId === actor.unitId || effective.contributingUnitIds.includes(actor.unitId));
      const access = sectionAccess(section, report, sections, false);
      const isTheirs = (isOwner || isOfUnit) && canOnSection(actor, "read-section", access).ok;
      const waitsForDecision = isCoordinator && section.state.kind === "submitted";
      if (!isTheirs && !waitsForDecision) return [];
      if (sections.some((s) => s.parentId === section.id) && section.state.kind === "assigned" && !isOwner)
        return [];
      return [
        {
          reportId: report.id,
          reportSubject: report.header.subject,
          sectionId: section.id,
          label: labels[i] ?? "",
          title: section.title,
          stateKind: section.state.kind,
          returnReason: section.state.kind === "returned" ? section.state.reason : null,
          dueAt: effective.dueAt ?? report.dueAt,
          isLocked: section.lock !== null,
          isOwner,
          waitsForDecision,
        },
      ];
    });
  });
  const rank = (item: WorkItem) => (item.stateKind === "returned" ? 0 : 1);
  return items.sort((a, b) => rank(a) - rank(b) || (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity));
}
