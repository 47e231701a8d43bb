import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { FormActions } from "../../ui/form-actions.tsx";
import form from "../../ui/form.module.css";
import { ErrorNotice } from "../../ui/query-state.tsx";
import { AssignmentFields } from "./assignment-fields.tsx";
import { StaleAssignment } from "./stale-assignment.tsx";

/** The whole assignment of one section: what the row shows, and who helps and who may read it early. */
export function AssignDialog({
  report,
  section,
  onClose,
}: {
  readonly report: ReportView;
  readonly section: SectionView;
  readonly onClose: () => void;
}) {
  const { t } = useText();
  const [value, setValue] = useState(section.assignment);
  const [version, setVersion] = useState(section.version);
  const assign = useCommand("assignSection");
  const isStale = assign.error?.code === "stale-version";
  const save = (withVersion: number) =>
    assign.mutate(
      { params: { id: section.id }, body: { version: withVersion, assignment: value } },
      { onSuccess: onClose },
    );
  return (
    <Dialog
      title={t("outline.assign.title", { label: section.label, title: section.title })}
      width="wide"
      onClose={onClose}
    >
      <form
        className={form["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (!assign.isPending) save(version);
        }}
      >
        <AssignmentFields report={report} section={section} value={value} onValue={setValue} />
        {isStale ? (
          <StaleAssignment
            report={report}
            stored={section.assignment}
            mine={value}
            onAgain={() => save(section.version)}
            onDrop={() => {
              setValue(section.assignment);
              setVersion(section.version);
              assign.reset();
            }}
          />
        ) : (
          assign.error && <ErrorNotice error={assign.error} />
        )}
        <FormActions label={t("common.save")} isBusy={assign.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
