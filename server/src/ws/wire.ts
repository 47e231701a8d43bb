import type { WebSocket } from "ws";
import type { Duplex } from "node:stream";
import { encodeServerFrame, type ServerFrame } from "@dongsoan/shared/protocol";
import type { Outbound, Told } from "../sync/peer.ts";

/** A server's binary WebSocket frame (RFC 6455, 5.2): final, opcode 2, unmasked. Built once and shared by all receivers. */
export function binaryFrame(payload: Uint8Array): Buffer {
  const length = payload.length;
  const headerBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerBytes + length);
  frame[0] = 0x82;
  if (headerBytes === 2) frame[1] = length;
  else if (headerBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.set(payload, headerBytes);
  return frame;
}

const frameOf = ({ bytes: message, seq }: Told, channel: number): ServerFrame =>
  seq === null ? { kind: "data", channel, message } : { kind: "text", channel, seq, message };

/** All frames of an outbound for one kind of socket, as one buffer; kept with it for the next receiver. */
export function wireOf(out: Outbound, kind: "plain" | "mux"): Buffer {
  const known = out.wire[kind];
  if (known) return known;
  const frames = out.messages.map((told) =>
    binaryFrame(kind === "plain" ? told.bytes : encodeServerFrame(frameOf(told, out.roomNumber))),
  );
  const buffer = frames.length === 1 && frames[0] ? frames[0] : Buffer.concat(frames);
  out.wire[kind] = buffer;
  return buffer;
}

/** Frames up to this size are copied together, which costs less than to hand each to the socket; a whole text is not. */
const smallFrameBytes = 4096;

function joinSmall(frames: readonly Buffer[]): readonly Buffer[] {
  const joined: Buffer[] = [];
  let small: Buffer[] = [];
  const endSmall = () => {
    const [only] = small;
    if (only) joined.push(small.length === 1 ? only : Buffer.concat(small));
    small = [];
  };
  for (const frame of frames) {
    if (frame.length <= smallFrameBytes) small.push(frame);
    else {
      endSmall();
      joined.push(frame);
    }
  }
  endSmall();
  return joined;
}

/** A reader that does not read is closed before its backlog is felt. */
const maxBacklogBytes = 8 * 1024 * 1024;

/**
 * One write per socket and tick. Frames go to the socket itself (the one handed to the upgrade), which is sound because
 * compression is off and nothing else writes data frames; `ws` keeps answering pings and closing.
 */
export class SocketWriter {
  static readonly #dirty = new Set<SocketWriter>();
  static #isScheduled = false;
  readonly #ws: WebSocket;
  readonly #socket: Duplex;
  #pending: Buffer[] = [];

  constructor(ws: WebSocket, socket: Duplex) {
    this.#ws = ws;
    this.#socket = socket;
  }

  write(frame: Buffer): void {
    if (this.#pending.push(frame) > 1) return;
    SocketWriter.#dirty.add(this);
    if (SocketWriter.#isScheduled) return;
    SocketWriter.#isScheduled = true;
    setImmediate(SocketWriter.#flushAll);
  }

  flush(): void {
    const pending = this.#pending;
    if (pending.length === 0) return;
    this.#pending = [];
    SocketWriter.#dirty.delete(this);
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    this.#socket.cork();
    for (const frame of joinSmall(pending)) this.#socket.write(frame);
    this.#socket.uncork();
    if (this.#socket.writableLength > maxBacklogBytes) this.#ws.terminate();
  }

  static readonly #flushAll = (): void => {
    SocketWriter.#isScheduled = false;
    for (const writer of SocketWriter.#dirty) writer.flush();
  };
}
