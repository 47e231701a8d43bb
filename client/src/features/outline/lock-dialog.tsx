import { useState } from "react";
import { useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextArea } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { ErrorNotice } from "../../ui/query-state.tsx";

export function LockDialog({
  reportId,
  ids,
  onClose,
}: {
  readonly reportId: string;
  readonly ids: string[];
  readonly onClose: () => void;
}) {
  const { t } = useText();
  const [reason, setReason] = useState("");
  const lock = useCommand("lockSections");
  return (
    <Dialog title={t("outline.lock.title", { count: ids.length })} onClose={onClose}>
      <p>{t("outline.lock.text")}</p>
      <TextArea
        label={t("outline.lock.reason")}
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {lock.error && <ErrorNotice error={lock.error} />}
      <div className={form["actions"]}>
        <Button
          look="primary"
          isBusy={lock.isPending}
          onClick={() =>
            lock.mutate(
              { params: { id: reportId }, body: { sectionIds: ids, reason: reason.trim() } },
              { onSuccess: onClose },
            )
          }
        >
          {t("outline.lock.confirm")}
        </Button>
        <Button onClick={onClose}>{t("common.cancel")}</Button>
      </div>
    </Dialog>
  );
}
