import { once } from "node:events";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import type { TestPerson } from "./person.ts";

/** A writer on the plain endpoint with `?ack=1` that knows exactly which of its words the server called durable. */
export class AckClient {
  readonly doc = new Y.Doc();
  /** Settles when the server's text is here and ours is handed in; fails when the line closes before. */
  readonly synced: Promise<void>;
  readonly closed: Promise<number>;
  readonly #ws: WebSocket;
  /** Write frames sent, and how many of them the server has acknowledged. */
  #sent = 0;
  #acked = 0;
  readonly #words: { readonly frame: number; readonly word: string }[] = [];

  constructor(person: TestPerson, sectionId: string, mode: "write" | "suggest" = "write") {
    this.#ws = new WebSocket(`${person.url.replace("http", "ws")}/sync/${sectionId}?ack=1&mode=${mode}`, {
      headers: { cookie: person.cookie, origin: person.url },
    });
    this.#ws.on("error", () => undefined);
    this.#ws.on("open", () => this.#sync(0, Y.encodeStateVector(this.doc)));
    this.closed = new Promise((resolve) => this.#ws.on("close", resolve));
    this.synced = new Promise((resolve, reject) => {
      const pending = new Set(["their text", "our text"]);
      const done = (what: string) => {
        pending.delete(what);
        if (pending.size === 0) resolve();
      };
      this.#ws.on("message", (data: Buffer) => this.#hear(data, done));
      this.#ws.on("close", (code) => reject(new Error(`closed with ${code} before it was synced`)));
    });
    // Whoever only waits for the close need not handle this.
    this.synced.catch(() => undefined);
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#write(2, update);
    });
  }

  get text(): string {
    return this.doc.getXmlFragment("content").toString();
  }

  get firstText(): Y.XmlText {
    const paragraph = this.doc.getXmlFragment("content").get(0);
    const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null;
    if (!(text instanceof Y.XmlText)) throw new Error("the section has no text to write at");
    return text;
  }

  /** Adds a word at the end of the first paragraph, as one update. */
  type(word: string): void {
    const text = this.firstText;
    text.insert(text.length, word);
    this.#words.push({ frame: this.#sent, word });
  }

  /** Makes a change, and waits until it is durable. Fails when the line is closed for it. */
  async saved(change: () => void): Promise<void> {
    this.doc.transact(change);
    while (this.#acked < this.#sent)
      await Promise.race([
        once(this.#ws, "message"),
        this.closed.then((code) => Promise.reject(new Error(`closed with ${code}`))),
      ]);
  }

  /** Settles when the document is as it is expected to become. */
  async heard(isSo: (doc: Y.Doc) => boolean): Promise<void> {
    while (!isSo(this.doc)) await once(this.#ws, "message");
  }

  /** The words that were shown as saved. */
  acknowledged(): readonly string[] {
    return this.#words.filter(({ frame }) => frame <= this.#acked).map(({ word }) => word);
  }

  leave(): void {
    this.#ws.terminate();
    this.doc.destroy();
  }

  #hear(data: Buffer, done: (what: string) => void): void {
    const d = decoding.createDecoder(data);
    const type = decoding.readVarUint(d);
    if (type === 100) this.#acked = decoding.readVarUint(d);
    if (type !== 0) return;
    const kind = decoding.readVarUint(d);
    const payload = decoding.readVarUint8Array(d);
    if (kind === 0) {
      this.#write(1, Y.encodeStateAsUpdate(this.doc, payload));
      return done("our text");
    }
    Y.applyUpdate(this.doc, payload, this);
    if (kind === 1) done("their text");
  }

  #write(kind: 1 | 2, update: Uint8Array): void {
    this.#sent += 1;
    this.#sync(kind, update);
  }

  #sync(kind: number, payload: Uint8Array): void {
    if (this.#ws.readyState !== WebSocket.OPEN) return;
    const e = encoding.createEncoder();
    encoding.writeVarUint(e, 0);
    encoding.writeVarUint(e, kind);
    encoding.writeVarUint8Array(e, payload);
    this.#ws.send(encoding.toUint8Array(e));
  }
}
