import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { restMs } from "../../sync/save-line-store.ts";
import type { SectionDocument, SectionText } from "../../sync/section-document.ts";
import { atNextFrame } from "./at-next-frame.ts";
import { useWrite } from "./write-context.ts";

/** Holds a section open while its block is on the page. */
export function useSectionText(
  sectionId: string,
  lineage: number,
): { readonly section: SectionDocument; readonly text: SectionText } {
  const { session } = useWrite();
  // The document follows a new lineage by itself; only another section is another document.
  // oxlint-disable-next-line react/exhaustive-deps -- see below
  const section = useMemo(() => session.sections.get(sectionId, lineage), [session, sectionId]);
  useEffect(() => session.sections.hold(section), [session, section]);
  const text = useSyncExternalStore(
    (listener) => section.changed.subscribe(() => atNextFrame(listener)),
    () => section.text,
  );
  return { section, text };
}

/**
 * What stands on the page: while a text begins anew (what was typed in its last moment has been refused), the former one.
 * The page would otherwise close up where the person reads.
 */
export function useStandingText(text: SectionText): SectionText {
  const [standing, setStanding] = useState(text);
  const isGone = text.closedCode !== null;
  if (standing !== text && (text.isReady || isGone)) setStanding(text);
  return text.isReady || isGone || !standing.isReady ? text : standing;
}

/** Told at once of what is not saved, and of what is when nothing has changed for a moment. */
function subscribeAtRest(section: SectionDocument, listener: () => void): () => void {
  let resting: ReturnType<typeof setTimeout> | undefined;
  const stop = section.statusChanged.subscribe(() => {
    clearTimeout(resting);
    if (section.status.kind === "saved") resting = setTimeout(listener, restMs);
    else atNextFrame(listener);
  });
  return () => {
    clearTimeout(resting);
    stop();
  };
}

/** Saved, being saved or not: drawn again only when that changes. */
export function useSectionSaved(section: SectionDocument): "saved" | "saving" | "unsent" | "other" {
  return useSyncExternalStore(
    (listener) => subscribeAtRest(section, listener),
    () => {
      const { kind } = section.status;
      return kind === "saved" || kind === "saving" || kind === "unsent" ? kind : "other";
    },
  );
}
