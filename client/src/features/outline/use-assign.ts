import type { SectionView } from "@dongsoan/shared/http-api";
import { useRef, useState } from "react";
import type { ApiError } from "../../api/api-error.ts";
import { useCommand } from "../../api/queries.ts";
import { codeOf } from "../../ui/query-state.tsx";
import type { Assignment } from "./assignment-names.ts";

export interface AssignmentEdit {
  readonly shown: Assignment;
  readonly error: ApiError | null;
  readonly set: (change: Partial<Assignment>) => void;
  /** Drops what was refused: the stored value is shown again. */
  readonly drop: () => void;
}

/**
 * The assignment of one section as its fields show it, and how they change it. Choices are sent one behind the other:
 * arrow keys in a select give several within one round trip, and each must go with the version that the former gave.
 */
export function useAssign(section: SectionView): AssignmentEdit {
  const command = useCommand("assignSection");
  // What is chosen and not yet stored (under way, or refused as stale) is shown rather than the stored value; what is
  // stored, until the report that is shown has it: an arrow key in between would start from the choice before.
  const [chosen, setChosen] = useState<{ readonly assignment: Assignment; readonly version: number } | null>(
    null,
  );
  // The last answer: the report that is shown may come a moment later, with the version before it.
  const answered = useRef<Pick<SectionView, "version" | "assignment"> | null>(null);
  const isSending = useRef(false);
  const waiting = useRef<Assignment | null>(null);
  const send = (assignment: Assignment, version: number) => {
    isSending.current = true;
    // A promise, since callbacks of the hook are forgotten when the page is left: what waits must be sent all the same.
    command.mutateAsync({ params: { id: section.id }, body: { version, assignment } }).then(
      (report) => {
        isSending.current = false;
        const next = waiting.current;
        waiting.current = null;
        const stored = report.sections.find((s) => s.id === section.id);
        answered.current = stored ?? null;
        if (next && stored) send(next, stored.version);
        else setChosen(stored ?? null);
      },
      (error: unknown) => {
        isSending.current = false;
        waiting.current = null;
        // Refused as stale: it stays to be seen, and to be decided about.
        if (codeOf(error) !== "stale-version") setChosen(null);
      },
    );
  };
  const newest = () => {
    const answer = answered.current;
    return answer && answer.version > section.version ? answer : section;
  };
  const shown = chosen && chosen.version > section.version ? chosen.assignment : section.assignment;
  return {
    shown,
    error: command.error,
    set: (change: Partial<Assignment>) => {
      const { version, assignment: known } = newest();
      const newer = chosen && chosen.version > version ? chosen.assignment : known;
      const assignment = { ...(waiting.current ?? newer), ...change };
      setChosen({ assignment, version: Infinity });
      if (isSending.current) waiting.current = assignment;
      else send(assignment, version);
    },
    drop: () => {
      command.reset();
      setChosen(null);
    },
  };
}
