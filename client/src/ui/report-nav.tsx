import type { ReportView } from "@dongsoan/shared/http-api";
import { Link, useLocation } from "wouter";
import { useText } from "../i18n/use-text.ts";
import { useEntryInSight } from "./use-entry-in-sight.ts";
import styles from "./report-nav.module.css";

/** The pages of one report. */
export function ReportNav({
  report,
  isCompact = false,
}: {
  readonly report: ReportView;
  /** Without the report's name, where the page below says it. */
  readonly isCompact?: boolean;
}) {
  const { t } = useText();
  const [location] = useLocation();
  const rowRef = useEntryInSight<HTMLUListElement>(location);
  const subject = report.header.subject || t("reports.untitled");
  const base = `/bao-cao/${report.id}`;
  const items = [
    { href: base, words: t("nav.write") },
    { href: `${base}/muc`, words: t("nav.outline") },
    { href: `${base}/thay-doi`, words: t("nav.changes") },
    { href: `${base}/lich-su`, words: t("nav.history") },
    {
      href: `${base}/chot`,
      words: report.state.kind === "collecting" ? t("nav.finalise") : t("nav.sealed"),
    },
  ];
  return (
    <nav className={styles["nav"]} aria-label={t("app.reportNav")}>
      {!isCompact && (
        <p className={styles["subject"]} title={subject}>
          {subject}
        </p>
      )}
      <ul ref={rowRef}>
        {items.map(({ href, words }) => (
          <li key={href}>
            <Link href={href} aria-current={location === href ? "page" : undefined}>
              {words}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
