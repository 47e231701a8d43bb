import { lacksOwner } from "@dongsoan/shared/domain";
import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { useText } from "../../i18n/use-text.ts";
import { DateField } from "../../ui/date-field.tsx";
import { Select } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { inheritedBy, leavesBehind, useAssignmentNames, type Assignment } from "./assignment-names.ts";
import { UnitChecks } from "./unit-checks.tsx";

/** The whole assignment of one section, as a form. */
export function AssignmentFields({
  report,
  section,
  value,
  onValue,
}: {
  readonly report: ReportView;
  readonly section: SectionView;
  readonly value: Assignment;
  readonly onValue: (assignment: Assignment) => void;
}) {
  const { t } = useText();
  const names = useAssignmentNames(report);
  const parent = inheritedBy(report, section, value);
  const set = (change: Partial<Assignment>) => onValue({ ...value, ...change });
  // Nothing comes from above where nobody is assigned there.
  const inherited = (words: string) =>
    parent === null || words === t("common.nobody") ? words : t("outline.inheritValue", { value: words });
  const unitId = value.unitId ?? parent?.unitId ?? null;
  const ofNobody = lacksOwner({ unitId, ownerId: parent?.ownerId ?? null });
  return (
    <>
      {/* A line each: a person is named with their unit, whole. */}
      <Select
        label={t("outline.column.unit")}
        hint={leavesBehind(report, section, value) ? t("outline.otherUnit") : undefined}
        value={value.unitId ?? ""}
        onChange={(event) => set({ unitId: event.target.value || null })}
      >
        <option value="">{inherited(names.unitName(parent?.unitId ?? null))}</option>
        {names.units
          .filter((u) => u.isActive || u.id === value.unitId)
          .map((unit) => (
            <option key={unit.id} value={unit.id}>
              {unit.name}
            </option>
          ))}
      </Select>
      <Select
        label={t("outline.column.owner")}
        value={value.ownerId ?? ""}
        onChange={(event) => set({ ownerId: event.target.value || null })}
      >
        <option value="">
          {ofNobody ? t("outline.noOwner") : inherited(names.personName(parent?.ownerId ?? null))}
        </option>
        {names.ownersFor(unitId, value.ownerId).map((person) => (
          <option key={person.id} value={person.id}>
            {names.withUnit(person)}
          </option>
        ))}
      </Select>

      <div className={form["columns"]}>
        <DateField
          label={t("outline.column.due")}
          hint={
            value.dueAt === null && parent?.dueAt != null
              ? t("outline.inheritValue", { value: names.dueText(parent.dueAt) })
              : undefined
          }
          value={value.dueAt}
          onValue={(dueAt) => set({ dueAt })}
        />
        <Select
          label={t("outline.column.readScope")}
          value={value.readScope}
          onChange={(event) => {
            const scope = event.target.value;
            set({ readScope: scope === "report" || scope === "unit" ? scope : "inherit" });
          }}
        >
          <option value="inherit">{inherited(t(`outline.scope.${parent?.readScope ?? "report"}`))}</option>
          <option value="report">{t("outline.scope.report")}</option>
          <option value="unit">{t("outline.scope.unit")}</option>
        </Select>
      </div>
      <UnitChecks
        legend={t("outline.contributors.title", { label: section.label })}
        units={names.units.filter((u) => u.id !== unitId)}
        value={value.contributingUnitIds}
        fromAbove={parent?.contributingUnitIds ?? []}
        onValue={(contributingUnitIds) => set({ contributingUnitIds })}
      />
      <UnitChecks
        legend={t("outline.reviewers.title", { label: section.label })}
        units={names.units.filter((u) => u.id !== unitId)}
        value={value.reviewingUnitIds}
        fromAbove={parent?.reviewingUnitIds ?? []}
        onValue={(reviewingUnitIds) => set({ reviewingUnitIds })}
      />
    </>
  );
}
