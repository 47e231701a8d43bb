import * as Y from "yjs";
import { addedItems, CarriedIds, type CarriedRange, recordMarkOf } from "@dongsoan/shared/crdt";
import { type LostParagraph, maxPieces, type Piece } from "./lost-text.ts";

/**
 * SUG29: what an update has typed, where it stands now, to be put back should the update be undone.
 * @param carried text of the update that is deleted text again: nobody typed it there.
 */
export function typedWords(
  transaction: Y.Transaction,
  carried: readonly CarriedRange[],
): readonly LostParagraph[] {
  const again = new CarriedIds(carried);
  const texts = new Set<Y.XmlText>();
  for (const { deleted, content, parent } of addedItems(transaction))
    if (!deleted && content instanceof Y.ContentString && parent instanceof Y.XmlText) texts.add(parent);
  return [...texts].slice(0, maxPieces + 1).map((text) => ({
    pieces: piecesOf(text, transaction, again),
    block: text._item && { client: text._item.id.client, clock: text._item.id.clock },
    look: {},
  }));
}

/** Does an update strike, split, join or format, or take anything away? Of that nothing is put back. */
export const doesMoreThanType = (transaction: Y.Transaction): boolean =>
  transaction.deleteSet.clients.size > 0 ||
  [...addedItems(transaction)].some(({ content, parent }) => {
    if (content instanceof Y.ContentFormat) return ["del", "fmt"].includes(recordMarkOf(content.key) ?? "");
    return !(content instanceof Y.ContentString && parent instanceof Y.XmlText);
  });

function piecesOf(text: Y.XmlText, { beforeState }: Y.Transaction, again: CarriedIds): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let item = text._start; item !== null; item = item.right) {
    const { content, deleted, id, length } = item;
    const range = { client: id.client, clock: id.clock, length };
    const isNew = id.clock >= (beforeState.get(id.client) ?? 0);
    if (content instanceof Y.ContentFormat) {
      const { key, value } = content as { readonly key: string; readonly value: unknown };
      if (isNew && !deleted) pieces.push({ kind: "format", ...range, key, value });
    } else if (content instanceof Y.ContentString && !deleted) {
      const knownLength = Math.min(length, Math.max(0, (beforeState.get(id.client) ?? 0) - id.clock));
      if (knownLength > 0) pieces.push({ kind: "known", ...range, length: knownLength });
      let from = knownLength;
      if (from === length) continue;
      for (const origin of again.originsOf({
        client: id.client,
        clock: id.clock + from,
        length: length - from,
      })) {
        const part = { client: id.client, clock: id.clock + from, length: origin.length };
        const isTyped = origin.client === part.client && origin.clock === part.clock;
        const letters = content.str.slice(from, from + part.length);
        pieces.push(
          isTyped ? { kind: "lost", ...part, text: letters, formats: null } : { kind: "known", ...part },
        );
        from += part.length;
      }
    } else pieces.push({ kind: "known", ...range });
  }
  return pieces;
}
