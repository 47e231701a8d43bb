import { sealedPackageName } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { pathOf } from "@dongsoan/shared/protocol";
import { keys, useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { CopyBox } from "../../ui/copy-box.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import form from "../../ui/form.module.css";
import { Notice } from "../../ui/notice.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { ErrorNotice } from "../../ui/query-state.tsx";

export function SealedReport({ report }: { readonly report: ReportView }) {
  const { t, dateTime } = useText();
  const [isAsking, setIsAsking] = useState(false);
  const by = report.people.find((p) => p.id === report.state.by)?.name ?? t("common.unknown");
  return (
    <Page
      title={t("sealed.title")}
      width="narrow"
      actions={report.may.revise && <Button onClick={() => setIsAsking(true)}>{t("sealed.revise")}</Button>}
    >
      {report.replacedById !== null && (
        <Notice kind="warn">
          <p>
            {t("sealed.replacedBy")}{" "}
            <Link href={`/bao-cao/${report.replacedById}`}>{t("sealed.replacedBy.link")}</Link>
          </p>
        </Notice>
      )}
      {report.replacesId !== null && (
        <Notice kind="info">
          <p>
            {t("sealed.replaces")}{" "}
            <Link href={`/bao-cao/${report.replacesId}/chot`}>{t("sealed.replaces.link")}</Link>
          </p>
        </Notice>
      )}
      {report.state.at !== null && (
        <Notice kind="ok">
          <p>{t("sealed.text", { time: dateTime(report.state.at), name: by })}</p>
        </Notice>
      )}
      <Card title={t("sealed.hash")}>
        <CopyBox label={t("sealed.hash")} text={report.state.rootHash ?? ""} />
      </Card>
      <Card title={t("sealed.files")}>
        <div className={form["actions"]}>
          {report.may.readAudit && (
            <ButtonLink href={pathOf("exportPackage", report.id)} look="primary" download>
              {t("sealed.package")}
            </ButtonLink>
          )}
          <ButtonLink href={pathOf("exportWord", report.id)} download>
            {t("sealed.word")}
          </ButtonLink>
        </div>
      </Card>
      <Card title={t("sealed.verify")}>
        <p>{t("sealed.verify.text")}</p>
        <CopyBox label={t("sealed.verify.command")} text={`npx dongsoan verify ${sealedPackageName}`} />
      </Card>
      {isAsking && <ReviseDialog reportId={report.id} onClose={() => setIsAsking(false)} />}
    </Page>
  );
}

function ReviseDialog({ reportId, onClose }: { readonly reportId: string; readonly onClose: () => void }) {
  const { t } = useText();
  const [, navigate] = useLocation();
  const revise = useCommand("revise", [keys.report(reportId), keys.reports]);
  return (
    <Dialog title={t("sealed.revise.title")} onClose={onClose}>
      <p>{t("sealed.revise.text")}</p>
      {revise.error && <ErrorNotice error={revise.error} />}
      <div className={form["actions"]}>
        <Button
          look="primary"
          isBusy={revise.isPending}
          onClick={() =>
            revise.mutate(
              { params: { id: reportId } },
              { onSuccess: ({ id }) => navigate(`/bao-cao/${id}/muc`) },
            )
          }
        >
          {t("sealed.revise")}
        </Button>
        <Button onClick={onClose}>{t("common.cancel")}</Button>
      </div>
    </Dialog>
  );
}
