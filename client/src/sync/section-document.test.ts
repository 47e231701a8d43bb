import { contentOf } from "@dongsoan/shared/crdt";
import {
  decodeClientFrame,
  encodeServerFrame,
  type ClientFrame,
  type ServerFrame,
} from "@dongsoan/shared/protocol";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { memoryRecords } from "./local-store.ts";
import { RefusedTexts, type RefusedText } from "./refused-texts.ts";
import { SectionDocument, takesLetters } from "./section-document.ts";
import { paragraphsOf } from "./section-text.ts";
import { SharedSocket, type SocketLike } from "./shared-socket.ts";

/** A server of one section in memory: it answers like the real one and acknowledges when told to. */
class FakeServer {
  readonly doc = new Y.Doc();
  mode: "read" | "write" = "write";
  reason = "section-locked";
  lineage = 1;
  /** False: what is written is neither stored nor acknowledged, as when a lock came first. */
  isStoring = true;
  writeCount = 0;
  step1Count = 0;
  /** Of the log, as it is told with each text. */
  head = 40;
  /** What the page said with each write frame that it had heard of. */
  readonly heard: number[] = [];
  openedLineages: number[] = [];
  /** False: its text is on the way. */
  isAnswering = true;
  #asked: Uint8Array | null = null;
  #page: SocketLike | null = null;

  readonly connect = (): SocketLike => {
    const page: SocketLike = {
      binaryType: "",
      readyState: 1,
      onopen: null,
      onmessage: null,
      onclose: null,
      // Never in the same turn: a real socket answers later.
      send: (bytes) => queueMicrotask(() => this.#read(decodeClientFrame(bytes))),
      close: () => undefined,
    };
    this.#page = page;
    return page;
  };

  up(): void {
    this.#page?.onopen?.(undefined as never);
  }

  cut(code = 1006): void {
    this.#page?.onclose?.({ code, reason: "" });
  }

  send(frame: ServerFrame): void {
    this.#page?.onmessage?.({ data: new Uint8Array(encodeServerFrame(frame)).buffer });
  }

  answer(): void {
    if (this.#asked) this.#sync(1, Y.encodeStateAsUpdate(this.doc, this.#asked));
  }

  /** Somebody else writes. */
  write(text: string, seq: number): void {
    const before = Y.encodeStateVector(this.doc);
    contentOf(this.doc).push([paragraphOf(text)]);
    this.head = seq;
    this.#sync(2, Y.encodeStateAsUpdate(this.doc, before));
  }

  acknowledge(): void {
    this.send({ kind: "ack", channel: 7, count: this.writeCount });
  }

  lock(): void {
    this.mode = "read";
    this.send({ kind: "close", channel: 7, code: 4423, reason: "section-locked" });
  }

  #sync(kind: number, body: Uint8Array): void {
    const e = encoding.createEncoder();
    encoding.writeVarUint(e, 0);
    encoding.writeVarUint(e, kind);
    encoding.writeVarUint8Array(e, body);
    const message = encoding.toUint8Array(e);
    this.send(
      kind === 0
        ? { kind: "data", channel: 7, message }
        : { kind: "text", channel: 7, seq: this.head, message },
    );
  }

  #read(frame: ClientFrame): void {
    if (frame.kind === "open") {
      this.writeCount = 0;
      this.openedLineages.push(frame.lineage);
      const { requestId } = frame;
      const { lineage, mode } = this;
      const reason = mode === "read" ? this.reason : "";
      this.send({ kind: "opened", requestId, channel: 7, lineage, epoch: 1, mode, reason });
      this.#sync(0, Y.encodeStateVector(this.doc));
      this.#asked = frame.vector;
      if (this.isAnswering) this.answer();
    }
    if (frame.kind !== "data" && frame.kind !== "text") return;
    const d = decoding.createDecoder(frame.message);
    if (decoding.readVarUint(d) !== 0) return;
    const kind = decoding.readVarUint(d);
    const body = decoding.readVarUint8Array(d);
    if (kind === 0) {
      this.step1Count += 1;
      this.#sync(1, Y.encodeStateAsUpdate(this.doc, body));
    } else {
      if (this.mode === "read") throw new Error("a reader wrote");
      if (!this.isStoring) return;
      this.writeCount += 1;
      this.heard.push(frame.kind === "text" ? frame.seq : -1);
      Y.applyUpdate(this.doc, body);
    }
  }
}

function paragraphOf(text: string): Y.XmlElement {
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [new Y.XmlText(text)]);
  return paragraph;
}

const settle = () => vi.advanceTimersByTimeAsync(1);

