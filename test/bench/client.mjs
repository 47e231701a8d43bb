// A light client of the y-websocket protocol: writers have a document of their own, readers only look at the bytes.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";

const build = (prefix, write) => {
  const e = encoding.createEncoder();
  if (prefix !== null) encoding.writeVarString(e, prefix);
  write(e);
  return encoding.toUint8Array(e);
};

export class Client {
  acked = 0;
  received = 0;
  bytes = 0;
  isSynced = false;
  #sent = 0;

  constructor({ url, headers, prefix }, { isWriter, isRelay, onEdit }) {
    this.prefix = prefix;
    this.onEdit = onEdit;
    this.doc = isWriter ? new Y.Doc() : null;
    this.ws = new WebSocket(url, { headers, perMessageDeflate: false });
    this.ws.binaryType = "nodebuffer";
    this.synced = new Promise((resolve, reject) => {
      this.ws.on("error", reject);
      this.resolveSynced = resolve;
      this.ws.on("open", () => {
        if (prefix !== null)
          this.ws.send(
            build(
              prefix,
              (e) => (
                encoding.writeVarUint(e, 2),
                encoding.writeVarUint(e, 0),
                encoding.writeVarString(e, ""),
                encoding.writeVarString(e, "4.7.0")
              ),
            ),
          );
        this.#sendSync(0, new Uint8Array([0]));
        if (isRelay) this.#becomeSynced();
      });
    });
    this.ws.on("message", (data) => this.#receive(data));
  }

  #sendSync(kind, payload) {
    this.ws.send(
      build(
        this.prefix,
        (e) => (
          encoding.writeVarUint(e, 0),
          encoding.writeVarUint(e, kind),
          encoding.writeVarUint8Array(e, payload)
        ),
      ),
    );
  }

  #becomeSynced() {
    if (this.isSynced) return;
    this.isSynced = true;
    if (this.doc) {
      this.text = new Y.XmlText();
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.insert(0, [this.text]);
      this.doc.on("update", (update) => this.pending?.push(update));
      this.pending = [];
      this.doc.transact(() => this.doc.getXmlFragment("content").push([paragraph]));
      for (const update of this.pending) this.#sendSync(2, update);
      this.pending = [];
    }
    this.resolveSynced();
  }

  #receive(data) {
    this.received += 1;
    this.bytes += data.length;
    const d = decoding.createDecoder(data);
    if (this.prefix !== null) decoding.readVarString(d);
    const type = decoding.readVarUint(d);
    if (type === 100) this.acked = decoding.readVarUint(d);
    if (type !== 0 && type !== 4) return;
    const kind = decoding.readVarUint(d);
    const payload = decoding.readVarUint8Array(d);
    if (kind === 0)
      return this.#sendSync(1, this.doc ? Y.encodeStateAsUpdate(this.doc, payload) : new Uint8Array([0, 0]));
    if (kind === 1) {
      if (this.doc) Y.applyUpdate(this.doc, payload, this);
      this.joinBytes = payload.length;
      if (this.pending) this.pending = [];
      return this.#becomeSynced();
    }
    for (const [client, to] of Y.parseUpdateMeta(payload).to) this.onEdit?.(client, to);
  }

  /** One typed character and one caret move. @returns the clock that the edit reaches. */
  type(awarenessClock) {
    this.text.insert(this.text.length, "a");
    for (const update of this.pending) this.#sendSync(2, update);
    this.pending = [];
    this.#sent += 1;
    const client = this.doc.clientID;
    const state = `{"user":{"name":"Bench"},"cursor":{"anchor":{"item":{"client":${client},"clock":${this.#sent}}},"head":null}}`;
    this.ws.send(
      build(
        this.prefix,
        (e) => (
          encoding.writeVarUint(e, 1),
          encoding.writeVarUint8Array(
            e,
            build(
              null,
              (a) => (
                encoding.writeVarUint(a, 1),
                encoding.writeVarUint(a, client),
                encoding.writeVarUint(a, awarenessClock),
                encoding.writeVarString(a, state)
              ),
            ),
          )
        ),
      ),
    );
    return Y.getState(this.doc.store, client);
  }

  close() {
    this.ws.terminate();
  }
}
