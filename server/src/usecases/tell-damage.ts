import type { ReportId, SectionId } from "@dongsoan/shared/domain";
import type { DamageNotice } from "@dongsoan/shared/http-api";
import { inReadingOrder, outlineLabels } from "@dongsoan/shared/domain";
import type { DamagedSection } from "../ports/report-store.ts";
import type { Caller, Deps } from "./context.ts";

/**
 * DAMAGE2: the store has found that a section's text cannot be read to its end. The coordinators hear of it at once, and a
 * room that still holds the text whole writes it down again (then there is nothing left to repair).
 */
export async function tellDamage(
  deps: Deps,
  found: { readonly sectionId: SectionId; readonly reportId: ReportId; readonly seq: number },
): Promise<void> {
  const { sectionId, reportId, seq } = found;
  deps.fanout.publish({ kind: "damaged", reportId, sectionId });
  await deps.reports.transact((tx) =>
    tx.audit({
      at: deps.clock.now(),
      by: "system",
      byName: "system",
      action: "section.damaged",
      reportId,
      sectionId,
      before: null,
      after: { seq },
      ipAddress: null,
      sessionId: null,
    }),
  );
  deps.fanout.publish({ kind: "report", reportId });
  const report = await deps.reports.report(reportId);
  for (const userId of report?.coordinatorIds ?? []) deps.fanout.publish({ kind: "person", userId });
}

async function describe(deps: Deps, damaged: DamagedSection, withTitle: boolean): Promise<DamageNotice> {
  const [report, sections] = await Promise.all([
    deps.reports.report(damaged.reportId),
    deps.reports.sections(damaged.reportId),
  ]);
  const ordered = inReadingOrder(sections);
  const at = ordered.findIndex((s) => s.id === damaged.sectionId);
  return {
    reportId: damaged.reportId,
    reportSubject: withTitle ? (report?.header.subject ?? "") : "",
    sectionId: damaged.sectionId,
    label: outlineLabels(ordered)[at] ?? "",
    title: withTitle ? (ordered[at]?.title ?? "") : "",
    at: damaged.noticedAt,
    unreadableUpdates: damaged.head - damaged.seq + 1,
    canRepair: withTitle && report?.state.kind === "collecting",
  };
}

/** Damaged sections of the reports that this person coordinates. */
export async function listNotices(deps: Deps, caller: Caller): Promise<DamageNotice[]> {
  const notices: DamageNotice[] = [];
  for (const damaged of await deps.reports.damagedSections()) {
    const report = await deps.reports.report(damaged.reportId);
    if (report?.coordinatorIds.includes(caller.actor.userId))
      notices.push(await describe(deps, damaged, true));
  }
  return notices;
}

/** For the system page: where, and never what. */
export async function listDamage(deps: Deps): Promise<DamageNotice[]> {
  return Promise.all((await deps.reports.damagedSections()).map((damaged) => describe(deps, damaged, false)));
}
