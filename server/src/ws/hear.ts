import type { WebSocket } from "ws";
import type { Peer } from "../sync/peer.ts";
import type { Room } from "../sync/room.ts";

/**
 * Gives a room one message of a peer, in its person's turn (LIMIT8); of a line that has ended by then, none.
 * @param message is kept until then. @param heard HEARD2; 0: not known.
 */
export function hear(ws: WebSocket, room: Room, peer: Peer, message: Uint8Array, heard = 0): void {
  const isHeard = peer.work.inTurn(message.length, () => {
    if (ws.readyState === ws.OPEN) room.receive(peer, message, heard);
  });
  if (!isHeard) room.refuse(peer, "rate-limited", "LIMIT8");
}
