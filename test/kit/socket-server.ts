import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import type { UserId } from "@dongsoan/shared/domain";
import type { Identity } from "../../server/src/ports/identity.ts";
import { channelRates } from "../../server/src/sync/limits.ts";
import { createSyncServer, type SyncServer } from "../../server/src/ws/sync-server.ts";
import { person, type TestServer } from "./network.ts";

/** Who a test's socket is: the bearer is the user's id; what has ended is no longer let in. */
export class TestIdentity {
  readonly ended = new Set<string>();
  /** Nobody is told who they are before this has settled. */
  answersAfter: Promise<unknown> = Promise.resolve();
  readonly expiresAt = new Map<string, number>();
  #listeners: Parameters<Identity["onEnded"]>[0][] = [];

  async authenticate(headers: { readonly [name: string]: unknown }) {
    await this.answersAfter;
    const id = String(headers["authorization"] ?? headers["cookie"] ?? "").replace(/^\w+[ =]/, "");
    const isToken = headers["authorization"] !== undefined;
    if (id === "" || this.ended.has(id)) return null;
    return {
      actor: { ...person(id), tokenScope: isToken ? ("write" as const) : null },
      credentialId: isToken ? `token:${id}` : id,
      expiresAt: this.expiresAt.get(id) ?? Infinity,
    };
  }
  /** Who has written since it was last asked. */
  readonly used = new Set<string>();
  alive(ids: readonly string[], used: ReadonlySet<string>) {
    for (const id of used) this.used.add(id);
    return Promise.resolve(new Set(ids.filter((id) => !this.ended.has(id.replace("token:", "")))));
  }
  onEnded(listener: Parameters<Identity["onEnded"]>[0]) {
    this.#listeners.push(listener);
    return () => undefined;
  }
  end(id: string) {
    this.ended.add(id);
    for (const listener of this.#listeners) listener({ credentialIds: [id] });
  }
}

export const origin = "http://commune.test";

export interface SocketServer {
  readonly sync: SyncServer;
  readonly port: number;
  /** The server's end of the connection that is made next. */
  nextConnection(): Promise<Socket>;
  close(): void;
}

/** Rooms that the test holds, behind real sockets; "reader" may only read, and "gone" is nobody any more. */
export async function serveSockets(rooms: TestServer, identity: TestIdentity): Promise<SocketServer> {
  rooms.registry.close();
  const sync = createSyncServer({
    documents: rooms.documents,
    fanout: rooms.fanout,
    identity: identity as unknown as Identity,
    now: () => Date.now(),
    rates: channelRates,
    publicOrigin: origin,
    buildId: "test",
    ownerOf: (actor) =>
      Promise.resolve({ name: actor.userId, initials: "X", unitName: "KT", color: "#040444" }),
    authorise: ({ userId }, id) => {
      const { epoch } = rooms.documents.row(id);
      return Promise.resolve(
        userId === ("reader" as UserId)
          ? { ok: true, mode: "read", reason: "section-closed", epoch }
          : { ok: true, mode: "write", reason: null, epoch },
      );
    },
    currentActor: (actor) => Promise.resolve(actor.userId === ("gone" as UserId) ? null : actor),
    mayRead: () => Promise.resolve(true),
    isHidden: () => Promise.resolve(false),
    onRefused: () => undefined,
    onError: (error) => rooms.errors.push(error),
  });
  const http = createServer();
  http.on("upgrade", (request, socket, head) => sync.handleUpgrade(request, socket, head));
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  return {
    sync,
    nextConnection: () => once(http, "connection").then(([socket]) => socket as Socket),
    port: (http.address() as AddressInfo).port,
    close: () => {
      sync.close();
      http.closeAllConnections();
      http.close();
    },
  };
}

export const socketAs = (user: string) =>
  class extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { authorization: `Bearer ${user}` } });
    }
  };
export const openSocket = async (port: number, path: string, headers: Record<string, string>) => {
  const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
  ws.on("error", () => undefined);
  const closed = once(ws, "close").then(([code]) => code as number);
  await Promise.race([once(ws, "open"), closed]);
  return { ws, closed };
};
export const bearer = (user: string) => ({ authorization: `Bearer ${user}` });

export const handshake = (path: string, who: string) =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${who}\r\n\r\n`;
/** A client's binary frame of less than 64 KiB, masked with zeros. */
export const maskedFrame = (payload: Uint8Array) =>
  Buffer.concat([Buffer.from([0x82, 0xfe, payload.length >> 8, payload.length & 255, 0, 0, 0, 0]), payload]);

/** An unmodified y-websocket client on the plain endpoint. */
export function stockClient(port: number, user: string, section: string) {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`ws://127.0.0.1:${port}/sync`, section, doc, {
    WebSocketPolyfill: socketAs(user) as never,
    disableBc: true,
  });
  return { doc, provider };
}

export const synced = (p: WebsocketProvider) =>
  p.synced ? Promise.resolve() : new Promise<void>((resolve) => p.once("sync", () => resolve()));
export const until = (doc: Y.Doc, text: string) =>
  new Promise<void>((resolve) => {
    const look = () => {
      if (doc.getXmlFragment("content").toString().includes(text)) resolve();
    };
    doc.on("update", look);
    look();
  });
export const firstText = (doc: Y.Doc) =>
  (doc.getXmlFragment("content").get(0) as Y.XmlElement).get(0) as Y.XmlText;
