import { ok, refuse, type Result } from "@dongsoan/shared/domain";
import type { OwnEdit, WrittenEdit } from "../ports/section-writer.ts";
import type { RoomRegistry } from "./room-registry.ts";
import { step2Message } from "./y-messages.ts";

/**
 * VER10: the server as one more peer of the room, for one edit. Right, gate, fence, commit and broadcast are those of
 * every client; the acknowledgement that a client would get says that it is durable. It stays in its room from before it is
 * prepared: when another node writes meanwhile, the room is behind, and the edit falls with it (FENCE5).
 */
export async function writeOwnEdit(
  registry: RoomRegistry,
  { sectionId, actor, claimant, prepare }: OwnEdit,
): Promise<Result<WrittenEdit>> {
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
  const { room, peer } = joined;
  joined.admit();
  const write = async (): Promise<Result<WrittenEdit>> => {
    const prepared = peer.isClosed ? null : await prepare();
    if (prepared?.ok === false) return prepared;
    // Whoever lost the right meanwhile, or the room itself, was closed with the reason.
    if (prepared === null || peer.isClosed) return closed();
    const update = prepared.value.make(room.currentText());
    const record = prepared.value.record();
    peer.pending = record;
    if (update) room.receive(peer, step2Message(update));
    else resolve(ok(null));
    const outcome = await promise;
    return outcome.ok ? ok({ seq: outcome.value, record }) : outcome;
  };
  const closed = async (): Promise<Result<never>> => {
    const outcome = await promise;
    return outcome.ok ? refuse("overloaded") : outcome;
  };
  try {
    return await room.ownEdits.take(write);
  } finally {
    room.leave(peer);
  }
}
