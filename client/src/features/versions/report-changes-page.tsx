import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { useCallback, useEffect, useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { useDifference, useReport } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Select } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { Empty, Page } from "../../ui/page.tsx";
import { codeOf, ErrorNotice, QueryState } from "../../ui/query-state.tsx";
import { ReportNav } from "../../ui/report-nav.tsx";
import { DifferenceText } from "./difference-text.tsx";
import { countChanges, isChanged } from "./read-difference.ts";
import { pointOf, reportPoints } from "./version-words.ts";
import styles from "./versions.module.css";

/** VER14: what changed in the whole report since this person was here, since the sections were handed in or approved. */
export function ReportChangesPage({ reportId }: { readonly reportId: string }) {
  const report = useReport(reportId);
  return <QueryState query={report}>{(value) => <Changes report={value} />}</QueryState>;
}

function Changes({ report }: { readonly report: ReportView }) {
  const { t } = useText();
  const [location, navigate] = useLocation();
  const asked = new URLSearchParams(useSearch()).get("tu");
  const from = reportPoints.find((point) => point === asked) ?? "last-visit";
  return (
    <>
      <ReportNav report={report} />
      <Page title={t("reportChanges.title")} lead={t("reportChanges.lead")}>
        <div className={form["short"]}>
          <Select
            label={t("versions.from")}
            value={from}
            onChange={(event) =>
              navigate(`${location}?${new URLSearchParams({ tu: event.target.value }).toString()}`, {
                replace: true,
              })
            }
          >
            {reportPoints.map((point) => (
              <option key={point} value={point}>
                {t(`versions.point.${point}`)}
              </option>
            ))}
          </Select>
        </div>
        <Differences key={from} report={report} from={from} />
      </Page>
    </>
  );
}

interface DifferencesProps {
  readonly report: ReportView;
  readonly from: (typeof reportPoints)[number];
}

/** One section after the other: each is a heavy question to the server. */
function Differences({ report, from }: DifferencesProps) {
  const { t } = useText();
  // As it was when the page opened: reading on here makes nothing old.
  const [sections] = useState(() =>
    report.sections.filter((section) => !section.isHidden && (from !== "last-visit" || section.hasNews)),
  );
  const [counts, setCounts] = useState<readonly number[]>([]);
  const settle = useCallback((count: number) => setCounts((former) => [...former, count]), []);
  const changed = counts.filter((count) => count > 0).length;
  const isDone = counts.length >= sections.length;
  return (
    <>
      <p role="status" className={styles["summary"]}>
        {isDone && changed > 0 && t("reportChanges.count", { count: changed })}
        {!isDone && t("reportChanges.reading", { at: counts.length + 1, count: sections.length })}
      </p>
      {isDone && changed === 0 && <Empty text={t("reportChanges.empty")} />}
      {sections.slice(0, counts.length + 1).map((section) => (
        <SectionChanges
          key={section.id}
          reportId={report.id}
          section={section}
          from={from}
          onSettled={settle}
        />
      ))}
    </>
  );
}

interface SectionChangesProps {
  readonly reportId: string;
  readonly section: SectionView;
  readonly from: string;
  /** Told once, with how much has changed. */
  readonly onSettled: (count: number) => void;
}

function SectionChanges({ reportId, section, from, onSettled }: SectionChangesProps) {
  const { t } = useText();
  const difference = useDifference(section.id, pointOf(from), pointOf("now"));
  const { data, error } = difference;
  const count = data ? countChanges(data.blocks) : 0;
  const isSettled = data !== undefined || error !== null;
  useEffect(() => {
    if (isSettled) onSettled(count);
    // Only the first answer counts: what is read does not change under the reader.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- told once
  }, [isSettled]);
  // Nobody has seen, handed in or approved this section yet: there is nothing to compare with.
  if (error && codeOf(error) === "not-found") return null;
  const name = `${section.label} ${section.title}`.trim();
  if (error && !data)
    return (
      <section className={styles["compared"]} aria-label={name}>
        <h2>{name}</h2>
        <ErrorNotice error={error} onRetry={() => void difference.refetch()} />
      </section>
    );
  if (!data || count === 0) return null;
  return (
    <section className={styles["compared"]} aria-label={name}>
      <h2>
        <Link href={`/bao-cao/${reportId}/lich-su/${section.id}?tu=${from}`}>{name}</Link>{" "}
        <small>{t("versions.count", { count })}</small>
      </h2>
      <div className={styles["text"]} lang="vi">
        <DifferenceText blocks={data.blocks.filter(isChanged)} people={data.people} />
      </div>
    </section>
  );
}
