import type { ReportView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { useAudit, useReport, useSectionHistory } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Select } from "../../ui/field.tsx";
import list from "../../ui/list.module.css";
import { Empty, Page } from "../../ui/page.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { ReportNav } from "../../ui/report-nav.tsx";
import { actionKeyOf, detailOf } from "./action-words.ts";

/** Who handed in, returned, approved, locked: of one section, or of the whole for those who may see the audit trail. */
export function HistoryPage({ reportId }: { readonly reportId: string }) {
  const report = useReport(reportId);
  return <QueryState query={report}>{(value) => <History report={value} />}</QueryState>;
}

interface Row {
  readonly at: number;
  readonly byName: string;
  readonly action: string;
  readonly target: string;
  readonly detail: string;
}

function History({ report }: { readonly report: ReportView }) {
  const { t } = useText();
  const readable = report.sections.filter((s) => !s.isHidden);
  const [chosen, setChosen] = useState(report.may.readAudit ? "" : (readable[0]?.id ?? ""));
  return (
    <>
      <ReportNav report={report} />
      <Page title={t("history.title")} lead={t("history.lead")}>
        <Select
          label={t("history.section")}
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
        >
          {report.may.readAudit && <option value="">{t("history.whole")}</option>}
          {readable.map((section) => (
            <option key={section.id} value={section.id}>
              {section.label} {section.title}
            </option>
          ))}
        </Select>
        {chosen !== "" ? (
          <OfSection key={chosen} sectionId={chosen} />
        ) : report.may.readAudit ? (
          <OfReport reportId={report.id} />
        ) : (
          <Empty text={t("history.empty")} />
        )}
      </Page>
    </>
  );
}

function OfSection({ sectionId }: { readonly sectionId: string }) {
  const history = useSectionHistory(sectionId);
  return (
    <QueryState query={history}>
      {(entries) => (
        <HistoryTable rows={entries.map((e) => ({ ...e, target: "", detail: detailOf(e.detail) }))} />
      )}
    </QueryState>
  );
}

function OfReport({ reportId }: { readonly reportId: string }) {
  const audit = useAudit(reportId, true);
  return (
    <QueryState query={audit}>
      {(entries) => <HistoryTable rows={entries.map((e) => ({ ...e, detail: detailOf(e.after) }))} />}
    </QueryState>
  );
}

/** Newest first. */
function HistoryTable({ rows }: { readonly rows: readonly Row[] }) {
  const { t, dateTime } = useText();
  if (rows.length === 0) return <Empty text={t("history.empty")} />;
  return (
    // A scrolling region must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={list["scroll"]} tabIndex={0} aria-label={t("history.title")}>
      <table className={list["table"]}>
        <thead>
          <tr>
            <th scope="col">{t("history.when")}</th>
            <th scope="col">{t("history.who")}</th>
            <th scope="col">{t("history.what")}</th>
            <th scope="col">{t("history.detail")}</th>
          </tr>
        </thead>
        <tbody>
          {[...rows]
            .sort((a, b) => b.at - a.at)
            .map((row, index) => {
              const key = actionKeyOf(row.action);
              return (
                <tr key={index}>
                  <td>{dateTime(row.at)}</td>
                  <td>{row.byName === "system" ? t("history.system") : row.byName}</td>
                  <td>{key ? t(key) : row.action}</td>
                  <td>{[row.target, row.detail].filter((part) => part !== "").join(" · ")}</td>
                </tr>
              );
            })}
        </tbody>
      </table>
    </section>
  );
}
