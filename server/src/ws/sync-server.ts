import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { type Actor, type ErrorCode, errorCodes, parseSectionId } from "@dongsoan/shared/domain";
import { closeCodeOf } from "@dongsoan/shared/protocol";
import { schemaVersion } from "@dongsoan/shared/schema";
import type { Fanout } from "../ports/fanout.ts";
import type { Identity } from "../ports/identity.ts";
import type { CaretOwner } from "../sync/awareness.ts";
import { limits } from "../sync/limits.ts";
import { type RegistryDeps, RoomRegistry } from "../sync/room-registry.ts";
import { serveMux } from "./mux-connection.ts";
import { servePlain } from "./plain-connection.ts";
import { ReportChannels, type ReportChannelsDeps } from "./report-channels.ts";
import { SocketWriter } from "./wire.ts";

/** Pages and programs one person may have open at once. */
const maxSocketsPerUser = 40;

export interface SyncServerDeps extends RegistryDeps, Pick<ReportChannelsDeps, "mayRead" | "isHidden"> {
  readonly identity: Identity;
  readonly fanout: Fanout;
  /** Origin that a browser must come from. */
  readonly publicOrigin: string;
  readonly buildId: string;
  readonly ownerOf: (actor: Actor) => Promise<CaretOwner>;
}

export interface SyncServer {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  stats(): { readonly rooms: number; readonly connections: number };
  close(): void;
}

/** The upgrade: who, from where, to what. Everything after that is the connection's. */
export function createSyncServer(deps: SyncServerDeps): SyncServer {
  const registry = new RoomRegistry(deps);
  const channels = new ReportChannels(deps);
  // Compression is off: it costs memory per socket and would stand between us and prepared frames.
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: limits.maxMessageBytes + 64,
  });
  const sockets = new Map<WebSocket, { readonly actor: Actor; readonly credentialId: string }>();

  const stopListening = deps.identity.onEnded(({ credentialIds, userId }) => {
    for (const [ws, who] of sockets)
      if (who.actor.userId === userId || credentialIds?.includes(who.credentialId))
        ws.close(closeCodeOf("signed-out"), "signed-out");
  });

  const refuse = (socket: Duplex, reason: ErrorCode) => {
    socket.end(
      `HTTP/1.1 ${errorCodes[reason].http} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    );
  };

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    const sectionPath = /^\/sync\/([^/]+)$/.exec(url.pathname)?.[1];
    if (url.pathname !== "/sync" && sectionPath === undefined) return refuse(socket, "not-found");
    const { origin } = request.headers;
    // Cookies ride along on cross-site sockets; programs with a token send no origin.
    if (origin !== undefined && origin !== deps.publicOrigin) return refuse(socket, "origin-refused");
    if (origin === undefined && !request.headers.authorization) return refuse(socket, "origin-refused");
    const who = await deps.identity.authenticate(request.headers);
    if (!who) return refuse(socket, "signed-out");
    if (
      [...sockets.values()].filter((s) => s.actor.userId === who.actor.userId).length >= maxSocketsPerUser &&
      who.actor.tokenScope === null
    )
      return refuse(socket, "rate-limited");
    const owner = await deps.ownerOf(who.actor);
    if (socket.destroyed) return;
    server.handleUpgrade(request, socket, head, (ws) => {
      sockets.set(ws, { actor: who.actor, credentialId: who.credentialId });
      // Without this listener one broken frame of anybody would end the process.
      ws.on("error", () => ws.terminate());
      ws.on("close", () => sockets.delete(ws));
      const context = {
        actor: who.actor,
        owner,
        registry,
        writer: new SocketWriter(ws, socket),
        maxEarlyBytes: limits.maxMessageBytes,
      };
      if (sectionPath === undefined) return serveMux(ws, context, channels, deps.buildId);
      const sectionId = parseSectionId(sectionPath);
      if (!sectionId) return ws.close(closeCodeOf("not-found"), "not-found");
      const schema = url.searchParams.get("schema");
      if (schema !== null && Number(schema) < schemaVersion)
        return ws.close(closeCodeOf("client-too-old"), "client-too-old");
      servePlain(ws, context, sectionId, url.searchParams);
    });
  }

  return {
    handleUpgrade(request, socket, head) {
      socket.on("error", () => socket.destroy());
      upgrade(request, socket, head).catch((error: unknown) => {
        deps.onError(error);
        refuse(socket, "internal");
      });
    },
    stats: () => ({ rooms: registry.roomCount, connections: sockets.size }),
    close() {
      stopListening();
      channels.close();
      registry.close();
      for (const ws of sockets.keys()) ws.close(closeCodeOf("draining"), "draining");
      server.close();
    },
  };
}
