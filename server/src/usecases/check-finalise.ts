import {
  effectiveAssignment,
  isShown,
  lacksOwner,
  ok,
  outlineLabels,
  inReadingOrder,
  type Report,
  type ReportId,
  type Result,
  type Section,
  type SectionId,
} from "@dongsoan/shared/domain";
import type { FinaliseCheck } from "@dongsoan/shared/http-api";
import type { Caller, Deps } from "./context.ts";
import { readReport } from "./in-report.ts";
import type { SectionFacts } from "./section-facts.ts";

export type Obstacle = FinaliseCheck["obstacles"][number];

/** SEAL1: what stands in the way. The number and the day may be blank: they come with issue, not with the draft. */
export function findObstacles(
  report: Report,
  sections: readonly Section[],
  facts: ReadonlyMap<SectionId, SectionFacts>,
): Obstacle[] {
  const { header } = report;
  const missing: readonly (readonly [string, boolean])[] = [
    ["agency", header.agency.trim() === ""],
    ["symbol", header.symbol.trim() === ""],
    ["place", header.place.trim() === ""],
    ["typeName", header.typeName.trim() === ""],
    ["subject", header.subject.trim() === ""],
    ["addressees", header.addressees.length === 0],
    ["recipients", header.recipients.length === 0],
    ["signature", header.signature.name.trim() === "" || header.signature.lines.length === 0],
  ];
  const ordered = inReadingOrder(sections);
  const labels = outlineLabels(ordered);
  const hasChildren = new Set(sections.map((s) => s.parentId));
  return [
    ...missing
      .filter(([, isMissing]) => isMissing)
      .map(([field]): Obstacle => ({ code: "header-missing", sectionId: null, label: null, field })),
    ...(sections.length === 0
      ? [{ code: "no-section" as const, sectionId: null, label: null, field: null }]
      : []),
    ...ordered.flatMap((section, i): Obstacle[] => {
      const at = { sectionId: section.id, label: labels[i] ?? "", field: null };
      const text = facts.get(section.id);
      return [
        ...(section.state.kind === "approved" ? [] : [{ code: "section-not-approved" as const, ...at }]),
        ...(!hasChildren.has(section.id) && (text?.wordCount ?? 0) === 0
          ? [{ code: "section-empty" as const, ...at }]
          : []),
        ...(text?.hasOpenSuggestions ? [{ code: "suggestions-open" as const, ...at }] : []),
        ...(text?.isDamaged ? [{ code: "section-damaged" as const, ...at }] : []),
      ];
    }),
  ];
}

export type Advice = FinaliseCheck["advice"][number];

/** SEAL9: what does not stand in the way, and is better looked at before the report is closed for ever. */
async function findAdvice(
  deps: Deps,
  { header, id }: Report,
  sections: readonly Section[],
): Promise<Advice[]> {
  const [threads, sent] = await Promise.all([
    deps.comments.threadsOfReport(id),
    deps.reports.retainedSent([id]),
  ]);
  const open = threads.filter((thread) => isShown(thread) && thread.resolved === null);
  const ordered = inReadingOrder(sections);
  const labels = outlineLabels(ordered);
  const byId = new Map(sections.map((section) => [section.id, section]));
  const countIn = (of: readonly { readonly sectionId: SectionId }[], sectionId: SectionId) =>
    of.filter((each) => each.sectionId === sectionId).length;
  const { day, month, year } = header.date;
  const ofReport = (code: Advice["code"], count: number): Advice[] =>
    count === 0 ? [] : [{ code, sectionId: null, label: null, count }];
  const assigned = ordered.map(({ id: sectionId }) => effectiveAssignment(sectionId, byId));
  const hasDay = day !== null && month !== null && year !== null;
  return [
    ...ordered.flatMap((section, i) =>
      (
        [
          ["comments-open", countIn(open, section.id)],
          ["retained-waiting", countIn(sent, section.id)],
        ] as const
      ).flatMap(([code, count]): Advice[] =>
        count === 0 ? [] : [{ code, sectionId: section.id, label: labels[i] ?? "", count }],
      ),
    ),
    ...ofReport("sections-unassigned", assigned.filter(({ unitId }) => unitId === null).length),
    ...ofReport("sections-unowned", assigned.filter(lacksOwner).length),
    ...ofReport("number-blank", header.number.trim() === "" ? 1 : 0),
    ...ofReport("day-blank", hasDay ? 0 : 1),
  ];
}

export async function checkFinalise(
  deps: Deps,
  caller: Caller,
  reportId: ReportId,
): Promise<Result<FinaliseCheck>> {
  const loaded = await readReport(deps, caller, reportId, "finalise");
  if (!loaded.ok) return loaded;
  const { report, sections } = loaded.value;
  const facts = new Map(
    await Promise.all(sections.map(async (s) => [s.id, await deps.facts.of(s)] as const)),
  );
  return ok({
    obstacles: findObstacles(report, sections, facts),
    advice: await findAdvice(deps, report, sections),
  });
}