async function setUp(records = memoryRecords<RefusedText>(), server = new FakeServer()) {
  vi.useFakeTimers();
  const handed: RefusedText[] = [];
  const onWriteLost = vi.fn();
  const refused = new RefusedTexts(records, (text) => {
    handed.push(text);
    return Promise.resolve("kept");
  });
  const socket = new SharedSocket({ connect: server.connect, random: () => 0 });
  const section = new SectionDocument(
    {
      socket,
      userId: "an",
      reportId: "r",
      canStoreLocally: false,
      localStores: null,
      refused,
      now: Date.now,
      whenIdle: (task) => task(),
      onWriteLost,
    },
    "s",
    1,
  );
  const type = (text: string) => contentOf(section.text.doc).push([paragraphOf(text)]);
  socket.start();
  server.up();
  await settle();
  return { server, section, socket, handed, type, onWriteLost };
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a section's document", () => {
  it("[FRAME3] has the text with the first answer, and asks for it once", async () => {
    const { server, section } = await setUp();
    expect(section.text.isReady).toBe(true);
    expect(server.step1Count).toBe(0);
  });
  it("[FRAME3] asks again when it has changed since it asked for its channel", async () => {
    const { server, section, type } = await setUp();
    server.acknowledge();
    server.cut();
    await vi.advanceTimersByTimeAsync(300);
    server.up();
    type("Trong lúc xin kênh");
    await settle();
    expect(server.step1Count).toBe(1);
    server.acknowledge();
    expect(section.status.kind).toBe("saved");
    expect(paragraphsOf(server.doc).map((p) => p.text)).toContain("Trong lúc xin kênh");
  });
  it("[HEARD2] says with what it writes how far it has heard, and nothing before its first text is here", async () => {
    const { server, type } = await setUp();
    type("Một");
    await settle();
    expect(server.heard).toEqual([0, 40]);
    server.write("Của người khác", 43);
    type("Hai");
    await settle();
    server.cut();
    await vi.advanceTimersByTimeAsync(300);
    server.up();
    await settle();
    expect(server.heard).toEqual([0, 40, 43, 0]);
  });
  it("[HEARD2] does not count what overtakes the text that it stands on", async () => {
    const server = new FakeServer();
    server.isAnswering = false;
    const { type } = await setUp(undefined, server);
    server.write("Của người khác", 41);
    type("Một");
    await settle();
    server.isAnswering = true;
    server.answer();
    type("Hai");
    await settle();
    expect(server.heard).toEqual([0, 0, 41]);
  });
  it("[ACK1] is saved only when every write frame is acknowledged", async () => {
    const { server, section, type } = await setUp();
    server.acknowledge();
    expect(section.status.kind).toBe("saved");
    type("Một");
    await settle();
    expect(section.status.kind).toBe("saving");
    server.acknowledge();
    expect(section.status.kind).toBe("saved");
    expect(paragraphsOf(server.doc).map((p) => p.text)).toContain("Một");
  });
  it("[ACK2] text written while cut off is sent and counted after reconnecting", async () => {
    const { server, section, type } = await setUp();
    server.acknowledge();
    server.cut();
    type("Ngoại tuyến");
    expect(section.status).toMatchObject({ kind: "unsent", changeCount: 1 });
    await vi.advanceTimersByTimeAsync(300);
    server.up();
    await settle();
    expect(section.status).toMatchObject({ kind: "saving", isCatchingUp: true });
    server.acknowledge();
    expect(section.status.kind).toBe("saved");
    expect(paragraphsOf(server.doc).map((p) => p.text)).toContain("Ngoại tuyến");
  });
  it("[RET4] unacknowledged text that meets a lock is handed in, and the section comes back as a reader's", async () => {
    const { server, section, handed, type } = await setUp();
    server.acknowledge();
    server.cut();
    type("Không được nhận");
    const formerId = section.text.doc.clientID;
    server.mode = "read";
    await vi.advanceTimersByTimeAsync(300);
    server.up();
    await vi.advanceTimersByTimeAsync(50);
    expect(section.text.mode).toBe("read");
    expect(section.text.doc.clientID).not.toBe(formerId);
    expect(handed.map((t) => t.paragraphs)).toEqual([[{ text: "Không được nhận", before: null }]]);
    expect(contentOf(server.doc).length).toBe(0);
  });
  it.each(["section-closed", "report-sealed", "section-damaged", "forbidden"])(
    "[RET12] what is refused when the section can only be read is kept with its reason: %s",
    async (reason) => {
      const { server, handed, type } = await setUp();
      server.acknowledge();
      server.cut();
      type("Không được nhận");
      server.mode = "read";
      server.reason = reason;
      await vi.advanceTimersByTimeAsync(300);
      server.up();
      await vi.advanceTimersByTimeAsync(50);
      expect(handed.map((text) => text.reason)).toEqual([reason]);
    },
  );
  it("[RET4] also where the page is served by plain http", async () => {
    const { server, section, handed, type } = await setUp();
    // What a browser offers outside a secure context.
    vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
    server.acknowledge();
    server.isStoring = false;
    type("Không được nhận");
    await settle();
    server.lock();
    await vi.advanceTimersByTimeAsync(50);
    expect(section.text.mode).toBe("read");
    expect(handed.map((t) => t.paragraphs)).toEqual([[{ text: "Không được nhận", before: null }]]);
  });
  it("[RET7] text that cannot be put aside stays on the page to be read, and is put aside at the next try", async () => {
    const records = memoryRecords<RefusedText>();
    const put = vi.spyOn(records, "put").mockRejectedValueOnce(new Error("no store"));
    const { server, section, handed, type, onWriteLost } = await setUp(records);
    server.acknowledge();
    server.isStoring = false;
    type("Chỉ ở đây");
    await settle();
    server.lock();
    await vi.advanceTimersByTimeAsync(50);
    expect(put).toHaveBeenCalledOnce();
    expect(onWriteLost).toHaveBeenCalled();
    expect(section.text).toMatchObject({ mode: "read", isReady: true, closedCode: 4423 });
    expect(section.status).toMatchObject({ kind: "closed", hasUnsent: true });
    expect(paragraphsOf(section.text.doc).map((p) => p.text)).toContain("Chỉ ở đây");
    section.reopen();
    await vi.advanceTimersByTimeAsync(50);
    expect(section.text).toMatchObject({ mode: "read", isReady: true, closedCode: null });
    expect(handed.map((t) => t.paragraphs)).toEqual([[{ text: "Chỉ ở đây", before: null }]]);
  });
  it("[RET10] what is in hand when the lock comes still goes into the text, and is handed in", async () => {
    const { server, section, handed, type } = await setUp();
    server.acknowledge();
    const { doc } = section.text;
    let isHeard = false;
    // As an editor does: in the turn in which it hears that no letter is taken any more, it gives what it still has.
    section.changed.subscribe(() => {
      if (isHeard || takesLetters(section.text)) return;
      isHeard = true;
      type("Chữ cuối");
    });
    server.lock();
    expect(isHeard).toBe(true);
    await vi.advanceTimersByTimeAsync(50);
    expect(section.text.doc).not.toBe(doc);
    expect(section.status.kind).toBe("saved");
    expect(paragraphsOf(section.text.doc)).toEqual([]);
    expect(handed.map((t) => t.paragraphs)).toEqual([[{ text: "Chữ cuối", before: null }]]);
  });
  it("[RET10] takes letters again when the lock is gone before anybody has looked", async () => {
    const { server, section } = await setUp();
    server.acknowledge();
    const { doc } = section.text;
    server.send({ kind: "close", channel: 7, code: 4423, reason: "section-locked" });
    expect(takesLetters(section.text)).toBe(false);
    await vi.advanceTimersByTimeAsync(50);
    expect(section.text.doc).toBe(doc);
    expect(takesLetters(section.text)).toBe(true);
  });
  it("[RET10] what comes into the text while it is put aside is put aside too", async () => {
    const records = memoryRecords<RefusedText>();
    const put = records.put.bind(records);
    const { server, section, handed, type } = await setUp(records);
    server.acknowledge();
    server.isStoring = false;
    type("Trước");
    await settle();
    vi.spyOn(records, "put").mockImplementationOnce(async (record) => {
      await put(record);
      type("Giữa chừng");
    });
    server.lock();
    await vi.advanceTimersByTimeAsync(50);
    expect(section.text.mode).toBe("read");
    expect(handed.map((t) => t.paragraphs?.map((p) => p.text))).toEqual([["Trước", "Giữa chừng"]]);
  });
  it("[RET5] a lock under a page with nothing unsaved keeps the document and hands in nothing", async () => {
    const { server, section, handed } = await setUp();
    server.acknowledge();
    const { doc } = section.text;
    server.lock();
    await vi.advanceTimersByTimeAsync(50);
    expect(section.text).toMatchObject({ mode: "read", isReady: true });
    expect(section.text.doc).toBe(doc);
    expect(handed).toEqual([]);
  });
  it("[RET6] a restored section is opened anew and never merged with the former text", async () => {
    const { server, section, handed, type } = await setUp();
    server.acknowledge();
    type("Trước khi khôi phục");
    await settle();
    server.lineage = 2;
    server.doc.transact(() => contentOf(server.doc).delete(0, contentOf(server.doc).length));
    server.send({ kind: "close", channel: 7, code: 4409, reason: "lineage-changed" });
    await vi.advanceTimersByTimeAsync(50);
    expect(server.openedLineages).toEqual([1, 0]);
    expect(contentOf(section.text.doc).length).toBe(0);
    expect(handed).toHaveLength(1);
  });
});
