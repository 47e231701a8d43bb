import type { WebSocket } from "ws";
import { type ErrorCode, parseSectionId, type SectionId } from "@dongsoan/shared/domain";
import {
  clientControl,
  closeCodeOf,
  decodeClientFrame,
  encodeServerFrame,
  protocolVersion,
  type ClientFrame,
  type ServerControl,
} from "@dongsoan/shared/protocol";
import { schemaVersion } from "@dongsoan/shared/schema";
import type { Peer, PeerLink } from "../sync/peer.ts";
import type { Room } from "../sync/room.ts";
import { TokenBucket } from "../sync/token-bucket.ts";
import { step1Message } from "../sync/y-messages.ts";
import type { ReportChannels } from "./report-channels.ts";
import { endSocket } from "./end-socket.ts";
import type { SocketContext } from "./socket-context.ts";
import { hear } from "./hear.ts";
import { binaryFrame, wireOf } from "./wire.ts";

/** More sections than any report has; bounds what one socket may hold open. */
const maxChannels = 600;
/** Each opening asks the store several times. A page opens its whole report at once, and again after a lost line. */
const openBurst = 2 * maxChannels;
const opensPerSecond = 20;
/** A caret that walks through the sections tells so a few times a second. */
const controlBurst = 200;
const controlsPerSecond = 20;

/** `/sync`: every section of a page on one socket, and channel 0 for what concerns the page. */
export function serveMux(
  ws: WebSocket,
  context: SocketContext,
  channels: ReportChannels,
  buildId: string,
): void {
  const open = new Map<number, { readonly room: Room; readonly peer: Peer }>();
  const opening = new Set<SectionId>();
  const opens = new TokenBucket(openBurst, opensPerSecond, performance.now());
  const controls = new TokenBucket(controlBurst, controlsPerSecond, performance.now());
  const write = (frame: Parameters<typeof encodeServerFrame>[0]) =>
    context.writer.write(binaryFrame(encodeServerFrame(frame)));
  const tell = (message: ServerControl) => write({ kind: "control", json: JSON.stringify(message) });
  const closeSocket = (reason: ErrorCode) => {
    context.writer.flush();
    endSocket(ws, reason);
  };
  const page = channels.enter(context.actor, context.owner, tell);

  const refuseOpen = (requestId: number, reason: ErrorCode) =>
    write({ kind: "refused", requestId, code: closeCodeOf(reason), reason });

  async function openChannel(frame: Extract<ClientFrame, { kind: "open" }>): Promise<void> {
    const { requestId } = frame;
    const sectionId = parseSectionId(frame.sectionId);
    if (!sectionId) return refuseOpen(requestId, "not-found");
    // FRAME5: it would not understand the frames that bring text.
    const isTooOld = frame.schemaVersion < schemaVersion || frame.protocolVersion < protocolVersion;
    if (isTooOld) return refuseOpen(requestId, "client-too-old");
    const isOpen = opening.has(sectionId) || [...open.values()].some((c) => c.room.sectionId === sectionId);
    if (isOpen || open.size + opening.size >= maxChannels) return refuseOpen(requestId, "overloaded");
    opening.add(sectionId);
    let channel = 0;
    const link: PeerLink = {
      send: (out) => context.writer.write(wireOf(out, "mux")),
      ack: (count) => {
        context.noteUse();
        write({ kind: "ack", channel, count });
      },
      cutShort: () => write({ kind: "cut-short", channel }),
      close: (reason) => {
        open.delete(channel);
        write({ kind: "close", channel, code: closeCodeOf(reason), reason });
      },
    };
    const joined = await context.registry.join({
      actor: context.actor,
      owner: context.owner,
      sectionId,
      lineage: frame.lineage,
      asks: frame.mode,
      wantsEcho: false,
      link,
    });
    opening.delete(sectionId);
    if (!joined.ok) return refuseOpen(requestId, joined.reason);
    if (ws.readyState !== ws.OPEN) return;
    const { room, peer } = joined;
    channel = room.number;
    open.set(channel, { room, peer });
    write({
      kind: "opened",
      requestId,
      channel,
      lineage: room.lineage,
      epoch: room.epoch,
      mode: peer.right.mode,
      reason: peer.right.mode === "read" ? (peer.right.reason ?? "") : "",
    });
    joined.admit();
    if (frame.vector) hear(ws, room, peer, step1Message(frame.vector));
  }

  function receive(frame: ClientFrame): void {
    switch (frame.kind) {
      case "open":
        if (!opens.take(performance.now())) return closeSocket("rate-limited");
        void openChannel(frame);
        return;
      case "data":
      case "text": {
        const channel = open.get(frame.channel);
        const heard = frame.kind === "text" ? frame.seq : 0;
        // A frame may cross the server's close on the way: it is late, not wrong.
        if (channel) hear(ws, channel.room, channel.peer, frame.message, heard);
        return;
      }
      case "close": {
        const channel = open.get(frame.channel);
        open.delete(frame.channel);
        channel?.room.leave(channel.peer);
        return;
      }
      case "control":
        if (!controls.take(performance.now())) return closeSocket("rate-limited");
        page.hear(clientControl.parse(JSON.parse(frame.json)));
        return;
    }
  }

  ws.on("message", (data: Buffer, isBinary) => {
    if (ws.readyState !== ws.OPEN) return;
    if (!isBinary) return closeSocket("malformed");
    try {
      receive(decodeClientFrame(data));
    } catch {
      // Undecodable bytes or an unknown control message: this client does not speak our language.
      closeSocket("malformed");
    }
  });
  ws.on("close", () => {
    page.leave();
    for (const { room, peer } of open.values()) room.leave(peer);
    open.clear();
  });
  tell({ type: "hello", protocolVersion, schemaVersion, buildId });
}
