import type { ReportView } from "@dongsoan/shared/http-api";
import { memo, useEffect, useRef, type RefObject } from "react";
import { Link } from "wouter";
import { useText } from "../../i18n/use-text.ts";
import { sectionHash } from "../../ui/section-address.ts";
import { NoSections } from "./no-sections.tsx";
import { goToSection } from "./paper-place.ts";
import { sectionName, stateWord } from "./section-state.ts";
import { useChanges } from "./use-changes.ts";
import { useCurrentSection } from "./use-current-section.ts";
import { isOfUnit, unitName, useWrite } from "./write-context.ts";

/** The entry of the section that one is in is in sight. */
function useEntryInSight(listRef: RefObject<HTMLElement | null>, current: string | null): void {
  useEffect(() => {
    const entry = listRef.current?.querySelector("[aria-current]");
    const panel = entry?.closest(".side");
    if (!entry || !panel) return undefined;
    // Not by scrollIntoView, which would move the page under the panel too.
    const observer = new ResizeObserver(() => {
      const link = entry.getBoundingClientRect();
      const room = panel.getBoundingClientRect();
      if (link.top < room.top || link.bottom > room.bottom)
        panel.scrollTop += (link.top + link.bottom - room.top - room.bottom) / 2;
    });
    observer.observe(panel);
    return () => observer.disconnect();
  }, [listRef, current]);
}

export const OutlinePanel = memo(function OutlinePanel({ report }: { readonly report: ReportView }) {
  const { t } = useText();
  const { unitId } = useWrite();
  const changes = useChanges();
  const listRef = useRef<HTMLUListElement>(null);
  const current = useCurrentSection();
  useEntryInSight(listRef, current);
  if (report.sections.length === 0) return <NoSections report={report} />;
  return (
    <ul className="outline-list" ref={listRef}>
      {report.sections.map((section) => {
        const count = changes.get(section.id)?.length ?? 0;
        const unit = unitName(report, section) ?? t("write.unassigned");
        const name = sectionName(section, t);
        const state = t(section.lock ? "write.locked" : stateWord(section));
        return (
          <li key={section.id}>
            <a
              href={sectionHash(section.id)}
              className={`outline-link${isOfUnit(section, unitId) ? " is-mine" : ""} depth-${Math.min(4, section.depth)}`}
              aria-current={section.id === current ? "location" : undefined}
              onClick={(event) => {
                event.preventDefault();
                goToSection(section.id);
              }}
            >
              <span className="outline-title" title={name}>
                {name}
              </span>
              <small>
                {unit} · {state}
                {count > 0 && (
                  <>
                    {" · "}
                    <span className="outline-changes">{t("changes.inSection", { count })}</span>
                  </>
                )}
              </small>
            </a>
            {section.hasNews && (
              <Link
                className="outline-news"
                href={`/bao-cao/${report.id}/lich-su/${section.id}?tu=last-visit`}
                aria-label={t("versions.newsLabel", { label: section.label })}
              >
                ● {t("versions.news")}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
});
