import { stateKindAfterEdit } from "@dongsoan/shared/domain";

const kindAfterEdit = `case state_kind ${Object.entries(stateKindAfterEdit)
  .map(([from, to]) => `when '${from}' then '${to}'`)
  .join(" ")} else state_kind end`;

/** A voided approval is a submission again, by who submitted it and not by who approved it. */
const submissionBack = (column: "at" | "by") =>
  `case when state_kind = 'approved' then coalesce(submitted_${column}, state_${column}) else state_${column} end`;

/** WF7 as SQL: the very table of the domain, so that state and text change in one statement. */
export const stateAfterEdit = `state_kind = ${kindAfterEdit}, state_at = ${submissionBack("at")}, state_by = ${submissionBack("by")}`;

const commitsRemembered = 1000;

/** p99 over the last commits, in milliseconds. */
export class CommitTimes {
  readonly #recent = new Float64Array(commitsRemembered);
  #count = 0;
  add(ms: number): void {
    this.#recent[this.#count % commitsRemembered] = ms;
    this.#count += 1;
  }
  p99(): number | null {
    const sorted = this.#recent.slice(0, this.#count).sort();
    return sorted[Math.floor(sorted.length * 0.99)] ?? null;
  }
}
