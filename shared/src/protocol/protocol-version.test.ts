import { describe, expect, it } from "vitest";
import {
  type ClientFrame,
  decodeServerFrame,
  encodeClientFrame,
  encodeServerFrame,
  type ServerFrame,
} from "./frames.ts";
import { protocolVersion } from "./protocol-version.ts";

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const fromClient: readonly ClientFrame[] = [
  {
    kind: "open",
    requestId: 1,
    sectionId: "s",
    schemaVersion: 2,
    lineage: 3,
    mode: "suggest",
    vector: new Uint8Array([0]),
    protocolVersion: 3,
  },
  { kind: "data", channel: 300, message: new Uint8Array([1, 0]) },
  { kind: "text", channel: 300, seq: 200, message: new Uint8Array([0, 2, 1, 9]) },
  { kind: "close", channel: 5, code: 4403, reason: "đi" },
  { kind: "control", json: "{}" },
];
const fromServer: readonly ServerFrame[] = [
  { kind: "opened", requestId: 1, channel: 300, lineage: 2, epoch: 3, mode: "write", reason: "" },
  { kind: "opened", requestId: 1, channel: 300, lineage: 2, epoch: 3, mode: "read", reason: "no" },
  { kind: "refused", requestId: 1, code: 4403, reason: "no" },
  { kind: "data", channel: 5, message: new Uint8Array([1]) },
  { kind: "text", channel: 5, seq: 9, message: new Uint8Array([0, 2]) },
  { kind: "close", channel: 5, code: 4403, reason: "no" },
  { kind: "ack", channel: 5, count: 130 },
  { kind: "cut-short", channel: 5 },
  { kind: "control", json: "{}" },
];

describe("the bytes on the wire", () => {
  it("[FRAME4] are read back as they were, also where a server says no reason", () => {
    expect(fromServer.map((frame) => decodeServerFrame(encodeServerFrame(frame)))).toEqual(fromServer);
    const unsaid = new Uint8Array([0, 1, 1, 7, 2, 3, 0]);
    expect(decodeServerFrame(unsaid)).toMatchObject({ kind: "opened", mode: "read", reason: "" });
  });
  it("[FRAME1] are those of this version: whoever changes them decides about its number", () => {
    expect(protocolVersion).toBe(3);
    expect(fromClient.map(encodeClientFrame).map(hex)).toEqual([
      "0000010173020302010003",
      "ac02020100",
      "ac0206c80100020109",
      "0503b32203c49169",
      "0005027b7d",
    ]);
    expect(fromServer.map(encodeServerFrame).map(hex)).toEqual([
      "000101ac02020301",
      "000101ac02020300026e6f",
      "000301b322026e6f",
      "050201",
      "0506090002",
      "0503b322026e6f",
      "05048201",
      "0507",
      "0005027b7d",
    ]);
  });
});
