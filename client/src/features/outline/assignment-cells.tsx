import { lacksOwner } from "@dongsoan/shared/domain";
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
      <td className={styles["tabletUp"]}>{names.unitName(effective.unitId)}</td>
      <td className={styles["tabletUp"]}>{names.ownerName(effective)}</td>
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
  const parent = inheritedBy(report, section, mine);
  const label = (column: "due" | "owner" | "unit") =>
    t("outline.field", { column: t(`outline.column.${column}`), label: section.label });
  // Nothing comes from above where nobody is assigned there.
  const inherited = (value: string) =>
    parent === null || value === t("common.nobody") ? value : t("outline.inheritValue", { value });
  const unitId = mine.unitId ?? parent?.unitId ?? null;
  const ofNobody = lacksOwner({ unitId, ownerId: parent?.ownerId ?? null });
  return (
    <>
      <td className={styles["tabletUp"]}>
        <Choice
          label={label("unit")}
          value={mine.unitId}
          open={inherited(names.unitName(parent?.unitId ?? null))}
          options={names.units.filter((u) => u.isActive || u.id === mine.unitId)}
          onValue={(id) => set({ unitId: id })}
        />
      </td>
      <td className={styles["tabletUp"]}>
        <Choice
          label={label("owner")}
          value={mine.ownerId}
          open={ofNobody ? t("outline.noOwner") : inherited(names.personName(parent?.ownerId ?? null))}
          isMissed={ofNobody}
          options={names.ownersFor(unitId, mine.ownerId)}
          onValue={(id) => set({ ownerId: id })}
        />
      </td>
      <td className={styles["figures"]}>
        <DateField
          label={label("due")}
          isLabelHidden
          isQuiet
          placeholder={parent?.dueAt == null ? t("outline.noDue") : names.dueText(parent.dueAt)}
          value={mine.dueAt}
          onValue={(dueAt) => set({ dueAt })}
        />
      </td>
    </>
  );
}

/**
 * A choice that shows its words whole, on as many lines as they need: a browser's own field cuts them off. The field
 * itself lies over them, seen only by its frame.
 */
function Choice({
  label,
  value,
  open,
  isMissed = false,
  options,
  onValue,
}: {
  readonly label: string;
  readonly value: string | null;
  /** What holds while nothing is chosen here. */
  readonly open: string;
  /** Somebody has to be chosen here. */
  readonly isMissed?: boolean;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  readonly onValue: (id: string | null) => void;
}) {
  const chosen = options.find(({ id }) => id === value)?.name;
  return (
    <div className={styles["choice"]} data-open={value === null} data-missed={isMissed}>
      <span aria-hidden="true">{chosen ?? open}</span>
      <select
        className={styles["control"]}
        aria-label={label}
        value={value ?? ""}
        onChange={(event) => onValue(event.target.value || null)}
      >
        <option value="">{open}</option>
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
