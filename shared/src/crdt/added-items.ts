import * as Y from "yjs";

/** What a transaction added, living or deleted. The first of a client may begin before it, where Yjs has joined them since. */
export function* addedItems({ beforeState, afterState, doc }: Y.Transaction): Generator<Y.Item> {
  for (const [client, after] of afterState) {
    const before = beforeState.get(client) ?? 0;
    if (after === before) continue;
    const structs = (doc.store.clients.get(client) ?? []) as Y.Item[];
    for (let i = Y.findIndexSS(structs, before); i < structs.length; i += 1) {
      const struct = structs[i];
      if (struct instanceof Y.Item) yield struct;
    }
  }
}
