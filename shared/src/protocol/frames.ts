import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

/**
 * Frames of `/sync`: one WebSocket carries every section of a page. Wire table in docs/spec/frames.md.
 *
 *   frame   = varuint channel | varuint kind | body
 *   channel 0 = control; n ≥ 1 = the room's number, given by the server and the same for all its peers, so that one
 *   encoded frame serves every receiver of a room.
 */
export const frameKind = {
  /** client → server, channel 0: varuint requestId, string sectionId, varuint schemaVersion, varuint lineage (0 = none held), varuint mode asked for (1 write, 2 suggest), bytes state vector of what is held (empty: none is sent), varuint protocol version. */
  open: 0,
  /** server → client, channel 0: varuint requestId, varuint channel, varuint lineage, varuint epoch, varuint mode (0 read, 1 write, 2 suggest), and to a reader string reason (may be left out). */
  opened: 1,
  /** both ways, channel n: one y-websocket message that brings no text (step 1, awareness), unchanged. */
  data: 2,
  /** both ways, channel n: varuint code, string reason. Server → client on channel 0: varuint requestId, varuint code, string reason. */
  close: 3,
  /** server → client, channel n: varuint count. The first `count` write frames (step 2, update) of this channel are durable. */
  ack: 4,
  /** both ways, channel 0: string, JSON of a control message (`control.ts`). */
  control: 5,
  /** both ways, channel n: varuint seq, then one y-websocket message that brings text (step 2, update), unchanged. Server → client: up to this update of the log the text is whole with it. Client → server: up to this one its page had heard when it was written (0 = that is not known). */
  text: 6,
  /** server → client, channel n: of a suggestion that did not know of others' edits only what it typed was kept (SUG29). */
  cutShort: 7,
} as const;

/** What a peer may send: nothing that changes the text (0), anything (1), suggestions (2). Order is the number on the wire. */
const channelModes = ["read", "write", "suggest"] as const;
export type ChannelMode = (typeof channelModes)[number];

interface DataFrame {
  readonly kind: "data";
  readonly channel: number;
  readonly message: Uint8Array;
}

/** HEARD1, HEARD2. */
interface TextFrame {
  readonly kind: "text";
  readonly channel: number;
  readonly seq: number;
  readonly message: Uint8Array;
}

export type ClientFrame =
  | {
      readonly kind: "open";
      readonly requestId: number;
      readonly sectionId: string;
      readonly schemaVersion: number;
      readonly lineage: number;
      readonly mode: Exclude<ChannelMode, "read">;
      /** FRAME3: the server answers it as a step 1, so that the text comes with the first answer. Null: none was sent. */
      readonly vector: Uint8Array | null;
      /** FRAME5. 0: a page of before it was said. */
      readonly protocolVersion: number;
    }
  | DataFrame
  | TextFrame
  | { readonly kind: "close"; readonly channel: number; readonly code: number; readonly reason: string }
  | { readonly kind: "control"; readonly json: string };

export type ServerFrame =
  | {
      readonly kind: "opened";
      readonly requestId: number;
      readonly channel: number;
      readonly lineage: number;
      readonly epoch: number;
      readonly mode: ChannelMode;
      /** FRAME4: why nothing may be changed, a code of the error table; empty where something may, or where it is not said. */
      readonly reason: string;
    }
  | { readonly kind: "refused"; readonly requestId: number; readonly code: number; readonly reason: string }
  | DataFrame
  | TextFrame
  | { readonly kind: "close"; readonly channel: number; readonly code: number; readonly reason: string }
  | { readonly kind: "ack"; readonly channel: number; readonly count: number }
  | { readonly kind: "cut-short"; readonly channel: number }
  | { readonly kind: "control"; readonly json: string };

const build = (channel: number, kind: number, body: (e: encoding.Encoder) => void): Uint8Array => {
  const e = encoding.createEncoder();
  encoding.writeVarUint(e, channel);
  encoding.writeVarUint(e, kind);
  body(e);
  return encoding.toUint8Array(e);
};

const buildMessage = (frame: DataFrame | TextFrame): Uint8Array =>
  build(frame.channel, frameKind[frame.kind], (e) => {
    if (frame.kind === "text") encoding.writeVarUint(e, frame.seq);
    encoding.writeUint8Array(e, frame.message);
  });

function readMessage(d: decoding.Decoder, channel: number, kind: number): DataFrame | TextFrame {
  if (kind === frameKind.data) return { kind: "data", channel, message: decoding.readTailAsUint8Array(d) };
  const seq = decoding.readVarUint(d);
  return { kind: "text", channel, seq, message: decoding.readTailAsUint8Array(d) };
}

const nothing = new Uint8Array();

export function encodeClientFrame(frame: ClientFrame): Uint8Array {
  switch (frame.kind) {
    case "open":
      return build(0, frameKind.open, (e) => {
        encoding.writeVarUint(e, frame.requestId);
        encoding.writeVarString(e, frame.sectionId);
        encoding.writeVarUint(e, frame.schemaVersion);
        encoding.writeVarUint(e, frame.lineage);
        encoding.writeVarUint(e, channelModes.indexOf(frame.mode));
        encoding.writeVarUint8Array(e, frame.vector ?? nothing);
        encoding.writeVarUint(e, frame.protocolVersion);
      });
    case "data":
    case "text":
      return buildMessage(frame);
    case "close":
      return build(frame.channel, frameKind.close, (e) => {
        encoding.writeVarUint(e, frame.code);
        encoding.writeVarString(e, frame.reason);
      });
    case "control":
      return build(0, frameKind.control, (e) => encoding.writeVarString(e, frame.json));
  }
}

