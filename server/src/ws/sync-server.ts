import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { type Actor, type ErrorCode, errorCodes, parseSectionId } from "@dongsoan/shared/domain";
import { schemaVersion } from "@dongsoan/shared/schema";
import type { Fanout } from "../ports/fanout.ts";
import type { Authenticated, Identity } from "../ports/identity.ts";
import type { CaretOwner } from "../sync/awareness.ts";
import type { SectionWriter } from "../ports/section-writer.ts";
import { limits } from "../sync/limits.ts";
import { writeOwnEdit } from "../sync/own-edit.ts";
import { shareReads } from "../usecases/share-reads.ts";
import { type RegistryDeps, RoomRegistry } from "../sync/room-registry.ts";
import { cutOffSoon, endSocket } from "./end-socket.ts";
import { serveMux } from "./mux-connection.ts";
import { servePlain } from "./plain-connection.ts";
import { ReportChannels, type ReportChannelsDeps } from "./report-channels.ts";
import { SocketWriter } from "./wire.ts";

/** Pages one person may have open at once, and lines of their programs. */
const maxSocketsPerUser = 40;
const maxTokenSocketsPerUser = 500;
/** So long may reading a refusal take. */
const refusalMs = 2_000;
/** Sessions that ran out or were ended elsewhere are looked for so often: their sockets close within a second. */
const expirySweepMs = 500;

export interface SyncServerDeps extends RegistryDeps, Pick<ReportChannelsDeps, "mayRead" | "isHidden"> {
  readonly identity: Identity;
  readonly fanout: Fanout;
  /** Origin that a browser must come from. */
  readonly publicOrigin: string;
  readonly buildId: string;
  readonly ownerOf: (actor: Actor) => Promise<CaretOwner>;
}

export interface SyncServer extends SectionWriter {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  stats(): { readonly rooms: number; readonly connections: number; readonly people: number };
  close(): void;
}

/** The upgrade: who, from where, to what. Everything after that is the connection's. */
export function createSyncServer(deps: SyncServerDeps): SyncServer {
  const registry = new RoomRegistry(deps);
  // Sockets live for hours: what a person may see is asked of who they are today.
  const today = (actor: Actor, ask: (now: Actor) => Promise<boolean>, otherwise: boolean) =>
    deps.currentActor(actor).then((now) => (now ? ask(now) : otherwise));
  const channels = new ReportChannels({
    fanout: deps.fanout,
    onError: deps.onError,
    mayRead: (actor, reportId) => today(actor, (now) => deps.mayRead(now, reportId), false),
    isHidden: (actor, reportId, sectionId) =>
      today(actor, (now) => deps.isHidden(now, reportId, sectionId), true),
  });
  // Compression is off: it costs memory per socket and would stand between us and prepared frames.
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: limits.maxMessageBytes + 64,
  });
  const sockets = new Map<WebSocket, Authenticated>();
  /** Upgrades under way count too: a hundred at once would all find room. */
  const upgrading = new Set<Authenticated>();
  const signOut = (ws: WebSocket) => endSocket(ws, "signed-out");
  const endOf = (id: string) => {
    for (const [ws, { credentialId }] of sockets) if (credentialId === id) signOut(ws);
  };
  /** Sessions and tokens that somebody has written with since they were last looked at. */
  let used = new Set<string>();
  /** Whoever asks while it runs shares the next one: a hundred who come at once are looked up together. */
  const sweep = shareReads(async () => {
    const now = deps.now();
    for (const [ws, { expiresAt }] of sockets) if (expiresAt <= now) signOut(ws);
    const written = used;
    used = new Set();
    const ids = [...new Set([...sockets.values()].map(({ credentialId }) => credentialId))];
    if (ids.length === 0) return;
    // Nobody calls out when a token is taken back, or a session is ended on the command line.
    const alive = await deps.identity.alive(ids, written);
    for (const id of ids) if (!alive.has(id)) endOf(id);
  });
  // While the database is down nobody is sent away for it.
  const sweepSoon = () => void sweep(null).catch(deps.onError);
  const expiry = setInterval(sweepSoon, expirySweepMs);
  expiry.unref();

  const stopListening = deps.identity.onEnded(({ credentialIds, userId }) => {
    for (const [ws, who] of sockets)
      if (who.actor.userId === userId || credentialIds?.includes(who.credentialId)) signOut(ws);
  });

  const refuse = (socket: Duplex, reason: ErrorCode) => {
    // Whoever never closes their side, or reads nothing, must not keep a descriptor of ours.
    socket.once("finish", () => socket.destroy());
    setTimeout(() => socket.destroy(), refusalMs).unref();
    socket.end(
      `HTTP/1.1 ${errorCodes[reason].http} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    );
  };

  function hasTooManySockets({ actor }: Authenticated): boolean {
    const isProgram = actor.tokenScope !== null;
    const others = [...sockets.values(), ...upgrading].filter(
      (other) => other.actor.userId === actor.userId && (other.actor.tokenScope !== null) === isProgram,
    );
    return others.length >= (isProgram ? maxTokenSocketsPerUser : maxSocketsPerUser);
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // Node hands on whatever stands in the first line.
    const url = URL.parse(request.url ?? "/", "http://localhost");
    if (!url) return refuse(socket, "not-found");
    const sectionPath = /^\/sync\/([^/]+)$/.exec(url.pathname)?.[1];
    if (url.pathname !== "/sync" && sectionPath === undefined) return refuse(socket, "not-found");
    const { origin } = request.headers;
    // Cookies ride along on cross-site sockets; programs with a token send no origin.
    if (origin !== undefined && origin !== deps.publicOrigin) return refuse(socket, "origin-refused");
    if (origin === undefined && !request.headers.authorization) return refuse(socket, "origin-refused");
    const who = await deps.identity.authenticate(request.headers);
    if (!who) return refuse(socket, "signed-out");
    if (hasTooManySockets(who)) return refuse(socket, "rate-limited");
    upgrading.add(who);
    const owner = await deps.ownerOf(who.actor).finally(() => upgrading.delete(who));
    if (socket.destroyed) return;
    server.handleUpgrade(request, socket, head, (ws) => {
      sockets.set(ws, who);
      // It may have ended while the upgrade was under way, when nobody could close this socket yet.
      sweepSoon();
      // Without this listener one broken frame of anybody would end the process.
      ws.on("error", () => cutOffSoon(ws));
      ws.on("close", () => sockets.delete(ws));
      const context = {
        actor: who.actor,
        owner,
        registry,
        writer: new SocketWriter(ws, socket),
        maxEarlyBytes: limits.maxMessageBytes,
        noteUse: () => used.add(who.credentialId),
      };
      if (sectionPath === undefined) return serveMux(ws, context, channels, deps.buildId);
      const sectionId = parseSectionId(sectionPath);
      if (!sectionId) return endSocket(ws, "not-found");
      const schema = url.searchParams.get("schema");
      if (schema !== null && Number(schema) < schemaVersion) return endSocket(ws, "client-too-old");
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
    write: (edit) => writeOwnEdit(registry, edit),
    stats: () => ({
      rooms: registry.roomCount,
      connections: sockets.size,
      people: new Set([...sockets.values()].map(({ actor }) => actor.userId)).size,
    }),
    close() {
      stopListening();
      clearInterval(expiry);
      channels.close();
      registry.close();
      for (const ws of sockets.keys()) endSocket(ws, "draining");
      server.close();
    },
  };
}
