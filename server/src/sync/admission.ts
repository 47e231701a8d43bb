import type { ErrorCode, SuggesterId, UserId } from "@dongsoan/shared/domain";
import type { CarriedRange } from "@dongsoan/shared/crdt";
import type { Writer } from "./records/records-gate.ts";
import type { Knowledge } from "./rescue/copies.ts";

/** What becomes of an update: it is admitted whole, or refused whole. */
export type Admission =
  | {
      readonly ok: true;
      readonly payload: Uint8Array | null;
      /** What must be admitted should this ever be admitted again: it may hold text that the payload only names. */
      readonly source: Uint8Array;
      readonly newClaims: readonly number[];
      /** Text of the update that is deleted text again (LINE1). */
      readonly carried: readonly CarriedRange[];
      /** Suggestions that the writer is the first to store. */
      readonly newSuggestions: readonly string[];
      /** What the server adds in the same commit (SUG12, SUG13, SUG27, SUG29, RESC3, RESC9): bytes under a clientID of its own. */
      readonly repair: Repair | null;
      /** Admitted again, it must be taken back out again (SUG29). */
      readonly isSetApart: boolean;
      /** Of what it did, only what it typed is kept. */
      readonly isCutShort: boolean;
    }
  | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly reason: ErrorCode;
  readonly rule: string;
  /** The document was touched. */
  readonly isDirty: boolean;
}

export type Admitted = Extract<Admission, { readonly ok: true }>;

export interface Repair {
  readonly payload: Uint8Array;
  readonly clientId: number;
  readonly carried: readonly CarriedRange[];
}

/** Who sends an update, under whose ids, and with which right. */
export interface UpdateWriter extends Writer {
  readonly userId: UserId;
  /** Owner of the clientIDs that it uses first: the writer, or the server for its own edits. */
  readonly claimant: UserId;
  /** For RESC6; undefined: not known. */
  readonly knowledge?: Knowledge;
}

/** Whose clientIDs and suggestions are known already. */
export interface Owners {
  ofClient(clientId: number): UserId | undefined;
  ofSuggestion(id: string): SuggesterId | undefined;
}

/** Of an update that has touched the document. */
export const refused = (rule: string, reason: ErrorCode = "update-refused"): Refusal => ({
  ok: false,
  reason,
  rule,
  isDirty: true,
});
