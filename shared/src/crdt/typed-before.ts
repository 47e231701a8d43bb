import * as Y from "yjs";
import type { TextId } from "./carried-ids.ts";

/**
 * RESC3: whoever put this unit in again may be typing in front of it. What comes between their letters and the unit would
 * tear the word that they are at.
 * @returns how many units that they have written since stand right before it.
 */
export function unitsTypedBefore({ store }: Y.Doc, { client, clock }: TextId): number {
  const item = Y.getItem(store, Y.createID(client, clock));
  if (!(item instanceof Y.Item) || item.id.clock !== clock) return 0;
  let units = 0;
  for (let { left } = item; left; left = left.left) {
    if (left.deleted || !left.countable) continue;
    if (left.id.client !== client || left.id.clock < clock) break;
    units += left.length;
  }
  return units;
}
