// One connection to one room. It reads headers only; what it is for (typing, joining, watching) is given by its hooks.
import * as decoding from "lib0/decoding";
import { readHead, readReach } from "./update-reach.mjs";
import { WireSocket } from "./wire-socket.mjs";
import { authMessage, syncMessage } from "./y-frames.mjs";

const head = { kind: 0, length: 0, end: 0 };
const empty = new Uint8Array([0, 0]);

const readNumber = (data, start, end) =>
  decoding.readVarUint(decoding.createDecoder(data.subarray(start, end)));

export class Client {
  /** Write frames that the server called durable (ours). */
  acked = 0;
  /** Updates that the server called saved (Hocuspocus). */
  statuses = 0;
  /** Step 2s and updates sent: the frames that an acknowledgement counts. */
  written = 0;
  isSynced = false;
  #prefixLength;
  #hooks;

  /**
   * @param hooks all optional: `onRun(client, author, from, to)`, `onState(client, bytes, kind)`, `onCarets(client, bytes)`,
   * `onClose(client, closed)`, and `state()`, what this client has to tell a server that asks.
   */
  constructor(connection, hooks = {}) {
    this.prefix = connection.prefix;
    this.#prefixLength = connection.prefix === null ? 0 : 1 + Buffer.byteLength(connection.prefix);
    this.#hooks = hooks;
    let isSettled = false;
    this.synced = new Promise((resolve, reject) => {
      this.#becomeSynced = () => {
        if (isSettled) return;
        isSettled = true;
        this.isSynced = true;
        resolve(this);
      };
      this.socket = new WireSocket(connection, {
        onOpen: () => {
          if (this.prefix !== null) this.socket.send(authMessage(this.prefix));
          this.socket.send(syncMessage(this.prefix, 0, new Uint8Array([0])));
          if (connection.isRelay) this.#becomeSynced();
        },
        onMessage: (data, start, end) => this.#hear(data, start, end),
        onClose: (closed) => {
          isSettled = true;
          reject(new Error(`closed before it was synced: ${closed.code} ${closed.reason}`));
          hooks.onClose?.(this, closed);
        },
      });
    });
    // Whoever waits for it hears of it; a client that nobody waits for tells by `onClose`.
    this.synced.catch(() => {});
  }

  #becomeSynced;

  #run = (author, from, to) => this.#hooks.onRun(this, author, from, to);

  get closed() {
    return this.socket.closed;
  }

  sendSync(kind, payload) {
    if (kind > 0) this.written += 1;
    this.socket.send(syncMessage(this.prefix, kind, payload));
  }

  end() {
    this.socket.end();
  }

  #hear(data, frameStart, end) {
    const start = frameStart + this.#prefixLength;
    const type = data[start];
    if (type === 1) return this.#hooks.onCarets?.(this, data.subarray(start + 1, end));
    if (type === 100) this.acked = readNumber(data, start + 1, end);
    else if (type === 8) this.statuses += readNumber(data, start + 1, end);
    else if (type === 0 || type === 4) {
      readHead(data, start + 1, head);
      const { kind, length, end: from } = head;
      if (kind === 0) return this.sendSync(1, this.#hooks.state?.() ?? empty);
      if (this.#hooks.onRun) readReach(data, from, from + length, this.#run);
      if (this.#hooks.onState) this.#hooks.onState(this, data.subarray(from, from + length), kind);
      if (kind === 1) this.#becomeSynced();
    }
  }
}
