import { useEffect, useState } from "react";
import type { Change } from "@dongsoan/shared/crdt";
import { contentOf, listChanges } from "@dongsoan/shared/crdt";
import type { SectionView } from "@dongsoan/shared/http-api";
import { useWrite } from "./write-context.ts";

/** Typing must not wait for a list that is read once in a while. */
const readAfterMs = 250;

/** What is suggested in the report's open sections, read again shortly after a text has changed. */
export function useChanges(sections: readonly SectionView[]): ReadonlyMap<string, readonly Change[]> {
  const { session } = useWrite();
  const [changes, setChanges] = useState<ReadonlyMap<string, readonly Change[]>>(new Map());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const held = sections
      .filter((section) => !section.isHidden)
      .map((section) => session.sections.get(section.id, section.lineage));
    const read = () => {
      timer = null;
      setChanges(new Map(held.map(({ sectionId, text }) => [sectionId, listChanges(contentOf(text.doc))])));
    };
    const readSoon = () => {
      timer ??= setTimeout(read, readAfterMs);
    };
    const releases = held.map((section) => {
      let { doc } = section.text;
      doc.on("update", readSoon);
      // A refused document is replaced by another.
      const stop = section.changed.subscribe(() => {
        doc.off("update", readSoon);
        ({ doc } = section.text);
        doc.on("update", readSoon);
        readSoon();
      });
      const release = session.sections.hold(section);
      return () => {
        doc.off("update", readSoon);
        stop();
        release();
      };
    });
    readSoon();
    return () => {
      if (timer) clearTimeout(timer);
      for (const release of releases) release();
    };
  }, [session, sections]);
  return changes;
}