export function encodeServerFrame(frame: ServerFrame): Uint8Array {
  switch (frame.kind) {
    case "opened":
      return build(0, frameKind.opened, (e) => {
        encoding.writeVarUint(e, frame.requestId);
        encoding.writeVarUint(e, frame.channel);
        encoding.writeVarUint(e, frame.lineage);
        encoding.writeVarUint(e, frame.epoch);
        encoding.writeVarUint(e, channelModes.indexOf(frame.mode));
        if (frame.reason !== "") encoding.writeVarString(e, frame.reason);
      });
    case "refused":
      return build(0, frameKind.close, (e) => {
        encoding.writeVarUint(e, frame.requestId);
        encoding.writeVarUint(e, frame.code);
        encoding.writeVarString(e, frame.reason);
      });
    case "data":
    case "text":
      return buildMessage(frame);
    case "close":
      return build(frame.channel, frameKind.close, (e) => {
        encoding.writeVarUint(e, frame.code);
        encoding.writeVarString(e, frame.reason);
      });
    case "ack":
      return build(frame.channel, frameKind.ack, (e) => encoding.writeVarUint(e, frame.count));
    case "cut-short":
      return build(frame.channel, frameKind.cutShort, () => undefined);
    case "control":
      return build(0, frameKind.control, (e) => encoding.writeVarString(e, frame.json));
  }
}

/** Longest text accepted inside a control frame, in UTF-16 units. Bounds what is read before authentication. */
const maxControlChars = 16_384;
const maxReasonChars = 200;

function readMode(d: decoding.Decoder): ChannelMode {
  const mode = channelModes[decoding.readVarUint(d)];
  if (mode === undefined) throw new Error("unknown mode");
  return mode;
}

function readString(d: decoding.Decoder, maxChars: number): string {
  const text = decoding.readVarString(d);
  if (text.length > maxChars) throw new Error("string too long");
  return text;
}

/**
 * @returns the frame, whose `message` or `vector` is a view into `bytes` (owned by the caller).
 * @throws Error on any malformed, truncated or unknown frame; the receiver closes the socket with 4400.
 */
export function decodeClientFrame(bytes: Uint8Array): ClientFrame {
  const d = decoding.createDecoder(bytes);
  const channel = decoding.readVarUint(d);
  const kind = decoding.readVarUint(d);
  if (channel === 0 && kind === frameKind.open) {
    const requestId = decoding.readVarUint(d);
    const sectionId = readString(d, 64);
    const schemaVersion = decoding.readVarUint(d);
    const lineage = decoding.readVarUint(d);
    // Clients of the first schema say no mode; they are told that they are too old, not that they speak gibberish.
    const mode = decoding.hasContent(d) ? readMode(d) : "write";
    if (mode === "read") throw new Error("a channel is not opened to read only");
    const vector = decoding.hasContent(d) ? decoding.readVarUint8Array(d) : nothing;
    const protocolVersion = decoding.hasContent(d) ? decoding.readVarUint(d) : 0;
    const held = { lineage, mode, vector: vector.length > 0 ? vector : null };
    return { kind: "open", requestId, sectionId, schemaVersion, ...held, protocolVersion };
  }
  if (channel === 0 && kind === frameKind.control)
    return { kind: "control", json: readString(d, maxControlChars) };
  if (channel > 0 && (kind === frameKind.data || kind === frameKind.text))
    return readMessage(d, channel, kind);
  if (channel > 0 && kind === frameKind.close)
    return { kind: "close", channel, code: decoding.readVarUint(d), reason: readString(d, maxReasonChars) };
  throw new Error("unknown frame");
}

/** @throws Error on any malformed or unknown frame. */
export function decodeServerFrame(bytes: Uint8Array): ServerFrame {
  const d = decoding.createDecoder(bytes);
  const channel = decoding.readVarUint(d);
  const kind = decoding.readVarUint(d);
  switch (kind) {
    case frameKind.opened: {
      const requestId = decoding.readVarUint(d);
      const number = decoding.readVarUint(d);
      const lineage = decoding.readVarUint(d);
      const epoch = decoding.readVarUint(d);
      const mode = readMode(d);
      const reason = decoding.hasContent(d) ? decoding.readVarString(d) : "";
      return { kind: "opened", requestId, channel: number, lineage, epoch, mode, reason };
    }
    case frameKind.close: {
      if (channel === 0) {
        const requestId = decoding.readVarUint(d);
        return {
          kind: "refused",
          requestId,
          code: decoding.readVarUint(d),
          reason: decoding.readVarString(d),
        };
      }
      return { kind: "close", channel, code: decoding.readVarUint(d), reason: decoding.readVarString(d) };
    }
    case frameKind.data:
    case frameKind.text:
      return readMessage(d, channel, kind);
    case frameKind.ack:
      return { kind: "ack", channel, count: decoding.readVarUint(d) };
    case frameKind.cutShort:
      return { kind: "cut-short", channel };
    case frameKind.control:
      return { kind: "control", json: decoding.readVarString(d) };
    default:
      throw new Error("unknown frame");
  }
}
