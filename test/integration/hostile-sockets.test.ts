import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { step1Message, step2Message, updateMessage } from "../../server/src/sync/y-messages.ts";
import { sectionId, TestServer } from "../kit/network.ts";
import { Rng } from "../kit/rng.ts";
import {
  bearer,
  firstText,
  handshake,
  maskedFrame,
  openSocket,
  origin,
  serveSockets,
  type SocketServer,
  stockClient,
  synced,
  TestIdentity,
  until,
} from "../kit/socket-server.ts";

const rooms = new TestServer(4);
const identity = new TestIdentity();
let server: SocketServer;
let port = 0;
/** What the system and Node hold of a connection that nobody reads from: 64 KiB of a stream and what came with the request. */
const maxUnread = 200_000;
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
    const connections = server.sync.stats().connections;
    const block = "x".repeat(200_000);
    const text = firstText(writer.doc);
    // More than the system's socket buffers and ours hold together.
    for (let i = 0; i < 200 && server.sync.stats().connections === connections; i += 1) {
      text.insert(0, block);
      text.delete(0, block.length);
      const state = step1Message(Y.encodeStateVector(writer.doc));
      expect(state.length).toBeLessThan(100);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    expect(server.sync.stats().connections).toBe(connections - 1);
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

describe("bytes before anybody is known", () => {
  const section = sectionId(1);
  /** Frames that would be heard, were they somebody's. */
  const write = (words: string) => {
    const doc = new Y.Doc();
    for (const { payload } of rooms.documents.row(section).updates) Y.applyUpdate(doc, payload);
    const vector = Y.encodeStateVector(doc);
    firstText(doc).insert(0, words);
    const step2 = step2Message(Y.encodeStateAsUpdate(doc, vector));
    return Buffer.concat([maskedFrame(step1Message(vector)), maskedFrame(step2)]);
  };
  /** Sends these bytes in one piece with the request. @returns both ends, and what the server has said at the end. */
  const sendEarly = async (who: string, bytes: Buffer) => {
    const next = server.nextConnection();
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    socket.on("error", () => undefined);
    const said: Buffer[] = [];
    socket.on("data", (data: Buffer) => said.push(data));
    const ended = new Promise<string>((resolve) => {
      for (const event of ["end", "close"]) socket.on(event, () => resolve(Buffer.concat(said).toString()));
    });
    socket.write(Buffer.concat([Buffer.from(handshake(`/sync/${section}`, who)), bytes]));
    return { socket, ours: await next, ended };
  };
  const flood = Buffer.alloc(8_000_000, maskedFrame(new Uint8Array(1_000)));

  it.each([
    ["signed out", 401, `Origin: ${origin}`],
    ["of a foreign page", 403, "Origin: http://evil.test\r\nCookie: s=an"],
    ["of no page", 403, "Cookie: s=an"],
  ])("[LIMIT10] [LIMIT11] of a client that is %s nothing reaches a room", async (_what, status, who) => {
    const { rooms: roomCount, connections } = server.sync.stats();
    const before = rooms.storedText(section);
    const one = await sendEarly(who, write("Chữ của người lạ. "));
    expect(await one.ended).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*\r\n\r\n$`));
    // Whoever goes on sending is cut off, with or without having heard why.
    const many = await sendEarly(who, flood);
    await many.ended;
    await expect.poll(() => [one, many].map(({ ours }) => ours.destroyed)).toEqual([true, true]);
    expect(many.ours.bytesRead).toBeLessThan(maxUnread);
    expect(server.sync.stats().connections).toBeLessThanOrEqual(connections);
    expect(server.sync.stats().rooms).toBeLessThanOrEqual(roomCount);
    expect(rooms.storedText(section)).toBe(before);
  });

  it("[LIMIT11] what comes before the answer waits outside, and is heard once its sender is let in", async () => {
    const { promise: known, resolve: tell } = Promise.withResolvers<void>();
    identity.answersAfter = known;
    const { connections } = server.sync.stats();
    const before = rooms.storedText(section);
    const late = await sendEarly("Authorization: Bearer an", write("Chữ gửi sớm. "));
    const many = await sendEarly("Authorization: Bearer evil", flood);
    const stranger = await sendEarly(`Origin: ${origin}`, flood);
    await expect.poll(() => stranger.ours.bytesRead).toBeGreaterThan(0);
    // Longer than reading all of it would take.
    for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setTimeout(resolve, 5));
    for (const { ours } of [many, stranger]) expect(ours.bytesRead).toBeLessThan(maxUnread);
    expect(server.sync.stats().connections).toBeLessThanOrEqual(connections);
    expect(rooms.storedText(section)).toBe(before);
    tell();
    await stranger.ended;
    await expect.poll(() => rooms.storedText(section)).toContain("Chữ gửi sớm. ");
    await many.ended;
    late.socket.destroy();
  });

  it("[LIMIT12] what waits while a section is being opened is bounded in bytes and in number", async () => {
    const opening = sectionId(4);
    const small = step1Message(new Uint8Array([0]));
    const large = updateMessage(new Uint8Array(600_000));
    rooms.documents.holdLoads();
    try {
      for (const messages of [Array.from({ length: 101 }, () => small), [large, large]]) {
        const line = await open(`/sync/${opening}`, bearer("binh"));
        for (const message of messages) line.ws.send(message);
        expect(await line.closed).toBe(4413);
      }
    } finally {
      rooms.documents.releaseLoads();
    }
    const fresh = stock("an", opening);
    await synced(fresh.provider);
    expect(firstText(fresh.doc).toString()).toContain("Xã có 21 bản.");
    fresh.provider.destroy();
  });
});
