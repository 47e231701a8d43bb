import * as Y from "yjs";
import type { CutRange, TextId, TextRange } from "@dongsoan/shared/crdt";
import { parentItem, rangeOf, setFormat } from "../text-items.ts";
import type { Formats, LostParagraph, Piece } from "./lost-text.ts";

const looks = ["style", "level", "align"];

/**
 * RESC1: what a transaction takes away by taking away paragraphs. An element's deletion names every letter that the deleter
 * knew of; letters that it does not name are ones that somebody else had typed meanwhile. To be called in
 * `afterTransaction`, while they can still be read.
 * @param named which letters the update itself says that it deletes.
 * @param isKept whether letters are to be put back though it names them: then also of texts that stand.
 */
export function removedParagraphs(
  transaction: Y.Transaction,
  named: CutRange,
  isKept: (range: TextRange) => boolean,
): readonly LostParagraph[] {
  const texts = new Set<Y.XmlText>();
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentString)
      if (struct.parent instanceof Y.XmlText && (struct.parent._item?.deleted || isKept(rangeOf(struct))))
        texts.add(struct.parent);
  });
  if (texts.size === 0) return [];
  return [...texts].map((text) => ({
    pieces: piecesOf(text, transaction, named),
    block: outermost(text) ?? (text._item && idOf(text._item)),
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
      for (const { isIn, ...range } of item.deleted
        ? named(rangeOf(item))
        : [{ ...rangeOf(item), isIn: true }])
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
  return block && idOf(block);
}

const idOf = ({ id }: Y.Item): TextId => ({ client: id.client, clock: id.clock });

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
