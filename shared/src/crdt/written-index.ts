import * as Y from "yjs";
import type { EpochMs, UserId } from "../domain/ids.ts";
import type { TextRange } from "./carried-ids.ts";
import { partsWithin } from "./sorted-ranges.ts";

/** Ids that came in one update, or in several of one person within a minute. */
export interface Written extends TextRange {
  readonly by: UserId;
  /** When the last of them was stored. */
  readonly at: EpochMs;
}

/** A row of a section's log. */
export interface WrittenRow {
  readonly payload: Uint8Array;
  readonly by: UserId;
  readonly at: EpochMs;
}

const togetherMs = 60_000;

/** Who stored which ids, and when (LINE7): filled from a section's log in its order, asked by ranges. */
export class WrittenIndex {
  readonly #byClient = new Map<number, Written[]>();

  /** @param parts what another index has, in its order. */
  constructor(parts: Iterable<Written> = []) {
    for (const part of parts) {
      const list = this.#byClient.get(part.client);
      if (list) list.push(part);
      else this.#byClient.set(part.client, [part]);
    }
  }

  /** @param parts what an index of the rows that come next has, in its order. */
  extend(parts: Iterable<Written>): void {
    for (const part of parts) this.#put(part);
  }

  /** Everything that it has, by client and in order. */
  get parts(): Written[] {
    return [...this.#byClient.values()].flat();
  }

  add({ payload, by, at }: WrittenRow): void {
    for (const struct of Y.decodeUpdate(payload).structs)
      if (!(struct instanceof Y.Skip)) this.#put({ ...struct.id, length: struct.length, by, at });
  }

  #put(part: Written): void {
    const { client, clock, length, by, at } = part;
    const list = this.#byClient.get(client) ?? [];
    this.#byClient.set(client, list);
    const last = list.at(-1);
    const goesOn =
      last !== undefined && last.by === by && last.clock + last.length === clock && at - last.at < togetherMs;
    if (goesOn) list[list.length - 1] = { ...last, length: last.length + length, at };
    else list.push({ client, clock, length, by, at });
  }

  /** @returns the parts of a range with their writers, in order; ids that no update brought are left out. */
  writersOf(range: TextRange): Written[] {
    const parts: Written[] = [];
    for (const { range: written, from, to } of partsWithin(this.#byClient.get(range.client) ?? [], range))
      parts.push({ ...written, clock: from, length: to - from });
    return parts;
  }
}
