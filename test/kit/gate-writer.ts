import type { UserId } from "@dongsoan/shared/domain";
import type { Owners, UpdateWriter } from "../../server/src/sync/admission.ts";

export const gateWriter = (by: UserId, mode: UpdateWriter["mode"] = "write"): UpdateWriter => ({
  userId: by,
  claimant: mode === "server" ? ("system" as UserId) : by,
  mode,
});

export const ownersOf = (
  ofClient: (clientId: number) => UserId | undefined,
  suggestions: ReadonlyMap<string, UserId> = new Map(),
): Owners => ({ ofClient, ofSuggestion: (id) => suggestions.get(id) });
