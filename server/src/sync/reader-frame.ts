import type { ErrorCode } from "@dongsoan/shared/domain";
import type { Claims } from "./claims.ts";
import { limits } from "./limits.ts";
import type { Peer } from "./peer.ts";
import type { Shadow } from "./shadow.ts";

/** What comes of text that somebody sends who may only read. */
export type ReaderVerdict =
  | { readonly kind: "known" }
  /** ACK1: it is not durable, and neither is any count that would contain it. */
  | { readonly kind: "dropped" }
  | { readonly kind: "refused"; readonly reason: ErrorCode; readonly rule: string };

/** A reader's editor may repeat what is known, or tidy formats by deletions: neither is a fault, and neither is kept. */
export function judgeReader(
  update: Uint8Array,
  { actor, right }: Peer,
  shadow: Shadow,
  claims: Claims,
): ReaderVerdict {
  const ownerOf = (clientId: number) => claims.ofClient(clientId);
  const inspection = shadow.inspect(update, actor.userId, ownerOf, limits.maxClaimsPerPeer);
  if (inspection.ok && !inspection.hasNewStructs)
    return { kind: shadow.deletesAnything(update) ? "dropped" : "known" };
  const isMalformed = !inspection.ok && inspection.reason === "malformed";
  return isMalformed
    ? { kind: "refused", reason: "malformed", rule: inspection.rule }
    : { kind: "refused", reason: right.reason ?? "forbidden", rule: "FENCE1" };
}
