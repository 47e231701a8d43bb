// A WebSocket client that costs next to nothing: the library's own would be the bottleneck long before the servers are.
// It does what the measurement needs (RFC 6455 without extensions) and fails loudly at everything else.
import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { performance } from "node:perf_hooks";

/** A client's frame, masked as the standard asks, so that servers unmask as in real life. */
export function clientFrame(payload, opcode = 2) {
  const length = payload.length;
  const header = length < 126 ? 6 : length < 65_536 ? 8 : 14;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = 0x80 | opcode;
  if (length < 126) frame[1] = 0x80 | length;
  else if (length < 65_536) {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 0x80 | 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  const key = (Math.random() * 0xffffffff) >>> 0 || 1;
  frame.writeUInt32BE(key, header - 4);
  for (let i = 0; i < length; i += 1) frame[header + i] = payload[i] ^ frame[header - 4 + (i & 3)];
  return frame;
}

export class WireSocket {
  frames = 0;
  bytes = 0;
  /** When the bytes being looked at came in. */
  arrivedAt = 0;
  /** `{ code, reason }` once the line is gone, whoever ended it. */
  closed = null;
  #socket = null;
  #kept = [];
  #keptBytes = 0;
  #needed = 0;
  #isEnding = false;
  #closeFrame = null;
  #handlers;

  /** @param handlers `{ onOpen(), onMessage(buffer, start, end), onClose({ code, reason }) }` */
  constructor({ url, headers }, handlers) {
    this.#handlers = handlers;
    const asked = request(url.replace("ws:", "http:"), {
      headers: {
        ...headers,
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": randomBytes(16).toString("base64"),
      },
      agent: false,
    });
    asked.on("upgrade", (_response, socket, head) => {
      if (this.#isEnding) return socket.destroy();
      this.#socket = socket;
      socket.setNoDelay(true);
      socket.on("data", (chunk) => this.#read(chunk));
      socket.on("error", () => socket.destroy());
      socket.on("close", () => this.#end(this.#closeFrame ?? { code: 1006, reason: "line lost" }));
      handlers.onOpen();
      if (head.length > 0) this.#read(head);
    });
    asked.on("response", (response) => this.#end({ code: response.statusCode, reason: "refused upgrade" }));
    asked.on("error", (error) => this.#end({ code: 1006, reason: error.message }));
    asked.end();
  }

  send(payload) {
    this.#socket.write(clientFrame(payload));
  }

  /** Bytes that are frames already, or are meant not to be. */
  write(bytes) {
    return this.#socket.write(bytes);
  }

  cork() {
    this.#socket.cork();
  }

  uncork() {
    this.#socket.uncork();
  }

  get raw() {
    return this.#socket;
  }

  /** Ended by us: no close of the server's. */
  end() {
    this.#isEnding = true;
    this.#socket?.destroy();
  }

  #end(closed) {
    if (this.closed || this.#isEnding) return;
    this.closed = closed;
    this.#handlers.onClose(closed);
  }

  #read(chunk) {
    this.arrivedAt = performance.now();
    let data = chunk;
    if (this.#keptBytes > 0) {
      this.#kept.push(chunk);
      this.#keptBytes += chunk.length;
      if (this.#keptBytes < this.#needed) return;
      data = Buffer.concat(this.#kept);
      this.#kept = [];
      this.#keptBytes = 0;
    }
    let at = 0;
    const end = data.length;
    while (at < end) {
      const size = frameSize(data, at, end);
      if (size > end - at) {
        this.#kept = [data.subarray(at)];
        this.#keptBytes = end - at;
        this.#needed = size;
        return;
      }
      const short = data[at + 1];
      this.#hear(data, at, at + (short < 126 ? 2 : short === 126 ? 4 : 10), at + size);
      at += size;
    }
  }

  #hear(data, at, start, end) {
    this.bytes += end - at;
    switch (data[at]) {
      case 0x82:
        this.frames += 1;
        return this.#handlers.onMessage(data, start, end);
      case 0x88:
        this.#closeFrame = {
          code: end - start >= 2 ? data.readUInt16BE(start) : 1005,
          reason: data.toString("utf8", start + 2, end),
        };
        this.#socket.end(clientFrame(data.subarray(start, end), 8));
        return;
      case 0x89:
        this.#socket.write(clientFrame(data.subarray(start, end), 10));
        return;
      case 0x8a:
        return;
      default:
        this.#closeFrame = { code: 1002, reason: `frame of kind 0x${data[at].toString(16)}` };
        this.#socket.destroy();
    }
  }
}

/** Bytes of the whole frame at `at`; while its header is incomplete, as many as the header needs. */
function frameSize(data, at, end) {
  if (end - at < 2) return 2;
  const short = data[at + 1];
  if (short < 126) return 2 + short;
  const header = short === 126 ? 4 : 10;
  if (end - at < header) return header;
  return header + (short === 126 ? data.readUInt16BE(at + 2) : Number(data.readBigUInt64BE(at + 2)));
}
