import type { FinaliseCheck, ReportView } from "@dongsoan/shared/http-api";
import { useState, type SubmitEvent } from "react";
import { Link } from "wouter";
import { keys, useCommand, useFinaliseCheck, useReport } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { isMessageKey } from "@dongsoan/shared/i18n";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import list from "../../ui/list.module.css";
import { Notice } from "../../ui/notice.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { ErrorNotice, QueryState } from "../../ui/query-state.tsx";
import { ReportNav } from "../../ui/report-nav.tsx";
import { sectionAddress } from "../../ui/section-address.ts";
import { SealedReport } from "./sealed-report.tsx";

/** Before the seal: what stands in the way, and the confirmation. After it: the sealed report. */
export function FinalisePage({ reportId }: { readonly reportId: string }) {
  const report = useReport(reportId);
  return (
    <QueryState query={report}>
      {(value) => (
        <>
          <ReportNav report={value} />
          {value.state.kind === "collecting" ? <Finalise report={value} /> : <SealedReport report={value} />}
        </>
      )}
    </QueryState>
  );
}

function Finalise({ report }: { readonly report: ReportView }) {
  const { t } = useText();
  const check = useFinaliseCheck(report.id);
  return (
    <Page title={t("finalise.title")} lead={t("finalise.lead")} width="narrow">
      <QueryState query={check}>
        {({ obstacles, advice }) => (
          <>
            {obstacles.length === 0 ? (
              <Notice kind="ok">
                <p>{t("finalise.ready")}</p>
              </Notice>
            ) : (
              <Card title={t("finalise.obstacles", { count: obstacles.length })}>
                <ul className={list["list"]}>
                  {obstacles.map((obstacle, index) => (
                    <li key={index} className={list["item"]}>
                      <Obstacle report={report} obstacle={obstacle} />
                    </li>
                  ))}
                </ul>
              </Card>
            )}
            {advice.length > 0 && (
              <Card title={t("finalise.advice")}>
                <p>{t("finalise.advice.lead")}</p>
                <ul className={list["list"]}>
                  {advice.map((each) => (
                    <li key={`${each.code} ${each.sectionId ?? ""}`} className={list["item"]}>
                      <Advice report={report} advice={each} />
                    </li>
                  ))}
                </ul>
              </Card>
            )}
            {!report.may.finalise ? (
              <p>{t("finalise.notAllowed")}</p>
            ) : (
              obstacles.length === 0 && <Confirm report={report} />
            )}
          </>
        )}
      </QueryState>
    </Page>
  );
}

/** "1." alone is said of many: the title tells which. */
const nameOf = (
  report: ReportView,
  { sectionId, label }: Pick<FinaliseCheck["advice"][number], "label" | "sectionId">,
): string => `${label ?? ""} ${report.sections.find((s) => s.id === sectionId)?.title ?? ""}`.trim();

function Advice({
  report,
  advice,
}: {
  readonly report: ReportView;
  readonly advice: FinaliseCheck["advice"][number];
}) {
  const { t } = useText();
  const words = t(`finalise.advice.${advice.code}`, { label: nameOf(report, advice), count: advice.count });
  switch (advice.code) {
    case "comments-open":
    case "retained-waiting":
      return <Link href={sectionAddress(report.id, advice.sectionId ?? "")}>{words}</Link>;
    case "sections-unassigned":
    case "sections-unowned":
      return <Link href={`/bao-cao/${report.id}/muc`}>{words}</Link>;
    // The clerk's, later: nothing to go to.
    case "number-blank":
    case "day-blank":
      return <span>{words}</span>;
  }
}

function Obstacle({
  report,
  obstacle,
}: {
  readonly report: ReportView;
  readonly obstacle: FinaliseCheck["obstacles"][number];
}) {
  const { t } = useText();
  const fieldKey = `header.${obstacle.field ?? ""}`;
  const words = t(`finalise.obstacle.${obstacle.code}`, {
    label: nameOf(report, obstacle),
    field: isMessageKey(fieldKey) ? t(fieldKey) : (obstacle.field ?? ""),
  });
  const href =
    obstacle.sectionId === null
      ? `/bao-cao/${report.id}/muc${obstacle.field === null ? "" : `?sua=${obstacle.field}`}`
      : sectionAddress(report.id, obstacle.sectionId);
  return <Link href={href}>{words}</Link>;
}

function Confirm({ report }: { readonly report: ReportView }) {
  const { t } = useText();
  const symbol = report.header.symbol;
  const [typed, setTyped] = useState("");
  const [isChecked, setIsChecked] = useState(false);
  const finalise = useCommand("finalise", [keys.report(report.id), keys.reports, keys.myWork]);
  const isRight = typed.trim() === symbol;
  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsChecked(true);
    if (!isRight || finalise.isPending) return;
    finalise.mutate({ params: { id: report.id }, body: { confirmation: typed.trim() } });
  };
  if (symbol === "")
    return (
      <Notice kind="warn">
        <p>{t("finalise.noSymbol")}</p>
      </Notice>
    );
  return (
    <Card>
      <form className={form["form"]} onSubmit={handleSubmit}>
        <TextField
          label={t("finalise.confirm", { symbol })}
          error={isChecked && !isRight ? t("finalise.confirm.bad") : undefined}
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {finalise.error && <ErrorNotice error={finalise.error} />}
        <div>
          <Button type="submit" look="primary" isBusy={finalise.isPending}>
            {finalise.isPending ? t("common.saving") : t("finalise.submit")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
