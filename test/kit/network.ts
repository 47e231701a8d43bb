import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import type { Actor, ErrorCode, SectionId, UserId } from "@dongsoan/shared/domain";
import { applyUntouched, seedDocument } from "@dongsoan/shared/crdt";
import { MemoryFanout } from "../../server/src/adapters/fanout-memory/memory-fanout.ts";
import { type ChannelRates, channelRates } from "../../server/src/sync/limits.ts";
import type { Told } from "../../server/src/sync/peer.ts";
import { type Authorisation, RoomRegistry } from "../../server/src/sync/room-registry.ts";
import { step1Message, step2Message, updateMessage } from "../../server/src/sync/y-messages.ts";
import { MemoryDocuments } from "./memory-documents.ts";

export const person = (userId: string): Actor => ({
  userId: userId as UserId,
  unitId: null,
  roles: [],
  tokenScope: null,
});

export const sectionId = (n: number): SectionId =>
  `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` as SectionId;

/** Lets everything that is ready run: commits of a tick, promises behind them. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 6; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Real rooms over a store and a clock that the test holds; rights are what the test says. */
export class TestServer {
  readonly documents: MemoryDocuments;
  readonly fanout: MemoryFanout;
  readonly refusals: string[] = [];
  readonly errors: unknown[] = [];
  readonly rights = new Map<string, "read" | "suggest" | "none">();
  now = 1_000_000;
  registry: RoomRegistry;

  readonly #rates: ChannelRates;

  constructor(sectionCount = 1, documents = new MemoryDocuments(), rates: ChannelRates = channelRates) {
    this.documents = documents;
    this.#rates = rates;
    this.fanout = new MemoryFanout((error) => this.errors.push(error));
    for (let n = 1; n <= sectionCount; n += 1)
      documents.add(sectionId(n), seedDocument([{ style: "body", level: 1, text: "Xã có 21 bản." }], 7 + n));
    this.registry = this.#start();
  }

  /** As after a crash: what was not stored is gone, and nobody is told. */
  restart(): void {
    this.registry.close();
    this.registry = this.#start();
  }

  #start(): RoomRegistry {
    return new RoomRegistry({
      documents: this.documents,
      fanout: this.fanout,
      now: () => this.now,
      rates: this.#rates,
      authorise: (actor, id) => Promise.resolve(this.#authorise(actor, id)),
      currentActor: (actor) => Promise.resolve(actor),
      onRefused: (_section, userId, rule) => this.refusals.push(`${userId} ${rule}`),
      onError: (error) => this.errors.push(error),
    });
  }

  #authorise(actor: Actor, id: SectionId): Authorisation {
    const { epoch, isOpen } = this.documents.row(id);
    const right = this.rights.get(actor.userId);
    if (right === "none") return { ok: false, reason: "forbidden" };
    if (right === "read") return { ok: true, mode: "read", reason: "forbidden", epoch };
    if (right === "suggest") return { ok: true, mode: "suggest", reason: "forbidden", epoch };
    return isOpen
      ? { ok: true, mode: "write", reason: null, epoch }
      : { ok: true, mode: "read", reason: "section-locked", epoch };
  }

  /** The text of a section as a fresh reader of the store would see it. */
  storedText(id: SectionId): string {
    const doc = new Y.Doc();
    applyUntouched(
      doc,
      this.documents.row(id).updates.map((u) => u.payload),
    );
    return doc.getXmlFragment("content").toString();
  }
}

type Message = { readonly kind: "step1" | "step2" | "update" | "awareness"; readonly payload: Uint8Array };

function read(bytes: Uint8Array): Message {
  const d = decoding.createDecoder(bytes);
  if (decoding.readVarUint(d) === 1) return { kind: "awareness", payload: decoding.readVarUint8Array(d) };
  const kind = (["step1", "step2", "update"] as const)[decoding.readVarUint(d) as 0 | 1 | 2];
  return { kind, payload: decoding.readVarUint8Array(d) };
}

/** One person's editor: a document and a line to the server whose both directions are queues that the test empties. */
export class TestClient {
  readonly server: TestServer;
  readonly actor: Actor;
  readonly section: SectionId;
  doc = new Y.Doc();
  /** Messages on their way to this client, and to the server. */
  inbox: Told[] = [];
  outbox: { readonly bytes: Uint8Array; readonly seq: number }[] = [];
  /** HEARD2: what it says of itself; null: nothing, like a stock client. */
  heardSeq: number | null = 0;
  heard: Message[] = [];
  acked = 0;
  cutShortCount = 0;
  sent = 0;
  closedWith: ErrorCode | null = null;
  isSynced = false;
  /** Sends what it types by itself; off for hostile clients. */
  isHonest = true;
  #line: { receive(bytes: Uint8Array, heard: number): void; leave(): void } | null = null;

  constructor(server: TestServer, userId: string, clientId: number, section = sectionId(1)) {
    this.server = server;
    this.actor = person(userId);
    this.section = section;
    this.#watch(clientId);
  }

