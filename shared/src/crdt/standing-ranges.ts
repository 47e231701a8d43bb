import * as Y from "yjs";
import type { TextRange } from "./carried-ids.ts";

/** @returns whether a unit of a range stands in this document. */
export function standsIn({ store }: Y.Doc): (range: TextRange) => boolean {
  return ({ client, clock, length }) => {
    const structs = store.clients.get(client);
    if (!structs || clock >= Y.getState(store, client)) return false;
    // The index search is for items; collected runs are found alike.
    for (let i = Y.findIndexSS(structs as Y.Item[], clock); i < structs.length; i += 1) {
      const struct = structs[i];
      if (!struct || struct.id.clock >= clock + length) break;
      if (!struct.deleted) return true;
    }
    return false;
  };
}
