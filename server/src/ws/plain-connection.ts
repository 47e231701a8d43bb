import type { WebSocket } from "ws";
import * as encoding from "lib0/encoding";
import type { ErrorCode, SectionId } from "@dongsoan/shared/domain";
import type { Peer, PeerLink } from "../sync/peer.ts";
import type { Room } from "../sync/room.ts";
import type { SocketContext } from "./socket-context.ts";
import { endSocket } from "./end-socket.ts";
import { hear } from "./hear.ts";
import { binaryFrame, wireOf } from "./wire.ts";

/** Message type of the acknowledgement on the plain endpoint; only sent to clients that asked for it. */
const ackType = 100;

/** `/sync/<sectionId>`: the ordinary y-websocket protocol, one section a socket. Any stock client works. */
export function servePlain(
  ws: WebSocket,
  context: SocketContext,
  sectionId: SectionId,
  query: URLSearchParams,
): void {
  let room: Room | null = null;
  let peer: Peer | null = null;
  // What arrives while the section is being opened waits here, bounded like everything before an answer.
  let early: Uint8Array[] | null = [];
  let earlyBytes = 0;
  const close = (reason: ErrorCode) => {
    context.writer.flush();
    endSocket(ws, reason);
  };
  const wantsAck = query.get("ack") === "1";
  const link: PeerLink = {
    send: (out) => context.writer.write(wireOf(out, "plain")),
    ack: (count) => {
      context.noteUse();
      if (!wantsAck) return;
      const e = encoding.createEncoder();
      encoding.writeVarUint(e, ackType);
      encoding.writeVarUint(e, count);
      context.writer.write(binaryFrame(encoding.toUint8Array(e)));
    },
    close,
  };
  ws.on("message", (data: Buffer, isBinary) => {
    if (ws.readyState !== ws.OPEN) return;
    if (!isBinary) return close("malformed");
    if (room && peer) return hear(ws, room, peer, data);
    earlyBytes += data.length;
    if (!early || early.length >= 100 || earlyBytes > context.maxEarlyBytes) return close("too-large");
    early.push(Uint8Array.from(data));
  });
  ws.on("close", () => {
    early = null;
    if (room && peer) room.leave(peer);
  });
  const lineage = Number(query.get("lineage") ?? 0) || 0;
  void context.registry
    .join({
      actor: context.actor,
      owner: context.owner,
      sectionId,
      lineage,
      asks: query.get("mode") === "suggest" ? "suggest" : "write",
      wantsEcho: query.get("echo") === "1",
      link,
    })
    .then((joined) => {
      if (!joined.ok) return close(joined.reason);
      if (!early) return;
      room = joined.room;
      peer = joined.peer;
      joined.admit();
      const waiting = early;
      early = null;
      for (const data of waiting) hear(ws, room, peer, data);
    });
}
