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

const nothingAbove: EffectiveAssignment = {
  unitId: null,
  ownerId: null,
  dueAt: null,
  contributingUnitIds: [],
  reviewingUnitIds: [],
  readScope: "report",
};

/** What holds for a section: PERM19 along its path, from the top down. */
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
  return path.reduceRight(assignedBelow, nothingAbove);
}

function assignedBelow(above: EffectiveAssignment, own: Assignment): EffectiveAssignment {
  const from = inheritedInto(own.unitId, above);
  return {
    unitId: own.unitId ?? from.unitId,
    ownerId: own.ownerId ?? from.ownerId,
    dueAt: own.dueAt ?? from.dueAt,
    contributingUnitIds: [...new Set([...own.contributingUnitIds, ...from.contributingUnitIds])],
    reviewingUnitIds: [...new Set([...own.reviewingUnitIds, ...from.reviewingUnitIds])],
    readScope: own.readScope === "inherit" ? from.readScope : own.readScope,
  };
}

/** Who is named above, by the server's ids or by the page's. */
interface Named {
  readonly unitId: string | null;
  readonly ownerId: string | null;
  readonly contributingUnitIds: readonly string[];
  readonly reviewingUnitIds: readonly string[];
}

/**
 * PERM19: what a section that names this unit, or none, has from above. Into another unit's section nobody comes along
 * who was named above it: they would write, and read early, where they do not belong.
 */
export const inheritedInto = <A extends Named>(unitId: string | null, above: A): A =>
  unitId === null || unitId === above.unitId
    ? above
    : { ...above, ownerId: null, contributingUnitIds: [], reviewingUnitIds: [] };

/** PERM20: a unit has it, and nobody in it answers for it. */
export const lacksOwner = ({ unitId, ownerId }: Pick<Named, "ownerId" | "unitId">): boolean =>
  unitId !== null && ownerId === null;

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
