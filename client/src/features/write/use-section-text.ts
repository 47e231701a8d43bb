import { useEffect, useMemo, useSyncExternalStore } from "react";
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

/** Saved, being saved or not: drawn again only when that changes. */
export function useSectionSaved(section: SectionDocument): "saved" | "saving" | "unsent" | "other" {
  return useSyncExternalStore(
    (listener) => section.statusChanged.subscribe(() => atNextFrame(listener)),
    () => {
      const { kind } = section.status;
      return kind === "saved" || kind === "saving" || kind === "unsent" ? kind : "other";
    },
  );
}
