import { describe, expect, it } from "vitest";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { Rng } from "../../../test/kit/rng.ts";
import { applyBounded } from "./bounded-apply.ts";

const textOf = (doc: Y.Doc) => doc.getText("t");

/** Three people who write and delete in one text, and hear of each other now and then. */
function writtenByThree(steps: number, seed: number): Y.Doc {
  const rng = new Rng(seed);
  const roll = (below: number) => rng.int(below);
  const docs = [3, 1, 2].map((clientId) => {
    const doc = new Y.Doc();
    doc.clientID = clientId;
    return doc;
  });
  for (let i = 0; i < steps; i += 1) {
    const doc = docs[roll(3)] ?? new Y.Doc();
    const text = textOf(doc);
    if (roll(4) === 0 && text.length > 0) text.delete(roll(text.length), 1);
    else text.insert(roll(text.length + 1), "chữ".slice(0, 1 + roll(3)), roll(3) === 0 ? { bold: true } : {});
    if (roll(5) === 0)
      for (const other of docs) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)));
  }
  const [first = new Y.Doc(), ...others] = docs;
  for (const other of others) Y.applyUpdate(first, Y.encodeStateAsUpdate(other));
  return first;
}

/** One-letter items of one client in one update. @param write the info byte and the neighbours of the i-th. */
function letters(client: number, count: number, write: (e: encoding.Encoder, i: number) => void): Uint8Array {
  const e = encoding.createEncoder();
  for (const n of [1, count, client, 0]) encoding.writeVarUint(e, n);
  for (let i = 0; i < count; i += 1) {
    write(e, i);
    encoding.writeVarString(e, "a");
  }
  encoding.writeVarUint(e, 0);
  return encoding.toUint8Array(e);
}

describe("applying within bounds", () => {
  it.each([1, 2, 3, 4, 5])("[GATE17] makes of a large update what Yjs makes of it (seed %i)", (seed) => {
    const source = writtenByThree(600, seed);
    const update = Y.encodeStateAsUpdate(source);
    const { structs } = Y.decodeUpdate(update);
    expect(structs.length).toBeGreaterThan(200);
    const doc = new Y.Doc();
    let told = 0;
    doc.on("update", () => (told += 1));
    expect(applyBounded(doc, update, structs)).toBe(true);
    expect(textOf(doc).toDelta()).toEqual(textOf(source).toDelta());
    expect(Buffer.compare(Y.encodeStateAsUpdate(doc), update)).toBe(0);
    expect(told).toBe(1);
    expect(doc.store.pendingStructs).toBeNull();
  });

  it("[GATE17] leaves what names an unknown past to wait, as Yjs does", () => {
    const source = writtenByThree(600, 9);
    const whole = Y.encodeStateAsUpdate(source);
    const known = new Y.Doc();
    Y.applyUpdate(known, whole);
    known.clientID = 77;
    const vector = Y.encodeStateVector(known);
    for (let i = 0; i < 200; i += 1) textOf(known).insert(i * 2, "x");
    const update = Y.encodeStateAsUpdate(known, vector);
    const doc = new Y.Doc();
    expect(applyBounded(doc, update, Y.decodeUpdate(update).structs)).toBe(true);
    expect(doc.store.pendingStructs).not.toBeNull();
  });

  it("[GATE17] gives up on neighbours that are named so that each place is looked for among all", () => {
    const doc = new Y.Doc();
    textOf(doc).insert(0, "z");
    const first = doc.clientID;
    const count = 15_000;
    // Each before the former: a list that cannot be joined.
    const list = letters(100, count, (e, i) => {
      encoding.writeUint8(e, 4 | 0x40);
      encoding.writeVarUint(e, i === 0 ? first : 100);
      encoding.writeVarUint(e, i === 0 ? 0 : i - 1);
    });
    expect(applyBounded(doc, list, Y.decodeUpdate(list).structs)).toBe(true);
    // Neither neighbour: each is compared with all that stands there.
    const crossing = letters(4_000_000_000, count, (e) => {
      encoding.writeUint8(e, 4);
      encoding.writeVarUint(e, 1);
      encoding.writeVarString(e, "t");
    });
    expect(applyBounded(doc, crossing, Y.decodeUpdate(crossing).structs)).toBe(false);
  });
});
