import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

/** The y-websocket messages: type 0 sync (0 step 1, 1 step 2, 2 update), 1 awareness, 3 query awareness. */
export type YMessage =
  | { readonly kind: "step1"; readonly vector: Uint8Array }
  | { readonly kind: "step2" | "update"; readonly update: Uint8Array }
  | { readonly kind: "awareness"; readonly update: Uint8Array }
  | { readonly kind: "query-awareness" };

/** Is it about carets and who is here: an awareness message, or a question for them? */
export const isPresence = (bytes: Uint8Array): boolean => bytes[0] === 1 || bytes[0] === 3;

/** @throws Error on anything else, and on bytes left over. The results are views into `bytes`. */
export function decodeMessage(bytes: Uint8Array): YMessage {
  const d = decoding.createDecoder(bytes);
  const message = read(d);
  if (decoding.hasContent(d)) throw new Error("bytes left over");
  return message;
}

function read(d: decoding.Decoder): YMessage {
  switch (decoding.readVarUint(d)) {
    case 0:
      switch (decoding.readVarUint(d)) {
        case 0:
          return { kind: "step1", vector: decoding.readVarUint8Array(d) };
        case 1:
          return { kind: "step2", update: decoding.readVarUint8Array(d) };
        case 2:
          return { kind: "update", update: decoding.readVarUint8Array(d) };
        default:
          throw new Error("unknown sync message");
      }
    case 1:
      return { kind: "awareness", update: decoding.readVarUint8Array(d) };
    case 3:
      return { kind: "query-awareness" };
    default:
      throw new Error("unknown message");
  }
}

const sync = (subtype: number, payload: Uint8Array): Uint8Array => {
  const e = encoding.createEncoder();
  encoding.writeVarUint(e, 0);
  encoding.writeVarUint(e, subtype);
  encoding.writeVarUint8Array(e, payload);
  return encoding.toUint8Array(e);
};
export const step1Message = (vector: Uint8Array): Uint8Array => sync(0, vector);
export const step2Message = (update: Uint8Array): Uint8Array => sync(1, update);
export const updateMessage = (update: Uint8Array): Uint8Array => sync(2, update);

export function awarenessMessage(update: Uint8Array): Uint8Array {
  const e = encoding.createEncoder();
  encoding.writeVarUint(e, 1);
  encoding.writeVarUint8Array(e, update);
  return encoding.toUint8Array(e);
}

/** Entries of a state vector. @throws Error when malformed or when there are more than `most`. */
export function countVectorEntries(vector: Uint8Array, most: number): number {
  const d = decoding.createDecoder(vector);
  const count = decoding.readVarUint(d);
  if (count > most) throw new Error("state vector too large");
  for (let i = 0; i < count; i += 1) {
    decoding.readVarUint(d);
    decoding.readVarUint(d);
  }
  return count;
}
