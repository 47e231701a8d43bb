import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { call } from "../../api/call.ts";
import { useText } from "../../i18n/use-text.ts";
import { announce } from "../../ui/announcer.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import form from "../../ui/form.module.css";
import { toApprove } from "./approvable.ts";
import { Failures, SectionList } from "./section-list.tsx";
import { useEachSection } from "./use-each-section.ts";

/** Approves what of the chosen sections can be approved, and says beforehand what of them cannot. */
export function ApproveDialog({
  report,
  chosen,
  onClose,
}: {
  readonly report: ReportView;
  readonly chosen: readonly SectionView[];
  readonly onClose: () => void;
}) {
  const { t } = useText();
  // As it was when the person was asked: what is shown is what is done.
  const [{ ready, waiting }] = useState(() => toApprove(report.sections, chosen));
  const { isBusy, failures, run } = useEachSection(report.id);
  const [isTried, setIsTried] = useState(false);
  const approve = async () => {
    setIsTried(true);
    const isDone = await run(ready, async ({ id, state }) => {
      // A heading without text of its own is handed in by nobody else.
      if (state.kind !== "submitted") await call("submitSection", { params: { id } });
      return call("approveSection", { params: { id } });
    });
    if (!isDone) return;
    announce(t("outline.approve.done", { count: ready.length }));
    onClose();
  };
  return (
    <Dialog title={t("outline.approve.title", { count: ready.length })} width="wide" onClose={onClose}>
      {ready.length > 0 ? <SectionList sections={ready} /> : <p>{t("outline.approve.none")}</p>}
      {waiting.length > 0 && (
        <>
          <p>{t("outline.approve.waiting", { count: waiting.length })}</p>
          <SectionList sections={waiting} />
        </>
      )}
      <Failures title={t("outline.approve.failed", { count: failures.length })} failures={failures} />
      <div className={form["actions"]}>
        {isTried && !isBusy ? null : (
          <Button
            look="primary"
            isBusy={isBusy}
            disabled={ready.length === 0}
            onClick={() => void (isBusy ? undefined : approve())}
          >
            {t("outline.approve.confirm")}
          </Button>
        )}
        <Button onClick={onClose}>{isTried && !isBusy ? t("common.close") : t("common.cancel")}</Button>
      </div>
    </Dialog>
  );
}
