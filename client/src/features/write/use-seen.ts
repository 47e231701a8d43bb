import type { ReportView } from "@dongsoan/shared/http-api";
import { useEffect, useRef } from "react";
import { call } from "../../api/call.ts";
import { invalidateReport } from "../../api/queries.ts";
import type { EditorRegistry } from "../../editor/editor-registry.ts";
import type { WriteSession } from "../../sync/write-session.ts";

/**
 * Tells the server which sections this person has before their eyes: when the caret enters one, and again when others
 * have changed the one it is in (VER11). Writing does not depend on it: a note that is lost comes with the next look.
 */
export function useSeen(registry: EditorRegistry, session: WriteSession, report: ReportView): void {
  const withNews = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const markSeen = (sectionId: string) =>
      call("markOpened", { params: { id: sectionId } })
        .then(() => (withNews.current.has(sectionId) ? invalidateReport(report.id) : undefined))
        .catch(() => undefined);
    withNews.current = new Set(report.sections.filter((s) => s.hasNews).map((s) => s.id));
    const here = registry.activeId;
    if (here !== null && withNews.current.has(here) && document.hasFocus()) void markSeen(here);
    return registry.listenToActive((sectionId) => {
      session.setHere(sectionId);
      void markSeen(sectionId);
    });
  }, [registry, session, report]);
}
