// One server with its sockets, for what may connect and what a hostile line may do: all of it shares the scene at the top.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { WebsocketProvider } from "y-websocket";
import type { UserId } from "@dongsoan/shared/domain";
import { decodeServerFrame, encodeClientFrame, type ServerFrame } from "@dongsoan/shared/protocol";
import { schemaVersion } from "@dongsoan/shared/schema";
import { SharedSocket, type SocketLike } from "../../client/src/sync/shared-socket.ts";
import { virtualSocketClass } from "../../client/src/sync/virtual-socket.ts";
import type { Identity } from "../../server/src/ports/identity.ts";
import { channelRates } from "../../server/src/sync/limits.ts";
import { step1Message, step2Message, updateMessage } from "../../server/src/sync/y-messages.ts";
import { createSyncServer, type SyncServer } from "../../server/src/ws/sync-server.ts";
import { person, sectionId, TestServer } from "../kit/network.ts";
import { Rng } from "../kit/rng.ts";

/** Who a test's socket is: the bearer is the user's id; what has ended is no longer let in. */
class TestIdentity {
  readonly ended = new Set<string>();
  readonly expiresAt = new Map<string, number>();
  #listeners: Parameters<Identity["onEnded"]>[0][] = [];

  authenticate(headers: { readonly [name: string]: unknown }) {
    const id = String(headers["authorization"] ?? headers["cookie"] ?? "").replace(/^\w+[ =]/, "");
    const isToken = headers["authorization"] !== undefined;
    return Promise.resolve(
      id === "" || this.ended.has(id)
        ? null
        : {
            actor: { ...person(id), tokenScope: isToken ? ("write" as const) : null },
            credentialId: isToken ? `token:${id}` : id,
            expiresAt: this.expiresAt.get(id) ?? Infinity,
          },
    );
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

const rooms = new TestServer(3);
const identity = new TestIdentity();
let sync: SyncServer;
let http: Server;
let port = 0;
const origin = "http://commune.test";

beforeAll(async () => {
  rooms.registry.close();
  sync = createSyncServer({
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
  http = createServer();
  http.on("upgrade", (request, socket, head) => sync.handleUpgrade(request, socket, head));
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  port = (http.address() as AddressInfo).port;
});
afterAll(() => {
  sync.close();
  http.closeAllConnections();
  http.close();
  expect(rooms.errors).toEqual([]);
});

const socketAs = (user: string) =>
  class extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { authorization: `Bearer ${user}` } });
    }
  };
const open = async (path: string, headers: Record<string, string>) => {
  const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
  ws.on("error", () => undefined);
  const closed = once(ws, "close").then(([code]) => code as number);
  await Promise.race([once(ws, "open"), closed]);
  return { ws, closed };
};
const bearer = (user: string) => ({ authorization: `Bearer ${user}` });

/** An unmodified y-websocket client on the plain endpoint. */
function stock(user: string, section: string) {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`ws://127.0.0.1:${port}/sync`, section, doc, {
    WebSocketPolyfill: socketAs(user) as never,
    disableBc: true,
  });
  return { doc, provider };
}

/** The same provider through the page's shared socket. */
function viaMux(user: string, section: string) {
  const doc = new Y.Doc();
  const shared = new SharedSocket({
    connect: () => new (socketAs(user))(`ws://127.0.0.1:${port}/sync`) as unknown as SocketLike,
  });
  shared.start();
  const count = { sent: 0, acked: 0 };
  const provider = new WebsocketProvider("ws://unused", section, doc, {
    WebSocketPolyfill: virtualSocketClass(
      shared,
      section,
      () => ({ lineage: 0, vector: Y.encodeStateVector(doc) }),
      {
        onOpened: () => undefined,
        onCount: (sent, acked) => Object.assign(count, { sent, acked }),
        onClose: () => undefined,
      },
    ),
    disableBc: true,
  });
  return { doc, provider, shared, count };
}
const synced = (p: WebsocketProvider) =>
  p.synced ? Promise.resolve() : new Promise<void>((resolve) => p.once("sync", () => resolve()));
