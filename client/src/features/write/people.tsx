import type { PresentPerson } from "@dongsoan/shared/protocol";
import { useSyncExternalStore } from "react";
import { lookOf } from "../../editor/unit-looks.ts";
import { useText } from "../../i18n/use-text.ts";
import { useWrite } from "./write-context.ts";

/** Who has the report open now. */
export function usePeople(): readonly PresentPerson[] {
  const { session } = useWrite();
  return useSyncExternalStore(
    (listener) => session.presenceChanged.subscribe(listener),
    () => session.people,
  );
}

/** The others in one section, as words: drawn again only when these change, not with every caret of the report. */
export function useNamesIn(sectionId: string): string {
  const { session, userId } = useWrite();
  return useSyncExternalStore(
    (listener) => session.presenceChanged.subscribe(listener),
    () => {
      const here = session.people.filter((p) => p.sectionId === sectionId && p.userId !== userId);
      return [...new Set(here.map((p) => `${p.name} (${p.unitName})`))].join(", ");
    },
  );
}

const shown = 5;

export function PeoplePresent() {
  const { t } = useText();
  const people = usePeople();
  const unique = [...new Map(people.map((p) => [p.userId, p])).values()];
  return (
    <span className="people" title={unique.map((p) => `${p.name} (${p.unitName})`).join("\n")}>
      {unique.slice(0, shown).map((p) => (
        <span key={p.userId} className={`person caret-look-${lookOf(p.unitName)}`} aria-hidden="true">
          {p.initials}
        </span>
      ))}
      <span>{t("write.peopleCount", { count: Math.max(1, unique.length) })}</span>
    </span>
  );
}
