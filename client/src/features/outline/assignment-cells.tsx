import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { useText } from "../../i18n/use-text.ts";
import { DateField } from "../../ui/date-field.tsx";
import { inheritedBy, useAssignmentNames, type AssignmentNames } from "./assignment-names.ts";
import styles from "./outline.module.css";
import type { AssignmentEdit } from "./use-assign.ts";

interface CellsProps {
  readonly report: ReportView;
  readonly section: SectionView;
  readonly edit: AssignmentEdit;
}

/** Unit, owner, due date: fields for the coordinator, words for everyone else. The rest is in the section's dialog. */
export function AssignmentCells({ report, section, edit }: CellsProps) {
  const names = useAssignmentNames(report);
  const { effective } = section;
  if (report.may.assign) return <Fields report={report} section={section} edit={edit} names={names} />;
  return (
    <>
      <td className={`${styles["oneLine"]} ${styles["wideOnly"]}`} title={names.unitName(effective.unitId)}>
        {names.unitName(effective.unitId)}
      </td>
      <td className={`${styles["oneLine"]} ${styles["wideOnly"]}`}>{names.personName(effective.ownerId)}</td>
      <td className={styles["figures"]}>{names.dueText(effective.dueAt)}</td>
    </>
  );
}

function Fields({
  report,
  section,
  edit,
  names,
}: CellsProps & {
  readonly names: AssignmentNames;
}) {
  const { t } = useText();
  const { shown: mine, set } = edit;
  const parent = inheritedBy(report, section);
  const label = (column: "due" | "owner" | "unit") =>
    t("outline.field", { column: t(`outline.column.${column}`), label: section.label });
  // Nothing comes from above where nobody is assigned there.
  const inherited = (value: string) =>
    parent === null || value === t("common.nobody") ? value : t("outline.inheritValue", { value });
  const unitId = mine.unitId ?? parent?.unitId ?? null;
  const ownerId = mine.ownerId ?? parent?.ownerId ?? null;
  return (
    <>
      <td className={styles["wideOnly"]}>
        <select
          className={styles["control"]}
          aria-label={label("unit")}
          title={names.unitName(unitId)}
          data-open={mine.unitId === null}
          value={mine.unitId ?? ""}
          onChange={(event) => set({ unitId: event.target.value || null })}
        >
          <option value="">{inherited(names.unitName(parent?.unitId ?? null))}</option>
          {names.units
            .filter((u) => u.isActive || u.id === mine.unitId)
            .map((unit) => (
              <option key={unit.id} value={unit.id}>
                {unit.name}
              </option>
            ))}
        </select>
      </td>
      <td className={styles["wideOnly"]}>
        <select
          className={styles["control"]}
          aria-label={label("owner")}
          title={names.personName(ownerId)}
          data-open={mine.ownerId === null}
          value={mine.ownerId ?? ""}
          onChange={(event) => set({ ownerId: event.target.value || null })}
        >
          <option value="">{inherited(names.personName(parent?.ownerId ?? null))}</option>
          {names.ownersFor(unitId, mine.ownerId).map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </select>
      </td>
      <td className={styles["figures"]}>
        <DateField
          label={label("due")}
          isLabelHidden
          isQuiet
          placeholder={parent?.dueAt == null ? undefined : names.dueText(parent.dueAt)}
          value={mine.dueAt}
          onValue={(dueAt) => set({ dueAt })}
        />
      </td>
    </>
  );
}