const until = (doc: Y.Doc, text: string) =>
  new Promise<void>((resolve) => {
    const look = () => {
      if (doc.getXmlFragment("content").toString().includes(text)) resolve();
    };
    doc.on("update", look);
    look();
  });
const firstText = (doc: Y.Doc) => (doc.getXmlFragment("content").get(0) as Y.XmlElement).get(0) as Y.XmlText;

const handshake = (path: string, who: string) =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${who}\r\n\r\n`;
/** A client's binary frame of less than 64 KiB, masked with zeros. */
const maskedFrame = (payload: Uint8Array) =>
  Buffer.concat([Buffer.from([0x82, 0xfe, payload.length >> 8, payload.length & 255, 0, 0, 0, 0]), payload]);

describe("one room, two kinds of client", () => {
  it("[FRAME1] [ACK6] an unmodified y-websocket client and the shared socket write into one text", async () => {
    const section = sectionId(1);
    const [a, b] = [stock("an", section), viaMux("binh", section)];
    await Promise.all([synced(a.provider), synced(b.provider)]);
    firstText(a.doc).insert(0, "Từ máy thường. ");
    firstText(b.doc).insert(0, "Từ trang. ");
    await Promise.all([until(b.doc, "Từ máy thường"), until(a.doc, "Từ trang")]);
    expect(a.doc.getXmlFragment("content").toString()).toBe(b.doc.getXmlFragment("content").toString());
    expect(rooms.storedText(section)).toBe(a.doc.getXmlFragment("content").toString());
    for (let i = 0; i < 100 && b.count.acked < b.count.sent; i += 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(b.count.sent).toBeGreaterThan(0);
    expect(b.count.acked).toBe(b.count.sent);
    // ACCESS3: whoever writes uses their session, on either kind of socket.
    await expect.poll(() => [...identity.used].toSorted()).toEqual(["token:an", "token:binh"]);
    // A caret of the page reaches the stock client under the server's name for it, and is gone with its page.
    b.provider.awareness.setLocalState({ cursor: 5, user: { name: "Chủ tịch" } });
    const seen = () => a.provider.awareness.getStates().get(b.doc.clientID) as { user?: { name: string } };
    await new Promise<void>((resolve) => a.provider.awareness.on("change", () => seen()?.user && resolve()));
    expect(seen().user?.name).toBe("binh");
    const gone = new Promise<void>((resolve) =>
      a.provider.awareness.on("change", () => seen() === undefined && resolve()),
    );
    b.shared.close();
    await gone;
    a.provider.destroy();
    b.provider.destroy();
  });
});

describe("who may connect", () => {
  it("refuses the signed out, foreign origins and cookies without an origin", async () => {
    const status = async (headers: Record<string, string>, path = "/sync") => {
      const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
      const [error] = (await once(ws, "error")) as [Error];
      return Number(/\d{3}/.exec(error.message)?.[0]);
    };
    expect(await status({ origin })).toBe(401);
    expect(await status({ cookie: "s=an", origin: "http://evil.test" })).toBe(403);
    expect(await status({ cookie: "s=an" })).toBe(403);
    expect(await status(bearer("an"), "/elsewhere")).toBe(404);
  });

  it("what is no address is not there, and is no fault of the server", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.write(handshake("//", `Origin: ${origin}`));
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString("utf8")).toMatch(/^HTTP\/1.1 404 /);
    socket.destroy();
    expect(rooms.errors).toEqual([]);
  });

  it("closes sockets of a session that ends, runs out or ended during the upgrade, within a second", async () => {
    const a = await open("/sync", { cookie: "s=an-1", origin });
    identity.end("an-1");
    expect(await a.closed).toBe(4401);
    identity.expiresAt.set("an-2", Date.now() + 200);
    expect(await (await open("/sync", { cookie: "s=an-2", origin })).closed).toBe(4401);
    const token = await open("/sync", bearer("an-3"));
    const started = Date.now();
    identity.ended.add("an-3"); // a token taken back: nobody calls out
    expect(await token.closed).toBe(4401);
    expect(Date.now() - started).toBeLessThan(1_000);
  });

  it("[FENCE8] hears nothing more from somebody whose session ended, however deaf to the close", async () => {
    const section = sectionId(3);
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write(handshake(`/sync/${section}`, "Cookie: s=an-4\r\nOrigin: " + origin));
    await once(socket, "data");
    const ended = once(socket, "close");
    const doc = new Y.Doc();
    const stored = rooms.documents.row(section).updates[0]?.payload;
    if (stored) Y.applyUpdate(doc, stored);
    const vector = Y.encodeStateVector(doc);
    firstText(doc).insert(0, "Sau khi hết phiên. ");
    identity.end("an-4");
    socket.write(maskedFrame(step2Message(Y.encodeStateAsUpdate(doc, vector))));
    socket.resume();
    await ended;
    expect(rooms.storedText(section)).not.toContain("Sau khi hết phiên");
  });

  it("[FENCE8] asks who a person is today at every opening of a section", async () => {
    const { ws } = await open("/sync", bearer("gone"));
    const refused = new Promise<Buffer>((resolve) =>
      ws.on("message", (data: Buffer) => data[1] === 3 && resolve(data)),
    );
    const request = {
      kind: "open",
      requestId: 9,
      sectionId: sectionId(1),
      schemaVersion,
      lineage: 0,
      mode: "write",
      vector: null,
    } as const;
    ws.send(encodeClientFrame(request));
    expect((await refused).toString("utf8")).toContain("signed-out");
    ws.terminate();
  });

  it("[FRAME3] the text comes with the answer to the request that names what is held", async () => {
    const { ws } = await open("/sync", bearer("an"));
    const frames: ServerFrame[] = [];
    const hasText = new Promise<void>((resolve) => {
      ws.on("message", (data: Buffer) => {
        const frame = decodeServerFrame(new Uint8Array(data));
        frames.push(frame);
        if (frame.kind === "data" && frame.message[0] === 0 && frame.message[1] === 1) resolve();
      });
    });
    const vector = Y.encodeStateVector(new Y.Doc());
    ws.send(
      encodeClientFrame({
        kind: "open",
        requestId: 3,
        sectionId: sectionId(1),
        schemaVersion,
        lineage: 0,
        mode: "write",
        vector,
      }),
    );
    await hasText;
    // The greeting may have come before anybody listened; our own step 1 comes with the text.
    expect(frames.map(({ kind }) => kind).filter((kind) => kind !== "control")).toEqual([
      "opened",
      "data",
      "data",
    ]);
    ws.terminate();
  });

  it("[FRAME4] who may only read hears why", async () => {
    const openedAs = async (user: string) => {
      const { ws } = await open("/sync", bearer(user));
      const heard = new Promise<ServerFrame>((resolve) => {
        ws.on("message", (data: Buffer) => {
          const frame = decodeServerFrame(new Uint8Array(data));
          if (frame.kind === "opened") resolve(frame);
        });
      });
      const asked = { requestId: 3, sectionId: sectionId(1), schemaVersion, lineage: 0, vector: null };
      ws.send(encodeClientFrame({ kind: "open", mode: "write", ...asked }));
      const frame = await heard;
      ws.terminate();
      return frame;
    };
    expect(await openedAs("reader")).toMatchObject({ mode: "read", reason: "section-closed" });
    expect(await openedAs("an")).toMatchObject({ mode: "write", reason: "" });
  });

  it("[LIMIT6] nobody gets more sockets by asking for them all at once", async () => {
    const opened = await Promise.all(
      Array.from({ length: 120 }, async () => {
        const ws = new WebSocket(`ws://127.0.0.1:${port}/sync`, { headers: { cookie: "s=many", origin } });
        ws.on("error", () => undefined);
        const isOpen = await Promise.race([
          once(ws, "open").then(() => true),
          new Promise<boolean>((resolve) => ws.on("unexpected-response", () => resolve(false))),
        ]);
        return { ws, isOpen };
      }),
    );
    expect(opened.filter((o) => o.isOpen)).toHaveLength(40);
    for (const { ws } of opened) ws.terminate();
  });

  it("[LIMIT10] a refused upgrade is cut off, also when the other side stays half open", async () => {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    const cutOff = new Promise<void>((resolve) => socket.once("error", () => resolve()));
    socket.write(handshake("/sync", "X-Nobody: 1"));
    socket.resume();
    await once(socket, "end");
    // Bytes to a descriptor that is gone come back as a reset; to one that is kept, they vanish.
    const push = setInterval(() => socket.write("x"), 20);
    await cutOff;
    clearInterval(push);
  });

  it("[LIMIT9] openings are counted over all sockets of a person", async () => {
    // More than a socket may open at once would be refused before anybody is asked.
    const asks = Array.from({ length: 5 }, async () => {
      const { ws } = await open("/sync", bearer("gone"));
      let refused = 0;
      let answers = 0;
      const done = new Promise<void>((resolve) =>
        ws.on("message", (data: Buffer) => {
          const frame = decodeServerFrame(new Uint8Array(data));
          if (frame.kind !== "refused") return;
          answers += 1;
          if (frame.reason === "rate-limited") refused += 1;
          if (answers === 600) resolve();
        }),
      );
      for (let i = 0; i < 600; i += 1)
        ws.send(
          encodeClientFrame({
            kind: "open",
            requestId: i,
            sectionId: sectionId(100 + i),
            schemaVersion,
            lineage: 0,
            mode: "write",
            vector: null,
          }),
        );
      await done;
      ws.terminate();
      return refused;
    });
    const refused = (await Promise.all(asks)).reduce((sum, n) => sum + n, 0);
    expect(refused).toBeGreaterThan(300);
    expect(refused).toBeLessThanOrEqual(600);
  });

  it("[LIMIT6] one socket cannot ask without end", async () => {
    const { ws, closed } = await open("/sync", bearer("an"));
    const control = encodeClientFrame({ kind: "control", json: JSON.stringify({ type: "ping" }) });
    for (let i = 0; i < 500; i += 1) ws.send(control);
    expect(await closed).toBe(4429);
  });
});

