import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { WebsocketProvider } from "y-websocket";
import {
  decodeServerFrame,
  encodeClientFrame,
  protocolVersion,
  type ServerFrame,
} from "@dongsoan/shared/protocol";
import { schemaVersion } from "@dongsoan/shared/schema";
import { SharedSocket, type SocketLike } from "../../client/src/sync/shared-socket.ts";
import { virtualSocketClass } from "../../client/src/sync/virtual-socket.ts";
import { step2Message } from "../../server/src/sync/y-messages.ts";
import { sectionId, TestServer } from "../kit/network.ts";
import {
  bearer,
  firstText,
  handshake,
  maskedFrame,
  openSocket,
  origin,
  serveSockets,
  socketAs,
  type SocketServer,
  stockClient,
  synced,
  TestIdentity,
  until,
} from "../kit/socket-server.ts";

const rooms = new TestServer(3);
const identity = new TestIdentity();
let server: SocketServer;
let port = 0;
const open = (path: string, headers: Record<string, string>) => openSocket(port, path, headers);
const stock = (user: string, section: string) => stockClient(port, user, section);

beforeAll(async () => {
  server = await serveSockets(rooms, identity);
  ({ port } = server);
});
afterAll(() => {
  server.close();
  expect(rooms.errors).toEqual([]);
});

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
        onCutShort: () => undefined,
        onCount: (sent, acked) => Object.assign(count, { sent, acked }),
        onClose: () => undefined,
      },
    ),
    disableBc: true,
  });
  return { doc, provider, shared, count };
}
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
      protocolVersion,
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
        if (frame.kind === "text" && frame.message[0] === 0 && frame.message[1] === 1) resolve();
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
        protocolVersion,
      }),
    );
    await hasText;
    // The greeting may have come before anybody listened; our own step 1 comes with the text.
    expect(frames.map(({ kind }) => kind).filter((kind) => kind !== "control")).toEqual([
      "opened",
      "data",
      "text",
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
      const section = { sectionId: sectionId(1), lineage: 0, vector: null };
      const asked = { requestId: 3, schemaVersion, protocolVersion, ...section };
      ws.send(encodeClientFrame({ kind: "open", mode: "write", ...asked }));
      const frame = await heard;
      ws.terminate();
      return frame;
    };
    expect(await openedAs("reader")).toMatchObject({ mode: "read", reason: "section-closed" });
    expect(await openedAs("an")).toMatchObject({ mode: "write", reason: "" });
  });

  it("[FRAME5] a page of before frames brought their place in the log is told that it is too old", async () => {
    const { ws } = await open("/sync", bearer("an"));
    const heard = new Promise<ServerFrame>((resolve) => {
      ws.on("message", (data: Buffer) => {
        const frame = decodeServerFrame(new Uint8Array(data));
        if (frame.kind !== "control") resolve(frame);
      });
    });
    const section = { sectionId: sectionId(1), lineage: 0, vector: new Uint8Array([0]) };
    const asked = encodeClientFrame({
      kind: "open",
      requestId: 3,
      mode: "write",
      schemaVersion,
      protocolVersion,
      ...section,
    });
    ws.send(asked.slice(0, -1));
    expect(await heard).toMatchObject({ kind: "refused", requestId: 3, reason: "client-too-old" });
    ws.terminate();
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
            protocolVersion,
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
