import { addedItems, hasUnit } from "@dongsoan/shared/crdt";
import type * as Y from "yjs";
import { rangeOf } from "./text-items.ts";

/** Steps for one update. An honest one needs a few an item; two people apart for days need thousands. */
const maxSteps = 2_000_000;

/**
 * GATE15: every added item stands behind the item that it names as its left neighbour and before the one that it names
 * as its right. Yjs trusts both names; were they crossed, replicas that cut their items differently would put the text
 * in different orders, for ever.
 */
export function addedItemsAreInOrder(transaction: Y.Transaction): boolean {
  let steps = 0;
  const stands = (from: Y.Item | null, id: Y.ID | null, next: (item: Y.Item) => Y.Item | null): boolean => {
    if (id === null) return true;
    for (let item = from; item && steps < maxSteps; item = next(item), steps += 1)
      if (hasUnit(rangeOf(item), id)) return true;
    return false;
  };
  for (const item of addedItems(transaction)) {
    if (!stands(item.right, item.rightOrigin, (o) => o.right)) return false;
    if (!stands(item.left, item.origin, (o) => o.left)) return false;
  }
  return true;
}
