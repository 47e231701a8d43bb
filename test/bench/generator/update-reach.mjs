// How far an update reaches: for each author in it, from which clock to which. Readers need nothing else, and at half a
// million deliveries a second the library's own reader would cost more than the servers do.
import * as Y from "yjs";

const hasOrigin = 0x80;
const hasRightOrigin = 0x40;
const [gc, contentDeleted, contentString, skip] = [0, 1, 4, 10];

/** One place in the bytes for all readers here: no object for each of half a million messages. */
let at = 0;
function readVarUint(bytes) {
  let value = 0;
  let factor = 1;
  for (;;) {
    const byte = bytes[at++];
    value += (byte & 127) * factor;
    if (byte < 128) return value;
    factor *= 128;
  }
}

/** Two numbers and where they end, into `into`: the head of a sync message. */
export function readHead(bytes, start, into) {
  at = start;
  into.kind = readVarUint(bytes);
  into.length = readVarUint(bytes);
  into.end = at;
}

/** Calls `onRun(author, from, to)` for every unbroken run of clocks in a version 1 update. */
export function readReach(bytes, start, end, onRun) {
  at = start;
  const authors = readVarUint(bytes);
  for (let i = 0; i < authors; i += 1) {
    const structs = readVarUint(bytes);
    const author = readVarUint(bytes);
    let from = readVarUint(bytes);
    let to = from;
    for (let k = 0; k < structs; k += 1) {
      const info = bytes[at++];
      const kind = info & 31;
      if (kind === skip) {
        if (to > from) onRun(author, from, to);
        to += readVarUint(bytes);
        from = to;
        continue;
      }
      if (kind === gc) {
        to += readVarUint(bytes);
        continue;
      }
      const isPlain = kind === contentString || kind === contentDeleted;
      // What begins a parent or is no text is rare while people type.
      if (!isPlain || (info & (hasOrigin | hasRightOrigin)) === 0)
        return readSlowly(bytes.subarray(start, end), onRun, i);
      if (info & hasOrigin) {
        readVarUint(bytes);
        readVarUint(bytes);
      }
      if (info & hasRightOrigin) {
        readVarUint(bytes);
        readVarUint(bytes);
      }
      const length = readVarUint(bytes);
      if (kind === contentDeleted) to += length;
      else {
        for (let b = at; b < at + length; b += 1)
          if (bytes[b] > 127) return readSlowly(bytes.subarray(start, end), onRun, i);
        to += length;
        at += length;
      }
    }
    if (to > from) onRun(author, from, to);
  }
}

/** @param done authors that `onRun` has heard of already, in the order of the update. */
function readSlowly(update, onRun, done) {
  const { from, to } = Y.parseUpdateMeta(update);
  for (const [author, begin] of [...from].slice(done)) onRun(author, begin, to.get(author));
}

/** The quick reader against the library's, on random edits. @throws Error when they differ. */
export function checkReach() {
  const doc = new Y.Doc();
  const updates = [];
  doc.on("update", (update) => updates.push(update));
  const text = doc.getText("content");
  for (let i = 0; i < 600; i += 1) {
    doc.clientID = 1 + (i % 7) * 1_000_003;
    const place = Math.floor(Math.random() * (text.length + 1));
    if (i % 4 === 3 && place < text.length) text.delete(place, 1);
    else text.insert(place, i % 11 === 0 ? "ữ" : "abc".slice(i % 3));
  }
  for (let i = 0; i + 8 < updates.length; i += 8) updates.push(Y.mergeUpdates(updates.slice(i, i + 8)));
  for (const update of updates) {
    const found = new Map();
    const padded = Buffer.concat([Buffer.alloc(3, 0xff), update, Buffer.alloc(2)]);
    readReach(padded, 3, 3 + update.length, (author, from, to) =>
      found.set(author, [found.get(author)?.[0] ?? from, to]),
    );
    const { from, to } = Y.parseUpdateMeta(update);
    for (const [author, begin] of from)
      if (found.get(author)?.[0] !== begin || found.get(author)?.[1] !== to.get(author))
        throw new Error("the reader of updates is wrong");
    if (found.size !== from.size) throw new Error("the reader of updates is wrong");
  }
}
