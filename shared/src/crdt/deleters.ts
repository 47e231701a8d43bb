import * as Y from "yjs";
import type { ChangeAuthor } from "../domain/difference.ts";
import type { SuggesterId, UserId } from "../domain/ids.ts";
import type { TextId } from "./carried-ids.ts";
import type { OriginsOf } from "./compare/tokens.ts";

/**
 * Who took text away: filled from a section's log in its order. An update names what it deletes, and its row who stored
 * it. Text that was taken away and put in again (a split) keeps its first id, so the last one who took it away counts.
 */
export class Deleters {
  readonly #originsOf: OriginsOf;
  readonly #byClient = new Map<number, Map<number, ChangeAuthor>>();

  constructor(originsOf: OriginsOf) {
    this.#originsOf = originsOf;
  }

  /** @param suggesterOf whose accepted suggestion took away what was first written under this id. */
  add(
    { payload, by }: { readonly payload: Uint8Array; readonly by: UserId },
    suggesterOf: (id: TextId) => SuggesterId | null = () => null,
  ): void {
    const direct: ChangeAuthor = { by, acceptedBy: null };
    for (const [client, ranges] of Y.decodeUpdate(payload).ds.clients)
      for (const { clock, len } of ranges)
        for (const origin of this.#originsOf({ client, clock, length: len })) {
          const clocks = this.#byClient.get(origin.client) ?? new Map<number, ChangeAuthor>();
          this.#byClient.set(origin.client, clocks);
          for (let i = 0; i < origin.length; i += 1) {
            const suggester = suggesterOf({ client: origin.client, clock: origin.clock + i });
            clocks.set(origin.clock + i, suggester === null ? direct : { by: suggester, acceptedBy: by });
          }
        }
  }

  /** @param id the first id of the text. */
  deleterOf({ client, clock }: TextId): ChangeAuthor | null {
    return this.#byClient.get(client)?.get(clock) ?? null;
  }
}
