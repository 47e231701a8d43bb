import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { call } from "../../api/call.ts";
import { useText } from "../../i18n/use-text.ts";
import { announce } from "../../ui/announcer.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Select } from "../../ui/field.tsx";
import { FormActions } from "../../ui/form-actions.tsx";
import form from "../../ui/form.module.css";
import { useAssignmentNames, type Assignment } from "./assignment-names.ts";
import { Failures, SectionList } from "./section-list.tsx";
import { useEachSection } from "./use-each-section.ts";

/** Values of the choices that are not an id. */
const keep = "keep";
const inherit = "";

/** One assignment for several sections: only what is chosen here changes, the rest of each stays as it is. */
export function AssignManyDialog({
  report,
  sections,
  onClose,
}: {
  readonly report: ReportView;
  readonly sections: readonly SectionView[];
  readonly onClose: () => void;
}) {
  const { t } = useText();
  const names = useAssignmentNames(report);
  const [unitId, setUnitId] = useState(keep);
  const [ownerId, setOwnerId] = useState(keep);
  const [dueAt, setDueAt] = useState<number | null>(null);
  const [readScope, setReadScope] = useState<Assignment["readScope"] | typeof keep>(keep);
  const { isBusy, failures, run } = useEachSection(report.id);
  const change: Partial<Assignment> = {
    ...(unitId === keep ? {} : { unitId: unitId || null }),
    ...(ownerId === keep ? {} : { ownerId: ownerId || null }),
    ...(dueAt === null ? {} : { dueAt }),
    ...(readScope === keep ? {} : { readScope }),
  };
  const isNothing = Object.keys(change).length === 0;
  const save = async () => {
    const isDone = await run(sections, ({ id, version, assignment }) =>
      call("assignSection", { params: { id }, body: { version, assignment: { ...assignment, ...change } } }),
    );
    if (!isDone) return;
    announce(t("outline.assign.done", { count: sections.length }));
    onClose();
  };
  return (
    <Dialog title={t("outline.assign.many", { count: sections.length })} width="wide" onClose={onClose}>
      <form
        className={form["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy && !isNothing) void save();
        }}
      >
        <SectionList sections={sections} />
        {/* A line each: a person is named with their unit, whole. */}
        <Select
          label={t("outline.column.unit")}
          value={unitId}
          onChange={(event) => setUnitId(event.target.value)}
        >
          <option value={keep}>{t("outline.assign.keep")}</option>
          <option value={inherit}>{t("outline.inherit")}</option>
          {names.units
            .filter((u) => u.isActive)
            .map((unit) => (
              <option key={unit.id} value={unit.id}>
                {unit.name}
              </option>
            ))}
        </Select>
        <Select
          label={t("outline.column.owner")}
          value={ownerId}
          onChange={(event) => setOwnerId(event.target.value)}
        >
          <option value={keep}>{t("outline.assign.keep")}</option>
          <option value={inherit}>{t("outline.inherit")}</option>
          {names.ownersFor(unitId, null).map((person) => (
            <option key={person.id} value={person.id}>
              {names.withUnit(person)}
            </option>
          ))}
        </Select>

        <div className={form["columns"]}>
          <DateField
            label={t("outline.column.due")}
            hint={t("outline.assign.keepDue")}
            value={dueAt}
            onValue={setDueAt}
          />
          <Select
            label={t("outline.column.readScope")}
            value={readScope}
            onChange={(event) => {
              const scope = event.target.value;
              setReadScope(scope === "report" || scope === "unit" || scope === "inherit" ? scope : keep);
            }}
          >
            <option value={keep}>{t("outline.assign.keep")}</option>
            <option value="inherit">{t("outline.inherit")}</option>
            <option value="report">{t("outline.scope.report")}</option>
            <option value="unit">{t("outline.scope.unit")}</option>
          </Select>
        </div>
        <Failures title={t("outline.assign.failed", { count: failures.length })} failures={failures} />
        <FormActions label={t("common.save")} isBusy={isBusy} disabled={isNothing} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
