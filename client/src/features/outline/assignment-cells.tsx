import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { usePeople, useUnits } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNotice } from "../../ui/query-state.tsx";
import { fromDateInput, toDateInput } from "./due-date.ts";
import styles from "./outline.module.css";
import { useAssign, type Assignment } from "./use-assign.ts";

/** Unit, owner, due date, contributing units and read scope: fields for the coordinator, words for everyone else. */
export function AssignmentCells({
  report,
  section,
}: {
  readonly report: ReportView;
  readonly section: SectionView;
}) {
  const { t, date } = useText();
  const { effective } = section;
  const unitName = (id: string | null) => report.units.find((u) => u.id === id)?.name ?? t("common.nobody");
  const personName = (id: string | null) =>
    report.people.find((p) => p.id === id)?.name ?? t("common.nobody");
  if (report.may.assign) return <Fields report={report} section={section} />;
  return (
    <>
      <td>{unitName(effective.unitId)}</td>
      <td>{personName(effective.ownerId)}</td>
      <td>{effective.dueAt === null ? t("work.noDue") : date(effective.dueAt)}</td>
      <td>
        {effective.contributingUnitIds.map((id) => unitName(id)).join(", ") || t("outline.contributors.none")}
      </td>
      <td>{t(`outline.scope.${effective.readScope}`)}</td>
    </>
  );
}

function Fields({ report, section }: { readonly report: ReportView; readonly section: SectionView }) {
  const { t, date } = useText();
  const units = useUnits().data ?? [];
  const people = usePeople().data ?? [];
  const assign = useAssign(section);
  const { shown: mine, set } = assign;
  const isStale = assign.error?.code === "stale-version";
  const unitName = (id: string | null) =>
    units.find((u) => u.id === id)?.name ?? report.units.find((u) => u.id === id)?.name ?? t("common.nobody");
  const personName = (id: string | null) =>
    people.find((p) => p.id === id)?.name ??
    report.people.find((p) => p.id === id)?.name ??
    t("common.nobody");
  const label = (column: "contributors" | "due" | "owner" | "readScope" | "unit") =>
    t("outline.field", { column: t(`outline.column.${column}`), label: section.label });
  const inherited = (value: string) =>
    section.parentId === null ? value : t("outline.inheritValue", { value });
  const parent = report.sections.find((s) => s.id === section.parentId)?.effective ?? null;
  const unitId = mine.unitId ?? parent?.unitId ?? null;
  const owners = [...people]
    .filter((p) => p.isActive || p.id === mine.ownerId)
    .sort((a, b) => Number(b.unitId === unitId) - Number(a.unitId === unitId));
  return (
    <>
      <td>
        <select
          className={styles["control"]}
          aria-label={label("unit")}
          value={mine.unitId ?? ""}
          onChange={(event) => set({ unitId: event.target.value || null })}
        >
          <option value="">{inherited(unitName(parent?.unitId ?? null))}</option>
          {units
            .filter((u) => u.isActive || u.id === mine.unitId)
            .map((unit) => (
              <option key={unit.id} value={unit.id}>
                {unit.name}
              </option>
            ))}
        </select>
        {isStale && (
          <div className={styles["stale"]} role="alert">
            <p>
              {t("outline.stale", {
                current: summary(section.assignment),
                mine: summary(mine),
              })}
            </p>
            <Button size="small" onClick={() => set({})}>
              {t("outline.stale.again")}
            </Button>
            <Button size="small" onClick={() => assign.drop()}>
              {t("outline.stale.drop")}
            </Button>
          </div>
        )}
        {assign.error && !isStale && <ErrorNotice error={assign.error} />}
      </td>
      <td>
        <select
          className={styles["control"]}
          aria-label={label("owner")}
          value={mine.ownerId ?? ""}
          onChange={(event) => set({ ownerId: event.target.value || null })}
        >
          <option value="">{inherited(personName(parent?.ownerId ?? null))}</option>
          {owners.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </select>
      </td>
      <td>
        <input
          type="date"
          className={styles["control"]}
          aria-label={label("due")}
          value={toDateInput(mine.dueAt)}
          onChange={(event) => set({ dueAt: fromDateInput(event.target.value) })}
        />
        {mine.dueAt === null && parent?.dueAt != null && (
          <span className={styles["detail"]}>{t("outline.inheritValue", { value: date(parent.dueAt) })}</span>
        )}
      </td>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- the control is the summary, and it has text */}
      <td>
        <details className={styles["details"]}>
          <summary>
            <span className="visually-hidden">{label("contributors")}: </span>
            {section.effective.contributingUnitIds.map((id) => unitName(id)).join(", ") ||
              t("outline.contributors.none")}
          </summary>
          <fieldset>
            <legend className="visually-hidden">
              {t("outline.contributors.title", { label: section.label })}
            </legend>
            {units
              .filter((u) => u.id !== unitId)
              .map((unit) => (
                <label key={unit.id}>
                  <input
                    type="checkbox"
                    checked={mine.contributingUnitIds.includes(unit.id)}
                    onChange={(event) =>
                      set({
                        contributingUnitIds: event.target.checked
                          ? [...mine.contributingUnitIds, unit.id]
                          : mine.contributingUnitIds.filter((id) => id !== unit.id),
                      })
                    }
                  />
                  {unit.name}
                </label>
              ))}
          </fieldset>
        </details>
      </td>
      <td>
        <select
          className={styles["control"]}
          aria-label={label("readScope")}
          value={mine.readScope}
          onChange={(event) => {
            const scope = event.target.value;
            set({ readScope: scope === "report" || scope === "unit" ? scope : "inherit" });
          }}
        >
          <option value="inherit">{inherited(t(`outline.scope.${parent?.readScope ?? "report"}`))}</option>
          <option value="report">{t("outline.scope.report")}</option>
          <option value="unit">{t("outline.scope.unit")}</option>
        </select>
      </td>
    </>
  );

  function summary(value: Assignment): string {
    return [
      unitName(value.unitId),
      personName(value.ownerId),
      value.dueAt === null ? t("work.noDue") : date(value.dueAt),
    ].join(", ");
  }
}