describe("hostile sockets", () => {
  const frame = (first: number, ...rest: number[]) => Buffer.from([first, ...rest]);
  /** A connection past its handshake, for bytes that no library would send. */
  const raw = async (path: string): Promise<Socket> => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write(handshake(path, "Authorization: Bearer evil"));
    await once(socket, "data");
    return socket;
  };
  /** @returns the close code that the server gave. */
  const ends = (socket: Socket) =>
    new Promise<number | null>((resolve) => {
      const heard: Buffer[] = [];
      socket.on("data", (data: Buffer) => heard.push(data));
      socket.on("close", () => {
        const all = Buffer.concat(heard);
        // An unmasked close frame, the last thing that is said.
        for (let at = all.length - 4; at >= 0; at -= 1)
          if (all[at] === 0x88 && (all[at + 1] ?? 0) + at + 2 === all.length)
            return resolve(all.readUInt16BE(at + 2));
        resolve(null);
      });
      socket.on("end", () => socket.end());
    });
  const paths = ["/sync", `/sync/${sectionId(2)}`];

  it.each([
    ["a reserved opcode", 1002, frame(0x83, 0x80, 0, 0, 0, 0)],
    ["reserved bits", 1002, frame(0xf2, 0x80, 0, 0, 0, 0)],
    ["a frame of 2^40 bytes", 1009, frame(0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
    ["a message of 100 MB", 1009, frame(0x82, 0xff, 0, 0, 0, 0, 5, 0xf5, 0xe1, 0, 0, 0, 0, 0)],
    ["an unmasked frame", 1002, frame(0x82, 0x01, 0x00)],
    ["a text frame", 4400, frame(0x81, 0x81, 0, 0, 0, 0, 0x41)],
  ])("[FRAME2] %s ends its own connection, with %i, and nothing else", async (_what, code, bytes) => {
    const witness = stock("an", sectionId(2));
    await synced(witness.provider);
    for (const path of paths) {
      const socket = await raw(path);
      const end = ends(socket);
      socket.write(bytes);
      expect(await end).toBe(code);
    }
    expect(witness.provider.wsconnected).toBe(true);
    witness.provider.destroy();
  });

  it("[GATE9] a frame that once ended the process closes its channel, and the text stays as it was", async () => {
    const witness = stock("an", sectionId(2));
    await synced(witness.provider);
    const before = rooms.storedText(sectionId(2));
    for (const name of ["constructor", "__proto__"]) {
      const evil = new Y.Doc();
      Y.applyUpdate(evil, Y.encodeStateAsUpdate(witness.doc));
      const vector = Y.encodeStateVector(evil);
      evil.getXmlFragment("content").push([new Y.XmlElement(name)]);
      const { ws, closed } = await open(`/sync/${sectionId(2)}`, bearer("evil"));
      const e = encoding.createEncoder();
      encoding.writeVarUint(e, 0);
      encoding.writeVarUint(e, 1);
      encoding.writeVarUint8Array(e, Y.encodeStateAsUpdate(evil, vector));
      ws.send(encoding.toUint8Array(e));
      expect(await closed).toBe(4422);
    }
    firstText(witness.doc).insert(0, "Vẫn viết. ");
    await until(witness.doc, "Vẫn viết. ");
    const fresh = stock("an", sectionId(2));
    await synced(fresh.provider);
    await until(fresh.doc, "Vẫn viết. ");
    expect(rooms.storedText(sectionId(2)).replace("Vẫn viết. ", "")).toBe(before);
    witness.provider.destroy();
    fresh.provider.destroy();
  });

  it("random bytes of any kind leave the text and the others alone", async () => {
    const rng = new Rng(Number(process.env["SEED"] ?? 11));
    const witness = stock("an", sectionId(2));
    await synced(witness.provider);
    const before = rooms.storedText(sectionId(2));
    for (let i = 0; i < (process.env["LONG"] ? 2_000 : 150); i += 1) {
      const { ws, closed } = await open(rng.pick(paths), bearer("evil"));
      for (let k = 0; k < 5; k += 1)
        ws.send(
          Uint8Array.from({ length: rng.int(60) }, () => (rng.int(2) === 0 ? rng.int(5) : rng.int(256))),
        );
      ws.close();
      await closed;
    }
    expect(witness.provider.wsconnected).toBe(true);
    expect(rooms.storedText(sectionId(2))).toBe(before);
    witness.provider.destroy();
  }, 120_000);

  it("somebody who does not read is let go before it is felt", async () => {
    const section = sectionId(3);
    const writer = stock("an", section);
    await synced(writer.provider);
    const deaf = await raw(`/sync/${section}`);
    deaf.pause();
    const connections = sync.stats().connections;
    const block = "x".repeat(200_000);
    const text = firstText(writer.doc);
    // More than the system's socket buffers and ours hold together.
    for (let i = 0; i < 200 && sync.stats().connections === connections; i += 1) {
      text.insert(0, block);
      text.delete(0, block.length);
      const state = step1Message(Y.encodeStateVector(writer.doc));
      expect(state.length).toBeLessThan(100);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    expect(sync.stats().connections).toBe(connections - 1);
    expect(writer.provider.wsconnected).toBe(true);
    deaf.destroy();
    writer.provider.destroy();
  }, 60_000);

  it("[LIMIT2] an update of more than a megabyte closes with its reason", async () => {
    const { ws, closed } = await open(`/sync/${sectionId(2)}`, bearer("evil"));
    ws.send(updateMessage(new Uint8Array(1_000_010)));
    expect([1009, 4413]).toContain(await closed);
  });
});
