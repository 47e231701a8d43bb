import type { ReportView, SectionView, VersionView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { useReport, useVersions } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { Select } from "../../ui/field.tsx";
import { NotFound } from "../../ui/not-found.tsx";
import { Page } from "../../ui/page.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { ReportNav } from "../../ui/report-nav.tsx";
import { sectionAddress } from "../../ui/section-address.ts";
import { Compared } from "./compared.tsx";
import { NameDialog, RestoreDialog } from "./version-dialogs.tsx";
import { firstPoint, namedPoints, versionTitle } from "./version-words.ts";
import styles from "./versions.module.css";

/** A section's versions on a line of time, and the difference of any two points on it. */
export function VersionsPage({
  reportId,
  sectionId,
}: {
  readonly reportId: string;
  readonly sectionId: string;
}) {
  const report = useReport(reportId);
  return (
    <QueryState query={report}>
      {(value) => {
        const section = value.sections.find((s) => s.id === sectionId && !s.isHidden);
        return section ? <OfSection report={value} section={section} /> : <NotFound />;
      }}
    </QueryState>
  );
}

interface SectionProps {
  readonly report: ReportView;
  readonly section: SectionView;
}

function OfSection({ report, section }: SectionProps) {
  const { t } = useText();
  const versions = useVersions(section.id);
  const [isNaming, setIsNaming] = useState(false);
  return (
    <>
      <ReportNav report={report} />
      <Page
        title={t("versions.pageTitle", { section: `${section.label} ${section.title}`.trim() })}
        lead={
          <>
            {t("versions.lead")}{" "}
            <Link href={sectionAddress(report.id, section.id)}>{t("versions.toText")}</Link>
          </>
        }
        actions={
          section.may.nameVersion && (
            <Button look="primary" onClick={() => setIsNaming(true)}>
              {t("versions.name")}
            </Button>
          )
        }
      >
        <QueryState query={versions}>{(list) => <Timeline section={section} versions={list} />}</QueryState>
      </Page>
      {isNaming && <NameDialog section={section} onClose={() => setIsNaming(false)} />}
    </>
  );
}

interface TimelineProps {
  readonly section: SectionView;
  readonly versions: readonly VersionView[];
}

function Timeline({ section, versions }: TimelineProps) {
  const { t, dateTime } = useText();
  const [location, navigate] = useLocation();
  const asked = new URLSearchParams(useSearch());
  // What is new is no longer new once it is shown: the choice stays as it was when the page opened.
  const [first] = useState(() => firstPoint(versions, section.hasNews));
  const from = asked.get("tu") ?? first;
  const to = asked.get("den") ?? "now";
  const compare = (older: string, newer: string) =>
    navigate(`${location}?${new URLSearchParams({ tu: older, den: newer }).toString()}`, { replace: true });
  const [restoring, setRestoring] = useState<VersionView | null>(null);
  const options = (
    <>
      {versions.map((version) => (
        <option key={version.id} value={version.id}>
          {versionTitle(t, version)} – {dateTime(version.at)}
        </option>
      ))}
    </>
  );
  return (
    <div className={styles["columns"]}>
      <section className={styles["timeline"]} aria-label={t("versions.timeline")}>
        <h2>{t("versions.timeline")}</h2>
        <ol>
          <li className={styles["point"]} data-is-chosen={to === "now"}>
            <strong>{t("versions.now")}</strong>
          </li>
          {versions.map((version, index) => {
            const title = versionTitle(t, version);
            const older = versions[index + 1];
            return (
              <li
                key={version.id}
                className={styles["point"]}
                data-kind={version.kind}
                data-is-chosen={version.id === from || version.id === to}
              >
                <strong>{title}</strong>
                <span className={styles["by"]}>
                  {version.byName} · {dateTime(version.at)}
                </span>
                <span className={styles["buttons"]}>
                  <Button
                    size="small"
                    aria-label={t("versions.sinceLabel", { title })}
                    onClick={() => compare(version.id, "now")}
                  >
                    {t("versions.since")}
                  </Button>
                  {older && (
                    <Button
                      size="small"
                      aria-label={t("versions.beforeLabel", { title })}
                      onClick={() => compare(older.id, version.id)}
                    >
                      {t("versions.before")}
                    </Button>
                  )}
                  {section.may.write && (
                    <Button
                      size="small"
                      aria-label={t("versions.restoreLabel", { title })}
                      onClick={() => setRestoring(version)}
                    >
                      {t("versions.restore")}
                    </Button>
                  )}
                </span>
              </li>
            );
          })}
        </ol>
        {versions.length === 0 && <p>{t("versions.empty")}</p>}
      </section>
      <section className={styles["compared"]} aria-label={t("versions.compared")}>
        <div className={styles["choice"]}>
          <Select
            label={t("versions.from")}
            value={from}
            onChange={(event) => compare(event.target.value, to)}
          >
            {namedPoints(versions).map((kind) => (
              <option key={kind} value={kind}>
                {t(`versions.point.${kind}`)}
              </option>
            ))}
            {options}
          </Select>
          <Select label={t("versions.to")} value={to} onChange={(event) => compare(from, event.target.value)}>
            <option value="now">{t("versions.now")}</option>
            {options}
          </Select>
        </div>
        <Compared key={`${from} ${to}`} sectionId={section.id} from={from} to={to} />
      </section>
      {restoring && (
        <RestoreDialog section={section} version={restoring} onClose={() => setRestoring(null)} />
      )}
    </div>
  );
}
