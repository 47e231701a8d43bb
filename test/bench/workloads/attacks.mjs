// 26 inputs that no honest client sends. Each gets a line that is open and known to the server, a room in which two honest
// people are, and the id of one of them.
import { randomBytes } from "node:crypto";
import * as encoding from "lib0/encoding";
import { clientFrame } from "../generator/wire-socket.mjs";
import { awarenessMessage, bytesOf, syncMessage, typedUpdate } from "../generator/y-frames.mjs";

const ownId = 333_333_333;
const megabyte = 1_000_000;
const huge = 2 ** 32;

/** Text put straight under the root. Yjs takes it gladly, whatever its size. */
const firstText = (clientId, text) =>
  bytesOf((e) => {
    for (const n of [1, 1, clientId, 0]) encoding.writeVarUint(e, n);
    // No neighbours, so the parent is named: a root by its name.
    encoding.writeUint8(e, 4);
    encoding.writeVarUint(e, 1);
    encoding.writeVarString(e, "content");
    encoding.writeVarString(e, text);
    encoding.writeVarUint(e, 0);
  });

const numbers = (...list) => bytesOf((e) => list.forEach((n) => encoding.writeVarUint(e, n)));

/** Writes as the line takes it, so that the attacker is not who runs out of memory. */
async function pour(raw, bytes) {
  const closed = new Promise((resolve) => raw.once("close", resolve));
  for (let at = 0; at < bytes.length && !raw.destroyed; at += megabyte)
    if (!raw.write(bytes.subarray(at, at + megabyte)))
      await Promise.race([closed, new Promise((resolve) => raw.once("drain", resolve))]);
}

const repeat = (count, make) => Array.from({ length: count }, (_, i) => make(i));

/**
 * Every attack prepares its bytes first and returns what sends them, so that the preparing is not measured.
 * `sync(kind, payload)` and `message(write)` give messages with the room's name where the server wants one.
 */
export const attacks = {
  "frame with a reserved opcode": () => (wire) => wire.write(rawHeader(0x83)),
  "frame with reserved bits": () => (wire) => wire.write(rawHeader(0xf2)),
  "frame that announces 2^40 bytes": () => {
    const header = Buffer.alloc(14, 1);
    header[0] = 0x82;
    header[1] = 0xff;
    header.writeBigUInt64BE(2n ** 40n, 2);
    return (wire) => wire.write(header);
  },
  "frame without a mask": () => (wire) => wire.write(Buffer.from([0x82, 2, 0, 0])),
  "continuation of nothing": () => (wire) => wire.write(clientFrame(Buffer.from("x"), 0)),
  "frame of 100 MB": () => {
    const frame = clientFrame(Buffer.alloc(100 * megabyte));
    return (wire) => pour(wire.raw, frame);
  },
  "text frame": () => (wire) => wire.write(clientFrame(Buffer.from("xin chào"), 1)),
  "empty message": () => (wire) => wire.write(clientFrame(Buffer.alloc(0))),
  "200 messages of random bytes": ({ message }) =>
    sending(repeat(200, () => message((e) => encoding.writeUint8Array(e, randomBytes(200))))),
  "update that is cut off": ({ sync }) => sending([sync(2, firstText(ownId, "cụt").subarray(0, 12))]),
  "number without an end": ({ message }) =>
    sending([message((e) => encoding.writeUint8Array(e, Buffer.alloc(64, 0xff)))]),
  "update that announces 2^32 structs": ({ sync }) => sending([sync(2, numbers(1, huge, ownId, 0))]),
  "update that announces 2^32 deletions": ({ sync }) => sending([sync(2, numbers(0, 1, ownId, huge))]),
  "update that deletes what never was": ({ sync }) => sending([sync(2, numbers(0, 1, ownId, 1, 0, 2 ** 31))]),
  "awareness that announces 2^32 people": ({ message }) =>
    sending([
      message((e) => {
        encoding.writeVarUint(e, 1);
        encoding.writeVarUint8Array(e, numbers(huge));
      }),
    ]),
  "200 messages of unknown types": ({ message }) =>
    sending(repeat(200, (i) => message((e) => encoding.writeVarUint(e, 20 + i)))),
  "unknown kind of sync message": ({ sync }) => sending([sync(77, new Uint8Array([0, 0]))]),
  "1,000 updates of garbage": ({ sync }) => sending(repeat(1_000, () => sync(2, randomBytes(1_000)))),
  "5,000 updates whose past is missing": ({ sync }) =>
    sending(repeat(5_000, (i) => sync(2, typedUpdate(ownId, 10 + i * 2)))),
  "update of 98 MB": ({ sync }) => {
    const frame = clientFrame(sync(2, firstText(ownId, "a".repeat(98 * megabyte))));
    return (wire) => pour(wire.raw, frame);
  },
  "state vector with 180,000 invented people": ({ sync }) => {
    const vector = bytesOf((e) => {
      encoding.writeVarUint(e, 180_000);
      for (let i = 0; i < 180_000; i += 1) {
        encoding.writeVarUint(e, 1_000 + i);
        encoding.writeVarUint(e, 1);
      }
    });
    return sending([sync(0, vector)]);
  },
  "2,000 questions for the whole text": ({ sync }) =>
    sending(repeat(2_000, () => sync(0, new Uint8Array([0])))),
  "awareness state of 5 MB": ({ awareness }) =>
    sending([awareness([[ownId, 1, JSON.stringify({ user: { name: "x".repeat(5 * megabyte) } })]])]),
  "awareness of 20,000 invented people": ({ awareness }) =>
    sending([awareness(repeat(20_000, (i) => [ownId + i, 1, `{"user":{"name":"Bóng ma ${i}"}}`]))]),
  "awareness that erases somebody": ({ awareness, victim }) =>
    sending([awareness([[victim, 100_000, "null"]])]),
  "awareness that speaks as somebody": ({ awareness, victim }) =>
    sending([awareness([[victim, 100_000, '{"user":{"name":"Mạo danh"}}']])]),
};

/** The two that forge are told by what the others hear; a name that only an attacker uses. */
export const forgedName = "Mạo danh";

function sending(messages) {
  const bytes = Buffer.concat(messages.map((message) => clientFrame(message)));
  return (wire) => pour(wire.raw, bytes);
}

function rawHeader(first) {
  const frame = clientFrame(Buffer.from([0, 0]));
  frame[0] = first;
  return frame;
}

/** What an attack is given, for a server that wants `prefix` before each message. */
export const tools = (prefix, victim) => ({
  victim,
  sync: (kind, payload) => syncMessage(prefix, kind, payload),
  message: (write) => bytesOf(write, prefix),
  awareness: (entries) => awarenessMessage(prefix, entries),
});
