import * as Y from "yjs";
import type { CutRange, TextId } from "@dongsoan/shared/crdt";
import { parentItem, setFormat } from "../text-items.ts";
import type { Formats, LostParagraph, Piece } from "./lost-text.ts";

const looks = ["style", "level", "align"];

/**
 * RESC1: what a transaction takes away by taking away paragraphs. An element's deletion names every letter that the deleter
 * knew of; letters that it does not name are ones that somebody else had typed meanwhile. To be called in
 * `afterTransaction`, while they can still be read.
 * @param named which letters the update itself says that it deletes.
 */
export function removedParagraphs(transaction: Y.Transaction, named: CutRange): readonly LostParagraph[] {
  const texts = new Set<Y.XmlText>();
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentString)
      if (struct.parent instanceof Y.XmlText && struct.parent._item?.deleted) texts.add(struct.parent);
  });
  if (texts.size === 0) return [];
  return [...texts].map((text) => ({
    pieces: piecesOf(text, transaction, named),
    block: outermost(text),
    look: lookOf(text, transaction),
  }));
}

/** Alive until this transaction. */
export const wasThere = (item: Y.Item, { beforeState, deleteSet }: Y.Transaction): boolean =>
  item.id.clock < (beforeState.get(item.id.client) ?? 0) &&
  (!item.deleted || Y.isDeleted(deleteSet, item.id));

function piecesOf(text: Y.XmlText, transaction: Y.Transaction, named: CutRange): readonly Piece[] {
  const pieces: Piece[] = [];
  const formats = new Map<string, unknown>();
  for (let item = text._start; item !== null; item = item.right) {
    if (!wasThere(item, transaction)) continue;
    const { content, id } = item;
    if (content instanceof Y.ContentFormat) {
      setFormat(formats, content);
    } else if (content instanceof Y.ContentString)
      for (const { isIn, ...range } of named({ client: id.client, clock: id.clock, length: item.length }))
        if (isIn) pieces.push({ kind: "known", ...range });
        else {
          const from = range.clock - id.clock;
          const letters = content.str.slice(from, from + range.length);
          pieces.push({ kind: "lost", ...range, text: letters, formats: Object.fromEntries(formats) });
        }
  }
  return pieces;
}

function outermost(text: Y.XmlText): TextId | null {
  let block: Y.Item | null = null;
  for (let item = text._item; item?.deleted; item = parentItem(item)) block = item;
  return block && { client: block.id.client, clock: block.id.clock };
}

function lookOf({ parent }: Y.XmlText, transaction: Y.Transaction): Formats {
  if (!(parent instanceof Y.XmlElement)) return {};
  return Object.fromEntries(
    looks.flatMap((key) => {
      const item = parent._map.get(key);
      return item?.content instanceof Y.ContentAny && wasThere(item, transaction)
        ? [[key, item.content.arr[0] as unknown]]
        : [];
    }),
  );
}
