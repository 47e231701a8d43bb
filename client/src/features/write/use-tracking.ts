import { useEffect, useMemo, useRef } from "react";
import type { Unsuggestable } from "../../editor/tracking/suggester.ts";
import type { TrackerOptions } from "../../editor/tracking/tracker.ts";
import { useText } from "../../i18n/use-text.ts";
import type { SectionDocument } from "../../sync/section-document.ts";
import { newId } from "../../sync/new-id.ts";
import { toast } from "../../ui/toast.ts";
import { useWrite } from "./write-context.ts";

/** How one section's editor is to be taken: as writing, or as suggesting. The server's word counts; before it, the right and the wish. */
export function useTracking(section: SectionDocument, mayWrite: boolean): TrackerOptions {
  const { session, userId } = useWrite();
  const { t } = useText();
  const latest = useRef({ t, mayWrite });
  useEffect(() => {
    latest.current = { t, mayWrite };
  }, [t, mayWrite]);
  useEffect(() => section.cutShort.subscribe(() => toast(latest.current.t("suggest.cutShort"))), [section]);
  return useMemo(
    () => ({
      userId,
      newId,
      isSuggesting: () => {
        const { mode } = section.text;
        if (mode === "suggest") return true;
        return mode !== "write" && (!latest.current.mayWrite || session.mode.current === "suggest");
      },
      onRefused: (reason: Unsuggestable) => toast(latest.current.t(`suggest.cannot.${reason}`)),
    }),
    [session, userId, section],
  );
}
