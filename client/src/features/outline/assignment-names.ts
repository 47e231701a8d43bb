import type { PersonView, ReportView, SectionView, UnitView } from "@dongsoan/shared/http-api";
import { inheritedInto, lacksOwner } from "@dongsoan/shared/domain";
import { compareNames } from "@dongsoan/shared/i18n";
import { usePeople, useUnits } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";

export type Assignment = SectionView["assignment"];
type Effective = SectionView["effective"];

export interface AssignmentNames {
  readonly units: readonly UnitView[];
  readonly people: readonly PersonView[];
  readonly unitName: (id: string | null) => string;
  readonly personName: (id: string | null) => string;
  /** Who answers for a section that a unit has, or that nobody does (PERM20). */
  readonly ownerName: (of: Pick<Assignment, "ownerId" | "unitId">) => string;
  /** Whom to choose from: the name, and where this person works. */
  readonly withUnit: (person: PersonView) => string;
  readonly dueText: (at: number | null) => string;
  /** People who can own a section, those of its unit first, each by name. */
  readonly ownersFor: (unitId: string | null, ownerId: string | null) => readonly PersonView[];
}

/** Units and people by name: the whole organisation's where it may be listed, else those of the report. */
export function useAssignmentNames(report: ReportView): AssignmentNames {
  const { t, date } = useText();
  const units = useUnits().data ?? [];
  const people = usePeople().data ?? [];
  const named = (list: readonly { readonly id: string; readonly name: string }[], id: string | null) =>
    list.find((each) => each.id === id)?.name;
  const personName = (id: string | null) =>
    named(people, id) ?? named(report.people, id) ?? t("common.nobody");
  return {
    units,
    people,
    unitName: (id) => named(units, id) ?? named(report.units, id) ?? t("common.nobody"),
    personName,
    ownerName: (of) => (lacksOwner(of) ? t("outline.noOwner") : personName(of.ownerId)),
    withUnit: ({ name, unitId }) => `${name} – ${named(units, unitId) ?? t("people.ofNoUnit")}`,
    dueText: (at) => (at === null ? t("work.noDue") : date(at)),
    ownersFor: (unitId, ownerId) =>
      people
        .filter((p) => p.isActive || p.id === ownerId)
        .sort(
          (a, b) => Number(b.unitId === unitId) - Number(a.unitId === unitId) || compareNames(a.name, b.name),
        ),
  };
}

const aboveOf = (report: ReportView, { parentId }: SectionView): Effective | null =>
  report.sections.find((s) => s.id === parentId)?.effective ?? null;

/** What a section gets where it leaves something open, with the unit that is chosen for it; null at the top. */
export function inheritedBy(
  report: ReportView,
  section: SectionView,
  { unitId }: Assignment,
): Effective | null {
  const above = aboveOf(report, section);
  return above && inheritedInto(unitId, above);
}

/** Somebody is named above who does not come along into the section of the unit that is chosen for it. */
export function leavesBehind(report: ReportView, section: SectionView, chosen: Assignment): boolean {
  const above = aboveOf(report, section);
  return (
    above !== null &&
    inheritedInto(chosen.unitId, above) !== above &&
    (above.ownerId !== null || above.contributingUnitIds.length + above.reviewingUnitIds.length > 0)
  );
}
