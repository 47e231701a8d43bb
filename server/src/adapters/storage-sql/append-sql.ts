import { stateKindAfterEdit } from "@dongsoan/shared/domain";

const kindAfterEdit = `case state_kind ${Object.entries(stateKindAfterEdit)
  .map(([from, to]) => `when '${from}' then '${to}'`)
  .join(" ")} else state_kind end`;

/** A voided approval is a submission again, by who submitted it and not by who approved it. */
const submissionBack = (column: "at" | "by") =>
  `case when state_kind = 'approved' then coalesce(submitted_${column}, state_${column}) else state_${column} end`;

/** WF7 as SQL: the very table of the domain, so that state and text change in one statement. */
export const stateAfterEdit = `state_kind = ${kindAfterEdit}, state_at = ${submissionBack("at")}, state_by = ${submissionBack("by")}`;

/** p99 over the last commits, in milliseconds. */
export class CommitTimes {
  readonly #recent: number[] = [];
  add(ms: number): void {
    this.#recent.push(ms);
    if (this.#recent.length > 1000) this.#recent.shift();
  }
  p99(): number | null {
    const sorted = [...this.#recent].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length * 0.99)] ?? null;
  }
}
