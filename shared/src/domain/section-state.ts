import type { ErrorCode } from "./error-codes.ts";
import type { EpochMs, UserId } from "./ids.ts";
import { unreachable } from "./result.ts";

/**
 * Life of a section: assigned → drafting → submitted → (returned → drafting …) → approved → sealed with its report.
 * The coordinator's lock is orthogonal. Rules WF1-WF9 in docs/spec/workflow.md.
 */
export type SectionState =
  | { readonly kind: "assigned" }
  | { readonly kind: "drafting" }
  | { readonly kind: "submitted"; readonly at: EpochMs; readonly by: UserId }
  | { readonly kind: "returned"; readonly at: EpochMs; readonly by: UserId; readonly reason: string }
  | { readonly kind: "approved"; readonly at: EpochMs; readonly by: UserId };
export type SectionStateKind = SectionState["kind"];

/** Life of a report. `sealed` never goes back; a revision replaces it. */
export type ReportState =
  | { readonly kind: "collecting" }
  | { readonly kind: "sealed"; readonly at: EpochMs; readonly by: UserId; readonly rootHash: string }
  | { readonly kind: "replaced"; readonly at: EpochMs; readonly by: UserId; readonly rootHash: string };
export type ReportStateKind = ReportState["kind"];

export type SectionEvent =
  | { readonly kind: "submit"; readonly at: EpochMs; readonly by: UserId }
  | { readonly kind: "return"; readonly at: EpochMs; readonly by: UserId; readonly reason: string }
  | { readonly kind: "approve"; readonly at: EpochMs; readonly by: UserId };

export type Decision<S> =
  { readonly ok: true; readonly state: S } | { readonly ok: false; readonly reason: ErrorCode };

/** WF1-WF6: what a workflow event makes of a section's state. Permissions are asked elsewhere. */
export function decideSection(state: SectionState, event: SectionEvent): Decision<SectionState> {
  switch (event.kind) {
    case "submit":
      return state.kind === "submitted" || state.kind === "approved"
        ? { ok: false, reason: "wrong-state" }
        : { ok: true, state: { kind: "submitted", at: event.at, by: event.by } };
    case "return":
      if (event.reason.trim() === "") return { ok: false, reason: "reason-required" };
      return state.kind === "submitted" || state.kind === "approved"
        ? { ok: true, state: { kind: "returned", at: event.at, by: event.by, reason: event.reason.trim() } }
        : { ok: false, reason: "wrong-state" };
    case "approve":
      return state.kind === "submitted"
        ? { ok: true, state: { kind: "approved", at: event.at, by: event.by } }
        : { ok: false, reason: "wrong-state" };
    default:
      return unreachable(event);
  }
}

/**
 * WF7: the state that a stored edit leaves behind. The append statement applies this very table in SQL:
 * the first edit starts drafting, and an edit by the coordinator after approval voids the approval.
 */
export const stateKindAfterEdit: Readonly<Record<SectionStateKind, SectionStateKind>> = {
  assigned: "drafting",
  drafting: "drafting",
  returned: "drafting",
  submitted: "submitted",
  approved: "submitted",
};

/** WF8: is the text open for the section's own units in this state? (The coordinator writes in every state.) */
export const isOpenForUnits = (kind: SectionStateKind): boolean =>
  kind === "assigned" || kind === "drafting" || kind === "returned";
