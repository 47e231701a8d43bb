import type { ChannelMode } from "@dongsoan/shared/protocol";
import * as decoding from "lib0/decoding";
import type { Channel, HeldText, OpenedChannel, SharedSocket } from "./shared-socket.ts";

/** What a section learns of its channel. */
export interface VirtualSocketEvents {
  onOpened(channel: OpenedChannel): void;
  /** Write frames sent on this channel so far, and how many of them are durable. */
  onCount(sent: number, acked: number): void;
  /** Of a suggestion only what it typed was kept (SUG29). */
  onCutShort(): void;
  onClose(code: number, reason: string): void;
}

const isBytes = (value: unknown): value is ArrayBuffer | Uint8Array =>
  value instanceof Uint8Array || value instanceof ArrayBuffer;

/** y-websocket: 0 = sync message; 1 = step 2, 2 = update: the two that carry text to the server. */
const isWriteFrame = (message: Uint8Array) => message[0] === 0 && (message[1] === 1 || message[1] === 2);

/** @returns the state vector of a step 1, or null of any other message. */
function askedVector(message: Uint8Array): Uint8Array | null {
  if (message[0] !== 0 || message[1] !== 0) return null;
  const d = decoding.createDecoder(message.subarray(2));
  return decoding.readVarUint8Array(d);
}

const isStep2 = (message: Uint8Array) => message[0] === 0 && message[1] === 1;

const isSame = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);

type Handler = ((event: unknown) => void) | null;

/**
 * A class for y-websocket's `WebSocketPolyfill`: each instance is one channel of the shared socket. It stays CONNECTING
 * while the shared socket is down, so that the provider's own reconnecting has nothing to do. Counting of write frames
 * and acknowledgements happens here, which leaves the provider unmodified.
 */
export function virtualSocketClass(
  socket: SharedSocket,
  sectionId: string,
  held: () => HeldText,
  events: VirtualSocketEvents,
): typeof WebSocket {
  class VirtualSocket {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readonly CONNECTING = 0;
    readonly OPEN = 1;
    readonly CLOSING = 2;
    readonly CLOSED = 3;
    binaryType = "arraybuffer";
    readyState = 0;
    onopen: Handler = null;
    onmessage: Handler = null;
    onerror: Handler = null;
    onclose: Handler = null;
    #mode: ChannelMode = "read";
    #sent = 0;
    #acked = 0;
    /** HEARD2: seq up to which the document holds everything; 0 until its first text is here. */
    #heard = 0;
    #isWhole = false;
    /** FRAME3: the vector that went with the request; its answer is on the way. */
    #asked: Uint8Array | null = null;
    readonly #channel: Channel;

    constructor() {
      const ask = () => {
        const now = held();
        this.#asked = now.vector;
        return now;
      };
      this.#channel = socket.open(sectionId, ask, {
        onOpened: (channel) => {
          this.#mode = channel.mode;
          this.readyState = 1;
          events.onOpened(channel);
          // The section may have closed this channel on hearing of another lineage.
          if (this.readyState === 1) this.onopen?.({});
        },
        onData: (message) => this.onmessage?.({ data: message.buffer }),
        onText: (message, seq) => {
          this.onmessage?.({ data: message.buffer });
          // What others write may overtake the answer that it stands on.
          this.#isWhole ||= isStep2(message);
          if (this.#isWhole) this.#heard = Math.max(this.#heard, seq);
        },
        onAck: (count) => {
          this.#acked = Math.max(this.#acked, count);
          events.onCount(this.#sent, this.#acked);
        },
        onCutShort: () => events.onCutShort(),
        onClose: (code, reason) => {
          if (this.readyState === 3) return;
          this.readyState = 3;
          events.onClose(code, reason);
          this.onclose?.({ code, reason, wasClean: false });
        },
      });
    }

    send(data: unknown): void {
      if (this.readyState !== 1 || !isBytes(data)) return;
      const message = data instanceof Uint8Array ? data : new Uint8Array(data);
      const vector = askedVector(message);
      if (vector && this.#asked) {
        const isAsked = isSame(vector, this.#asked);
        this.#asked = null;
        if (isAsked) return;
      }
      if (isWriteFrame(message)) {
        // A reader's answer to step 1 is a write for the server. Text that waited here is handled when the channel opens.
        if (this.#mode === "read") return;
        this.#sent += 1;
        events.onCount(this.#sent, this.#acked);
        return this.#channel.sendText(message, this.#heard);
      }
      this.#channel.send(message);
    }

    close(): void {
      if (this.readyState >= 2) return;
      this.readyState = 3;
      this.#channel.close();
      events.onClose(1000, "");
    }
  }
  // The provider uses the members above and no others.
  return VirtualSocket as unknown as typeof WebSocket;
}
