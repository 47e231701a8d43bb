import type { ReportHeader } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { DateField } from "../../ui/date-field.tsx";
import form from "../../ui/form.module.css";
import { HeaderFields, withoutEmptyLines } from "../../ui/header-fields.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ErrorNotice } from "../../ui/query-state.tsx";
import { toast } from "../../ui/toast.ts";

/** Keeps what is typed when somebody else was faster: their value is shown, ours is saved on request. */
export function HeaderDialog({
  report,
  onDone,
}: {
  readonly report: ReportView;
  readonly onDone: () => void;
}) {
  const { t } = useText();
  const [header, setHeader] = useState<ReportHeader>(report.header);
  const [dueAt, setDueAt] = useState(report.dueAt);
  const [version, setVersion] = useState(report.version);
  const change = useCommand("changeHeader");
  const isStale = change.error?.code === "stale-version";
  const save = (withVersion: number) => {
    const tidy = withoutEmptyLines(header);
    change.mutate(
      {
        params: { id: report.id },
        body: {
          version: withVersion,
          dueAt,
          header: {
            ...tidy,
            addressees: [...tidy.addressees],
            opening: [...tidy.opening],
            closing: [...tidy.closing],
            recipients: [...tidy.recipients],
            signature: { ...tidy.signature, lines: [...tidy.signature.lines] },
          },
        },
      },
      {
        onSuccess: () => {
          toast(t("header.saved"));
          onDone();
        },
      },
    );
  };
  return (
    <form
      className={form["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (!change.isPending) save(version);
      }}
    >
      <HeaderFields value={header} onValue={setHeader} />
      <DateField label={t("header.dueAt")} value={dueAt} onValue={setDueAt} />
      {isStale ? (
        <Notice kind="warn" isLive>
          <p>{t("header.stale")}</p>
          <p>{t("header.stale.current", { value: report.header.subject })}</p>
          <div className={form["actions"]}>
            <Button size="small" onClick={() => save(report.version)}>
              {t("header.stale.again")}
            </Button>
            <Button
              size="small"
              onClick={() => {
                setHeader(report.header);
                setDueAt(report.dueAt);
                setVersion(report.version);
                change.reset();
              }}
            >
              {t("header.stale.take")}
            </Button>
          </div>
        </Notice>
      ) : (
        change.error && <ErrorNotice error={change.error} />
      )}
      <div className={form["actions"]}>
        <Button type="submit" look="primary" isBusy={change.isPending}>
          {change.isPending ? t("common.saving") : t("common.save")}
        </Button>
        <Button onClick={onDone}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}
