import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { type CarriedRange, joinRanges, type TextId } from "./carried-ids.ts";

/** First byte of the stored form. */
const format = 1;

/**
 * Carried ranges as they are stored and sent between threads: where there are many, five to six bytes each. ClientIDs
 * once, then for each range each of its ids as the step from where the last such id of the same client ended, mostly 0.
 */
export function packRanges(ranges: Iterable<CarriedRange>): Uint8Array {
  const joined = joinRanges(ranges);
  const clients = new Map<number, number>();
  for (const { client, origin } of joined)
    for (const id of [client, origin.client]) if (!clients.has(id)) clients.set(id, clients.size);
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, format);
  encoding.writeVarUint(encoder, clients.size);
  for (const client of clients.keys()) encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, joined.length);
  const write = ({ client, clock }: TextId, length: number, ends: Map<number, number>) => {
    encoding.writeVarUint(encoder, clients.get(client) ?? 0);
    encoding.writeVarInt(encoder, clock - (ends.get(client) ?? 0));
    ends.set(client, clock + length);
  };
  const [ends, originEnds] = [new Map<number, number>(), new Map<number, number>()];
  for (const range of joined) {
    encoding.writeVarUint(encoder, range.length);
    write(range, range.length, ends);
    write(range.origin, range.length, originEnds);
  }
  return encoding.toUint8Array(encoder);
}

/** @throws on bytes that `packRanges` did not make. */
export function unpackRanges(bytes: Uint8Array): CarriedRange[] {
  const decoder = decoding.createDecoder(bytes);
  if (decoding.readVarUint(decoder) !== format) throw new Error("carried ranges of an unknown form");
  const clients = Array.from({ length: decoding.readVarUint(decoder) }, () => decoding.readVarUint(decoder));
  const read = (length: number, ends: Map<number, number>): TextId => {
    const client = clients[decoding.readVarUint(decoder)];
    if (client === undefined) throw new Error("carried ranges name no such client");
    const clock = (ends.get(client) ?? 0) + decoding.readVarInt(decoder);
    ends.set(client, clock + length);
    return { client, clock };
  };
  const [ends, originEnds] = [new Map<number, number>(), new Map<number, number>()];
  return Array.from({ length: decoding.readVarUint(decoder) }, () => {
    const length = decoding.readVarUint(decoder);
    return { ...read(length, ends), length, origin: read(length, originEnds) };
  });
}
