import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { limits } from "./limits.ts";

/** Who a caret belongs to, written by the server into every awareness state. */
export interface CaretOwner {
  readonly name: string;
  readonly initials: string;
  readonly unitName: string;
  /** 6-digit hex; the editor binding warns about anything else. */
  readonly color: string;
}

/** Somebody who may have a caret. */
export interface CaretSpeaker {
  readonly actor: { readonly userId: string };
  readonly owner: CaretOwner;
}

/** A stock client sends back every caret that it hears of: one for each person here. */
const maxEntries = 1_000;

interface Entry {
  readonly peer: CaretSpeaker;
  clock: number;
  /** "null" while its owner shows none: the id stays theirs. */
  json: string;
}

/**
 * Carets and selections of one room. A peer speaks under one clientID only, the first it used; whatever it says about
 * others is dropped, and the `user` field is the server's. Never stored.
 */
export class RoomAwareness {
  readonly #entries = new Map<number, Entry>();
  readonly #clientIds = new Map<CaretSpeaker, number>();
  readonly #ownerOf: (clientId: number) => string | undefined;

  /** @param ownerOf whose a clientID is by the text that it wrote. */
  constructor(ownerOf: (clientId: number) => string | undefined) {
    this.#ownerOf = ownerOf;
  }

  /** @returns bytes to hand to the others, or null. @throws Error when malformed. */
  receive(peer: CaretSpeaker, update: Uint8Array): Uint8Array | null {
    const d = decoding.createDecoder(update);
    const count = decoding.readVarUint(d);
    if (count > maxEntries) throw new Error("awareness of too many");
    let said: { readonly clientId: number; readonly clock: number; readonly json: string } | null = null;
    for (let i = 0; i < count; i += 1) {
      const clientId = decoding.readVarUint(d);
      const clock = decoding.readVarUint(d);
      const json = decoding.readVarString(d);
      if (json.length > limits.maxAwarenessBytes) throw new Error("awareness state too large");
      if (said ? said.clientId === clientId : this.#mayBe(peer, clientId)) said = { clientId, clock, json };
    }
    return said && this.#take(peer, said.clientId, said.clock, said.json);
  }

  /** The last word of a message about its sender. */
  #take(peer: CaretSpeaker, clientId: number, clock: number, json: string): Uint8Array | null {
    const known = this.#entries.get(clientId);
    if (known && clock < known.clock) return null;
    const state: unknown = JSON.parse(json);
    if (typeof state !== "object" || Array.isArray(state)) throw new Error("awareness state is no object");
    const written = state === null ? "null" : JSON.stringify({ ...state, user: peer.owner });
    if (known && known.peer !== peer) this.#clientIds.delete(known.peer);
    this.#clientIds.set(peer, clientId);
    this.#entries.set(clientId, { peer, clock, json: written });
    return encodeEntry(clientId, clock, written);
  }

  /** The peer is gone: its caret goes at once. Under the same clock, so that its next word is news again when it comes back. */
  leave(peer: CaretSpeaker): Uint8Array | null {
    const clientId = this.#clientIds.get(peer);
    if (clientId === undefined) return null;
    this.#clientIds.delete(peer);
    const entry = this.#entries.get(clientId);
    this.#entries.delete(clientId);
    return entry && entry.json !== "null" ? encodeEntry(clientId, entry.clock, "null") : null;
  }

  /** Everybody's state for a newcomer, or null when nobody has one. */
  everybody(): Uint8Array | null {
    const shown = [...this.#entries].filter(([, { json }]) => json !== "null");
    if (shown.length === 0) return null;
    const e = encoding.createEncoder();
    encoding.writeVarUint(e, shown.length);
    for (const [clientId, { clock, json }] of shown) writeEntry(e, clientId, clock, json);
    return encoding.toUint8Array(e);
  }

  /** A line that was lost may still seem open when its page comes back: the same person takes over its id. */
  #mayBe(peer: CaretSpeaker, clientId: number): boolean {
    const own = this.#clientIds.get(peer);
    if (own !== undefined) return own === clientId;
    const owner = this.#ownerOf(clientId);
    if (owner !== undefined && owner !== peer.actor.userId) return false;
    const holder = this.#entries.get(clientId)?.peer;
    return holder === undefined || holder.actor.userId === peer.actor.userId;
  }
}

/** An awareness message about nobody: keeps an idle stock client from thinking that the line is dead. */
export const emptyAwareness = new Uint8Array([0]);

function writeEntry(e: encoding.Encoder, clientId: number, clock: number, json: string): void {
  encoding.writeVarUint(e, clientId);
  encoding.writeVarUint(e, clock);
  encoding.writeVarString(e, json);
}

function encodeEntry(clientId: number, clock: number, json: string): Uint8Array {
  const e = encoding.createEncoder();
  encoding.writeVarUint(e, 1);
  writeEntry(e, clientId, clock, json);
  return encoding.toUint8Array(e);
}
