import type { ReportSummary } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { Link } from "wouter";
import { useReports } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Chip, type ChipKind } from "../../ui/chip.tsx";
import { Select, TextField } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import list from "../../ui/list.module.css";
import { NewReportLink } from "../../ui/new-report-link.tsx";
import { Empty, Page } from "../../ui/page.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { filterReports, type StateFilter } from "./filter-reports.ts";

const chips: Readonly<Record<ReportSummary["stateKind"], ChipKind>> = {
  collecting: "draft",
  sealed: "lock",
  replaced: "plain",
};

export function ReportsPage() {
  const { t } = useText();
  const reports = useReports();
  return (
    <Page title={t("reports.title")} actions={<NewReportLink />}>
      <QueryState query={reports}>
        {(all) => (all.length === 0 ? <Empty text={t("reports.empty")} /> : <ReportList all={all} />)}
      </QueryState>
    </Page>
  );
}

function ReportList({ all }: { readonly all: readonly ReportSummary[] }) {
  const { t, date } = useText();
  const [search, setSearch] = useState("");
  const [state, setState] = useState<StateFilter>("all");
  const found = filterReports(all, search, state);
  return (
    <>
      <div className={form["columns"]} role="search">
        <TextField
          label={t("reports.search")}
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Select
          label={t("reports.filter")}
          value={state}
          onChange={(event) => setState(event.target.value as StateFilter)}
        >
          <option value="all">{t("reports.filter.all")}</option>
          <option value="collecting">{t("reportState.collecting")}</option>
          <option value="sealed">{t("reportState.sealed")}</option>
          <option value="replaced">{t("reportState.replaced")}</option>
        </Select>
      </div>
      <p role="status" className={list["muted"]}>
        {found.length === 0 ? t("reports.noneFound") : t("reports.count", { count: found.length })}
      </p>
      <ul className={list["list"]}>
        {found.map((report) => (
          <li key={report.id} className={list["item"]}>
            <div className={list["main"]}>
              <Link className={list["title"]} href={`/bao-cao/${report.id}`}>
                {report.subject || t("reports.untitled")}
              </Link>
              <span className={list["detail"]}>
                {report.typeName} · {t("reports.created", { date: date(report.createdAt) })}
              </span>
            </div>
            <div className={list["side"]}>
              {report.dueAt !== null && (
                <span className={list["detail"]}>{t("reports.due", { date: date(report.dueAt) })}</span>
              )}
              <span className={list["detail"]}>
                {t("reports.progress", { approved: report.approvedCount, count: report.sectionCount })}
              </span>
              <Chip kind={chips[report.stateKind]}>{t(`reportState.${report.stateKind}`)}</Chip>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
