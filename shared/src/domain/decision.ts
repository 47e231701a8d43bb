import type { DecisionId, EpochMs, SectionId, SuggesterId, UserId } from "./ids.ts";

/** A suggestion of a section's text as the server knows it: whose it is, and when it was first stored (SUG1, SUG31). */
export interface StoredSuggestion {
  readonly id: string;
  readonly by: SuggesterId;
  readonly at: EpochMs;
}

/** A change as it was when it was decided; its texts are cut to `decidedTextLength`. */
export interface DecidedChange {
  readonly ids: readonly string[];
  readonly by: string;
  readonly kind: string;
  readonly inserted: string;
  readonly deleted: string;
}
export const decidedTextLength = 200;

/** Somebody's yes or no to suggestions of a section, which can be taken back (SUG16-SUG18). */
export interface SuggestionDecision {
  readonly id: DecisionId;
  readonly sectionId: SectionId;
  readonly verdict: "accept" | "reject";
  readonly by: UserId;
  readonly at: EpochMs;
  /** The stored update that carried it out. */
  readonly seq: number;
  readonly lineage: number;
  readonly changes: readonly DecidedChange[];
  readonly takenBack: { readonly at: EpochMs; readonly by: UserId } | null;
}
