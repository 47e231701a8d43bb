import * as Y from "yjs";
import type { ErrorCode, UserId } from "@dongsoan/shared/domain";
import { contentRoot } from "@dongsoan/shared/crdt";
import { limits } from "./limits.ts";

/**
 * First half of the gate: what an update's bytes tell before they are applied anywhere. Rules GATE1-GATE8 in
 * docs/spec/gate.md. The second half (`schema-check.ts`) looks at what applying them to the shadow made.
 */
export interface GateContext {
  readonly userId: UserId;
  /** clientID → its owner. An id that has text here but no owner belongs to the server. */
  ownerOf(clientId: number): UserId | undefined;
  /** Next clock of a client in the shadow. */
  knownClock(clientId: number): number;
  readonly claimsLeft: number;
}

export type Inspection =
  | {
      readonly ok: true;
      readonly newClaims: readonly number[];
      readonly hasNewStructs: boolean;
      readonly insertedLength: number;
      /** Items that are not deleted already. */
      readonly insertedParts: number;
      readonly decoded: ReturnType<typeof Y.decodeUpdate>;
    }
  | { readonly ok: false; readonly reason: ErrorCode; readonly rule: string };

const refused = (rule: string, reason: ErrorCode = "update-refused"): Inspection => ({
  ok: false,
  reason,
  rule,
});

export function inspectUpdate(update: Uint8Array, context: GateContext): Inspection {
  let decoded: ReturnType<typeof Y.decodeUpdate>;
  try {
    decoded = Y.decodeUpdate(update);
  } catch {
    // Whatever the decoder stumbles over, the answer is the same: malformed.
    return refused("GATE1", "malformed");
  }
  const clocks = new Map<number, number>();
  const newClaims = new Set<number>();
  let hasNewStructs = false;
  let insertedLength = 0;
  let insertedParts = 0;
  for (const struct of decoded.structs) {
    const { client, clock } = struct.id;
    const known = clocks.get(client) ?? context.knownClock(client);
    // Nothing honest is empty, and an empty struct at the end of somebody's text would slip past the owner check.
    if (struct instanceof Y.Skip || clock > known || struct.length < 1) return refused("GATE3");
    const end = clock + struct.length;
    // What is known already changes nothing, whoever repeats it.
    if (end <= known) continue;
    const owner = context.ownerOf(client);
    if (owner === undefined && context.knownClock(client) > 0) return refused("GATE2");
    if (owner !== undefined && owner !== context.userId) return refused("GATE2");
    if (owner === undefined) newClaims.add(client);
    if (newClaims.size > context.claimsLeft) return refused("GATE4");
    if (struct instanceof Y.GC) {
      if (struct.length > limits.maxDeletedRun) return refused("GATE5");
    } else {
      const { parent, parentSub, content } = struct;
      if (!(content instanceof Y.ContentDeleted)) insertedParts += 1;
      if (typeof parent === "string" && (parent !== contentRoot || parentSub !== null))
        return refused("GATE6");
      if (content instanceof Y.ContentString) insertedLength += content.str.length;
      if (content instanceof Y.ContentDeleted && content.len > limits.maxDeletedRun) return refused("GATE5");
    }
    hasNewStructs = true;
    clocks.set(client, end);
  }
  for (const [client, ranges] of decoded.ds.clients) {
    const known = clocks.get(client) ?? context.knownClock(client);
    let end = 0;
    for (const { clock, len } of ranges) {
      // A range past what exists would wait for ever in the document and be handed to every peer; one range said 100,000
      // times in 400 kB took half a minute. Yjs itself sorts and joins them.
      if (clock < end || clock + len > known) return refused("GATE7");
      end = clock + len;
    }
  }
  return { ok: true, newClaims: [...newClaims], hasNewStructs, insertedLength, insertedParts, decoded };
}
