import * as Y from "yjs";
import type { TextId, TextRange } from "@dongsoan/shared/crdt";

/** @returns the item that holds a unit; null where nothing is kept of it, or where a repair took it out (DAMAGE3). */
export function itemOf({ store }: Y.Doc, { client, clock }: TextId): Y.Item | null {
  const isThere = clock < Y.getState(store, client);
  const item = isThere && Y.getItem(store, Y.createID(client, clock));
  return item instanceof Y.Item ? item : null;
}

/** The item of the node that an item stands in; null at the root. */
export const parentItem = (item: Y.Item | null): Y.Item | null =>
  item?.parent instanceof Y.AbstractType ? item.parent._item : null;

export const rangeOf = ({ id, length }: Y.Item): TextRange => ({
  client: id.client,
  clock: id.clock,
  length,
});

/** What holds for the letters behind a format. */
export function setFormat(formats: Map<string, unknown>, { key, value }: Y.ContentFormat): void {
  if (value === null) formats.delete(key);
  else formats.set(key, value);
}
