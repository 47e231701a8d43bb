import type { AuditRecord } from "./audit.ts";
import type { SuggestionDecision } from "./decision.ts";
import type { DecisionId, EpochMs, UserId } from "./ids.ts";

/**
 * What is to be recorded of an edit of the server's own (AUDIT2). It is stored with the edit, in one commit, and becomes
 * records right after it; should the server end in between, at its next start.
 */
export interface PendingRecord {
  readonly id: string;
  /** Its `after` is completed by the edit's seq. */
  readonly audit: Omit<AuditRecord, "seq" | "hash" | "previousHash" | "after"> & {
    readonly after: Readonly<Record<string, unknown>>;
  };
  /** The decision that the edit carries out; its seq is the edit's. */
  readonly decision: Omit<SuggestionDecision, "seq"> | null;
  /** The decision that the edit takes back. */
  readonly takesBack: { readonly id: DecisionId; readonly at: EpochMs; readonly by: UserId } | null;
}
