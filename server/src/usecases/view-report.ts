import {
  type Assignment,
  type Actor,
  canOnReport,
  canOnSection,
  type EffectiveAssignment,
  effectiveAssignment,
  type EpochMs,
  inReadingOrder,
  ok,
  outlineLabels,
  type Report,
  reportAccess,
  type ReportId,
  type Result,
  type Section,
  sectionAccess,
} from "@dongsoan/shared/domain";
import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import type { Caller, Deps } from "./context.ts";
import { readReport } from "./in-report.ts";
import type { SectionFacts } from "./section-facts.ts";

/** The report as this person may see it: a section that may not be read shows its place and whose it is, nothing else. */
export async function viewReport(
  deps: Deps,
  caller: Caller,
  reportId: ReportId,
): Promise<Result<ReportView>> {
  const loaded = await readReport(deps, caller, reportId, "read-report");
  if (!loaded.ok) return loaded;
  const { report, sections } = loaded.value;
  const access = reportAccess(report, sections);
  const [people, units, opened, replacedById, news] = await Promise.all([
    deps.directory.people(),
    deps.directory.units(),
    deps.reports.lastOpened(reportId, access.ownerIds),
    deps.reports.replacedBy(reportId),
    deps.reports.sectionsWithNews(reportId, caller.actor.userId),
  ]);
  const facts = new Map(
    await Promise.all(sections.map(async (s) => [s.id, await deps.facts.of(s)] as const)),
  );
  const may = (action: Parameters<typeof canOnReport>[1]) => canOnReport(caller.actor, action, access).ok;
  return ok({
    id: report.id,
    header: {
      ...report.header,
      addressees: [...report.header.addressees],
      opening: [...report.header.opening],
      closing: [...report.header.closing],
      recipients: [...report.header.recipients],
      signature: { lines: [...report.header.signature.lines], name: report.header.signature.name },
    },
    version: report.version,
    state: {
      kind: report.state.kind,
      at: report.state.kind === "collecting" ? null : report.state.at,
      by: report.state.kind === "collecting" ? null : report.state.by,
      rootHash: report.state.kind === "collecting" ? null : report.state.rootHash,
    },
    dueAt: report.dueAt,
    coordinatorIds: [...report.coordinatorIds],
    readerIds: [...report.readerIds],
    replacesId: report.replacesId,
    replacedById,
    hasOriginal: report.originalId !== null && may("read-original"),
    sections: viewSections(caller.actor, report, sections, opened, news, facts),
    people: people.map(({ id, name, unitId }) => ({ id, name, unitId })),
    units: units.map(({ id, name, shortName }) => ({ id, name, shortName })),
    may: {
      editOutline: may("edit-outline"),
      editHeader: may("edit-header"),
      assign: may("assign"),
      lock: may("lock-report"),
      finalise: may("finalise"),
      revise: may("revise"),
      readAudit: may("read-audit"),
    },
  });
}

function viewSections(
  actor: Actor,
  report: Report,
  sections: readonly Section[],
  opened: Opened,
  news: ReadonlySet<string>,
  facts: ReadonlyMap<string, SectionFacts>,
): SectionView[] {
  const byId = new Map(sections.map((s) => [s.id, s]));
  const ordered = inReadingOrder(sections);
  const labels = outlineLabels(ordered);
  return ordered.map((section, i) => {
    const isDamaged = facts.get(section.id)?.isDamaged ?? false;
    const access = sectionAccess(section, report, sections, isDamaged);
    const isHidden = !canOnSection(actor, "read-section", access).ok;
    const write = canOnSection(actor, "write-section", access);
    const may = (action: Parameters<typeof canOnSection>[1]) => canOnSection(actor, action, access).ok;
    const effective = effectiveAssignment(section.id, byId);
    return {
      id: section.id,
      parentId: section.parentId,
      position: section.position,
      depth: section.depth,
      label: labels[i] ?? "",
      title: isHidden ? "" : section.title,
      isHidden,
      version: section.version,
      assignment: asShown(section.assignment),
      effective: asShown(effective),
      state: isHidden && section.state.kind === "returned" ? { ...section.state, reason: "" } : section.state,
      lock: isHidden && section.lock ? { ...section.lock, reason: "" } : section.lock,
      isDamaged,
      lineage: section.lineage,
      lastEdit: isHidden ? null : section.lastEdit,
      lastOpenedAt: isHidden ? null : lastOpenedByItsPeople(opened.get(section.id), effective),
      hasNews: !isHidden && news.has(section.id),
      wordCount: isHidden ? 0 : (facts.get(section.id)?.wordCount ?? 0),
      may: {
        write: write.ok,
        suggest: may("suggest-section"),
        submit: may("submit") && section.state.kind !== "submitted" && section.state.kind !== "approved",
        return: may("return") && (section.state.kind === "submitted" || section.state.kind === "approved"),
        approve: may("approve") && section.state.kind === "submitted",
        lock: may("lock-section"),
        nameVersion: may("name-version"),
      },
      readOnlyReason: isHidden || write.ok ? null : write.reason,
    };
  });
}

type Opened = Awaited<ReturnType<Deps["reports"]["lastOpened"]>>;

/** OUT4: whoever only follows the work does not count, or nobody would see that its people never looked at it. */
function lastOpenedByItsPeople(
  times: ReadonlyMap<string, EpochMs> | undefined,
  { ownerId, unitId, contributingUnitIds }: EffectiveAssignment,
): EpochMs | null {
  const found = [ownerId, unitId, ...contributingUnitIds].flatMap((who) => times?.get(who ?? "") ?? []);
  return found.length === 0 ? null : Math.max(...found);
}

/** Lists of the wire are the receiver's to change. */
const asShown = <T extends Pick<Assignment, "contributingUnitIds" | "reviewingUnitIds">>(assignment: T) => ({
  ...assignment,
  contributingUnitIds: [...assignment.contributingUnitIds],
  reviewingUnitIds: [...assignment.reviewingUnitIds],
});
