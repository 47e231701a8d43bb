import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/field.tsx";
import { ErrorNotice } from "../../ui/query-state.tsx";
import { ApproveDialog } from "./approve-dialog.tsx";
import { AssignManyDialog } from "./assign-many-dialog.tsx";
import { LockDialog } from "./lock-dialog.tsx";
import styles from "./outline.module.css";

/** What is done with several sections at once. */
export function SelectionBar({
  report,
  chosen,
  onAll,
}: {
  readonly report: ReportView;
  readonly chosen: readonly SectionView[];
  readonly onAll: (isOn: boolean) => void;
}) {
  const { t } = useText();
  const unlock = useCommand("unlockSections");
  const [asking, setAsking] = useState<"approve" | "assign" | "lock" | null>(null);
  const ids = chosen.map((s) => s.id);
  const isNone = ids.length === 0;
  const isAll = ids.length === report.sections.length;
  return (
    <>
      <div className={styles["bar"]} role="group" aria-label={t("outline.column.select")}>
        <Checkbox
          label={t("outline.selectAll")}
          checked={isAll}
          ref={(box) => {
            if (box) box.indeterminate = !isNone && !isAll;
          }}
          onChange={(event) => onAll(event.target.checked)}
        />
        <span role="status" className={styles["faint"]}>
          {t("outline.selected", { count: ids.length })}
        </span>
        {report.may.assign && (
          <Button size="small" disabled={isNone} onClick={() => setAsking("assign")}>
            {t("outline.assign.chosen")}
          </Button>
        )}
        <Button size="small" disabled={isNone} onClick={() => setAsking("approve")}>
          {t("outline.approve")}
        </Button>
        <Button size="small" disabled={isNone} onClick={() => setAsking("lock")}>
          {t("outline.lock")}
        </Button>
        <Button
          size="small"
          disabled={isNone}
          isBusy={unlock.isPending}
          onClick={() => unlock.mutate({ params: { id: report.id }, body: { sectionIds: ids } })}
        >
          {t("outline.unlock")}
        </Button>
        <span className={styles["keys"]}>{t("outline.keys")}</span>
      </div>
      {unlock.error && <ErrorNotice error={unlock.error} />}
      {asking === "assign" && (
        <AssignManyDialog report={report} sections={chosen} onClose={() => setAsking(null)} />
      )}
      {asking === "approve" && (
        <ApproveDialog report={report} chosen={chosen} onClose={() => setAsking(null)} />
      )}
      {asking === "lock" && <LockDialog reportId={report.id} ids={ids} onClose={() => setAsking(null)} />}
    </>
  );
}