  #watch(clientId: number): void {
    this.doc.clientID = clientId;
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this && this.#line && this.isHonest) this.write(updateMessage(update));
    });
  }

  get isConnected(): boolean {
    return this.#line !== null;
  }

  get isSaved(): boolean {
    return this.isConnected && this.isSynced && this.sent > 0 && this.acked === this.sent;
  }

  get content(): Y.XmlFragment {
    return this.doc.getXmlFragment("content");
  }

  get text(): string {
    return this.content.toString();
  }

  /** The first text of the section. */
  get firstText(): Y.XmlText {
    return (this.content.get(0) as Y.XmlElement).get(0) as Y.XmlText;
  }

  /** @returns why it was not let in, or null. */
  async connect({
    wantsEcho = false,
    lineage = 0,
    asks = "write",
  }: { wantsEcho?: boolean; lineage?: number; asks?: "write" | "suggest" } = {}): Promise<ErrorCode | null> {
    this.closedWith = null;
    this.acked = 0;
    this.sent = 0;
    this.isSynced = false;
    if (this.heardSeq !== null) this.heardSeq = 0;
    this.inbox = [];
    this.outbox = [];
    let isOver = false;
    const joined = await this.server.registry.join({
      actor: this.actor,
      owner: {
        name: this.actor.userId,
        initials: this.actor.userId.slice(0, 2),
        unitName: "KT",
        color: "#040444",
      },
      sectionId: this.section,
      lineage,
      asks,
      wantsEcho,
      link: {
        send: (out) => {
          if (!isOver) this.inbox.push(...out.messages);
        },
        ack: (count) => {
          if (!isOver) this.acked = count;
        },
        cutShort: () => {
          this.cutShortCount += 1;
        },
        close: (reason) => {
          if (isOver) return void this.server.errors.push(new Error("a line that is over was closed"));
          isOver = true;
          this.#line = null;
          this.closedWith = reason;
        },
      },
    });
    if (!joined.ok) {
      this.closedWith = joined.reason;
      return joined.reason;
    }
    this.#line = {
      receive: (bytes, heard) => joined.room.receive(joined.peer, bytes, heard),
      leave: () => {
        isOver = true;
        joined.room.leave(joined.peer);
      },
    };
    joined.admit();
    if (this.isHonest) this.send(step1Message(Y.encodeStateVector(this.doc)));
    return this.closedWith;
  }

  /** The line breaks; what was on its way in either direction is lost. */
  disconnect(): void {
    this.#line?.leave();
    this.#line = null;
    this.inbox = [];
    this.outbox = [];
  }

  /** The text was refused: the editor starts anew, with another id. */
  startAnew(clientId: number): void {
    this.doc.destroy();
    this.doc = new Y.Doc();
    this.#watch(clientId);
  }

  send(message: Uint8Array): void {
    this.outbox.push({ bytes: message, seq: this.heardSeq ?? 0 });
  }

  /** Sends a write frame (step 2 or update), which will be acknowledged. */
  write(message: Uint8Array): void {
    this.sent += 1;
    this.send(message);
  }

  /** Hands the first `most` waiting messages to the server. */
  deliverOut(most = Infinity): void {
    for (let i = 0; i < most && this.outbox.length > 0; i += 1) {
      const message = this.outbox.shift();
      if (message) this.#line?.receive(message.bytes, message.seq);
    }
  }

  /** Takes in the first `most` messages from the server. */
  deliverIn(most = Infinity): void {
    for (let i = 0; i < most && this.inbox.length > 0; i += 1) {
      const told = this.inbox.shift();
      if (!told) continue;
      const message = read(told.bytes);
      this.heard.push(message);
      if (message.kind === "awareness") continue;
      if (message.kind === "step1") {
        if (this.isHonest) this.write(step2Message(Y.encodeStateAsUpdate(this.doc, message.payload)));
        continue;
      }
      Y.applyUpdate(this.doc, message.payload, this);
      if (message.kind === "step2") this.isSynced = true;
      if (this.isSynced && this.heardSeq !== null) this.heardSeq = Math.max(this.heardSeq, told.seq ?? 0);
    }
  }

  /** Connects and exchanges until both sides have everything. */
  async join(asks: "write" | "suggest" = "write"): Promise<this> {
    await this.connect({ asks });
    await exchange([this]);
    return this;
  }

  awareness(clientId: number, clock: number, state: unknown): void {
    const e = encoding.createEncoder();
    encoding.writeVarUint(e, 1);
    encoding.writeVarUint(e, clientId);
    encoding.writeVarUint(e, clock);
    encoding.writeVarString(e, JSON.stringify(state));
    const m = encoding.createEncoder();
    encoding.writeVarUint(m, 1);
    encoding.writeVarUint8Array(m, encoding.toUint8Array(e));
    this.send(encoding.toUint8Array(m));
  }
}

/** Delivers everything in both directions, and waits for commits, until nothing moves. */
export async function exchange(clients: readonly TestClient[]): Promise<void> {
  for (let round = 0; round < 50; round += 1) {
    for (const client of clients) client.deliverOut();
    await settle();
    for (const client of clients) client.deliverIn();
    if (clients.every((c) => c.inbox.length === 0 && c.outbox.length === 0)) return;
  }
  throw new Error("the network does not come to rest");
}
