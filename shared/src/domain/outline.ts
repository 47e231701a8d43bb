import type { SectionId, UnitId, UserId } from "./ids.ts";
import type { ReportAccess, SectionAccess } from "./permission.ts";
import type { Assignment, Report, Section } from "./report.ts";

/** The outline as values: inheritance, order and what permissions need. Sections come as a flat list in any order. */

export interface EffectiveAssignment {
  readonly unitId: UnitId | null;
  readonly ownerId: UserId | null;
  readonly dueAt: number | null;
  readonly contributingUnitIds: readonly UnitId[];
  readonly reviewingUnitIds: readonly UnitId[];
  readonly readScope: "report" | "unit";
}

/** PERM19: children inherit what they leave open; contributing and reviewing units add up along the path. */
export function effectiveAssignment(
  sectionId: SectionId,
  sections: ReadonlyMap<SectionId, Pick<Section, "parentId" | "assignment">>,
): EffectiveAssignment {
  const path: Assignment[] = [];
  const seen = new Set<SectionId>();
  for (let id: SectionId | null = sectionId; id !== null && !seen.has(id);) {
    seen.add(id);
    const section = sections.get(id);
    if (!section) break;
    path.push(section.assignment);
    id = section.parentId;
  }
  const first = <T>(pick: (a: Assignment) => T | null): T | null => {
    for (const a of path) {
      const value = pick(a);
      if (value !== null) return value;
    }
    return null;
  };
  return {
    unitId: first((a) => a.unitId),
    ownerId: first((a) => a.ownerId),
    dueAt: first((a) => a.dueAt),
    contributingUnitIds: [...new Set(path.flatMap((a) => a.contributingUnitIds))],
    reviewingUnitIds: [...new Set(path.flatMap((a) => a.reviewingUnitIds))],
    readScope: first((a) => (a.readScope === "inherit" ? null : a.readScope)) ?? "report",
  };
}

/** Depth-first reading order: parents before children, siblings by position. */
export function inReadingOrder<S extends Pick<Section, "id" | "parentId" | "position">>(
  sections: readonly S[],
): readonly (S & { readonly depth: number })[] {
  const children = new Map<SectionId | null, S[]>();
  for (const s of sections) children.set(s.parentId, [...(children.get(s.parentId) ?? []), s]);
  for (const list of children.values()) list.sort((a, b) => a.position - b.position);
  const out: (S & { depth: number })[] = [];
  const walk = (parentId: SectionId | null, depth: number) => {
    for (const s of children.get(parentId) ?? []) {
      out.push({ ...s, depth });
      walk(s.id, depth + 1);
    }
  };
  walk(null, 1);
  return out;
}

export function reportAccess(report: Report, sections: readonly Section[]): ReportAccess {
  return {
    stateKind: report.state.kind,
    coordinatorIds: report.coordinatorIds,
    readerIds: report.readerIds,
    unitIds: [
      ...new Set(
        sections.flatMap((s) => [
          ...(s.assignment.unitId === null ? [] : [s.assignment.unitId]),
          ...s.assignment.contributingUnitIds,
          ...s.assignment.reviewingUnitIds,
        ]),
      ),
    ],
    ownerIds: [
      ...new Set(sections.flatMap((s) => (s.assignment.ownerId === null ? [] : [s.assignment.ownerId]))),
    ],
  };
}

export function sectionAccess(
  section: Section,
  report: Report,
  sections: readonly Section[],
  isDamaged: boolean,
): SectionAccess {
  const effective = effectiveAssignment(section.id, new Map(sections.map((s) => [s.id, s])));
  return {
    report: reportAccess(report, sections),
    leadUnitId: effective.unitId,
    contributingUnitIds: effective.contributingUnitIds,
    reviewingUnitIds: effective.reviewingUnitIds,
    ownerId: effective.ownerId,
    readScope: effective.readScope,
    stateKind: section.state.kind,
    isLocked: section.lock !== null,
    isDamaged,
  };
}
