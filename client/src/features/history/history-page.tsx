import type { ReportView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { Link } from "wouter";
import { useAudit, useReport, useSectionHistory } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Select } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import list from "../../ui/list.module.css";
import { Empty, Page } from "../../ui/page.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { ReportNav } from "../../ui/report-nav.tsx";
import { actionKey, detailsOf, type HistoryNames } from "./action-words.ts";

/** Who handed in, returned, approved, locked: of one section, or of the whole for those who may see the audit trail. */
export function HistoryPage({ reportId }: { readonly reportId: string }) {
  const report = useReport(reportId);
  return <QueryState query={report}>{(value) => <History report={value} />}</QueryState>;
}

interface Row {
  readonly at: number;
  readonly byName: string;
  readonly action: string;
  readonly before: unknown;
  readonly after: unknown;
  /** The section concerned, where the whole report is listed. */
  readonly place: string;
}

function History({ report }: { readonly report: ReportView }) {
  const { t } = useText();
  const readable = report.sections.filter((s) => !s.isHidden);
  const [chosen, setChosen] = useState(report.may.readAudit ? "" : (readable[0]?.id ?? ""));
  return (
    <>
      <ReportNav report={report} />
      <Page title={t("history.title")} lead={t("history.lead")}>
        <div className={form["short"]}>
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
        </div>
        {chosen !== "" ? (
          <OfSection key={chosen} report={report} sectionId={chosen} />
        ) : report.may.readAudit ? (
          <OfReport report={report} />
        ) : (
          <Empty text={t("history.empty")} />
        )}
      </Page>
    </>
  );
}

function OfSection({ report, sectionId }: { readonly report: ReportView; readonly sectionId: string }) {
  const { t } = useText();
  const history = useSectionHistory(sectionId);
  return (
    <>
      <p>
        <Link href={`/bao-cao/${report.id}/lich-su/${sectionId}`}>{t("versions.openAll")}</Link>
      </p>
      <QueryState query={history}>
        {(entries) => (
          <HistoryTable
            report={report}
            rows={entries.map((e) => ({ ...e, before: e.detail["before"], after: e.detail, place: "" }))}
          />
        )}
      </QueryState>
    </>
  );
}

function OfReport({ report }: { readonly report: ReportView }) {
  const audit = useAudit(report.id, true);
  const placeOf = (target: string) => {
    const section = report.sections.find((s) => s.id === target);
    return section ? `${section.label} ${section.title}` : "";
  };
  return (
    <QueryState query={audit}>
      {(entries) => (
        <HistoryTable report={report} rows={entries.map((e) => ({ ...e, place: placeOf(e.target) }))} />
      )}
    </QueryState>
  );
}

function useNames(report: ReportView): HistoryNames {
  const { t, date } = useText();
  const named = (list: readonly { readonly id: string; readonly name: string }[]) => (id: string) =>
    list.find((each) => each.id === id)?.name ?? t("common.unknown");
  return { t, date, unit: named(report.units), person: named(report.people) };
}

/** Newest first. */
function HistoryTable({ report, rows }: { readonly report: ReportView; readonly rows: readonly Row[] }) {
  const { t, exactTime } = useText();
  const names = useNames(report);
  if (rows.length === 0) return <Empty text={t("history.empty")} />;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
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
            .map((row, index) => (
              <tr key={index}>
                <td className={list["figures"]}>{exactTime(row.at)}</td>
                <td className={list["word"]}>{row.byName === "system" ? t("history.system") : row.byName}</td>
                <td className={list["word"]}>{t(actionKey(row.action))}</td>
                <td>
                  {row.place !== "" && <div className={list["title"]}>{row.place}</div>}
                  {detailsOf(row.action, row.before, row.after, names).map((detail) => (
                    <div key={detail}>{detail}</div>
                  ))}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
