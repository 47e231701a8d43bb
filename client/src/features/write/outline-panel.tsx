import type { ReportView } from "@dongsoan/shared/http-api";
import { memo, useEffect, useState } from "react";
import { Link } from "wouter";
import { useText } from "../../i18n/use-text.ts";
import { stateWord } from "./section-state.ts";
import { useChanges } from "./use-changes.ts";
import { frameId, isOfUnit, unitName, useWrite } from "./write-context.ts";

/** Goes to a section: the frame takes the focus, so that the next key is in its place. */
export function jumpTo(sectionId: string): void {
  const frame = document.getElementById(frameId(sectionId));
  frame?.scrollIntoView({ block: "start" });
  frame?.focus({ preventScroll: true });
}

/** The section at the top of the window. */
function useSectionInView(sectionIds: string): string | null {
  const [current, setCurrent] = useState<string | null>(null);
  useEffect(() => {
    const ids = sectionIds.split(" ");
    const inView = new Set<string>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const id = entry.target.id.replace("section-", "");
          if (entry.isIntersecting) inView.add(id);
          else inView.delete(id);
        }
        setCurrent(ids.find((id) => inView.has(id)) ?? null);
      },
      { rootMargin: "-140px 0px -50% 0px" },
    );
    for (const id of ids) {
      const frame = document.getElementById(frameId(id));
      if (frame) observer.observe(frame);
    }
    return () => observer.disconnect();
  }, [sectionIds]);
  return current;
}

export const OutlinePanel = memo(function OutlinePanel({
  report,
  onJump,
}: {
  readonly report: ReportView;
  readonly onJump: () => void;
}) {
  const { t } = useText();
  const { unitId } = useWrite();
  const changes = useChanges();
  const current = useSectionInView(report.sections.map((s) => s.id).join(" "));
  return (
    <ul className="outline-list">
      {report.sections.map((section) => {
        const count = changes.get(section.id)?.length ?? 0;
        const unit = unitName(report, section) ?? t("write.unassigned");
        const state = section.lock
          ? t("write.locked")
          : t(section.isHidden ? "write.hidden" : stateWord(section));
        return (
          <li key={section.id}>
            <a
              href={`#${frameId(section.id)}`}
              className={`outline-link${isOfUnit(section, unitId) ? " is-mine" : ""} depth-${Math.min(4, section.depth)}`}
              aria-current={section.id === current ? "location" : undefined}
              onClick={(event) => {
                event.preventDefault();
                jumpTo(section.id);
                onJump();
              }}
            >
              <span className="outline-title" title={`${section.label} ${section.title}`}>
                {section.label} {section.title}
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
