import { ok, refuse, type Result } from "@dongsoan/shared/domain";
import type { OwnEdit } from "../ports/section-writer.ts";
import type { RoomRegistry } from "./room-registry.ts";
import { step2Message } from "./y-messages.ts";

/**
 * VER10: the server as one more peer of the room, for one edit. Right, gate, fence, commit and broadcast are those of
 * every client; the acknowledgement that a client would get says that it is durable.
 */
export async function writeOwnEdit(
  registry: RoomRegistry,
  { sectionId, actor, claimant, make, record }: OwnEdit,
): Promise<Result<number | null>> {
  const { promise, resolve } = Promise.withResolvers<Result<number | null>>();
  const joined = await registry.join({
    actor,
    claimant,
    sectionId,
    owner: { name: "", initials: "", unitName: "", color: "" },
    lineage: 0,
    wantsEcho: false,
    link: {
      send: () => undefined,
      ack: () => resolve(ok(null)),
      stored: (seq) => resolve(ok(seq)),
      close: (reason) => resolve(refuse(reason)),
    },
  });
  if (!joined.ok) return joined;
  // The right went while the room was opened: an edit that only takes away would be dropped without a word.
  const { mode, reason } = joined.peer.right;
  if (mode !== "write") return refuse(reason ?? "forbidden");
  joined.admit();
  try {
    const update = make(joined.room.currentState());
    joined.peer.pending = record();
    if (update) joined.room.receive(joined.peer, step2Message(update));
    else resolve(ok(null));
    return await promise;
  } finally {
    joined.room.leave(joined.peer);
  }
}
