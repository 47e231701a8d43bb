import * as Y from "yjs";
import type { TextId } from "@dongsoan/shared/crdt";
import type { Graves } from "./graves.ts";
import type { IdRanges } from "./id-ranges.ts";
import { cutBehind, holds, holdsLost, type LostParagraph, maxPieces, type Piece } from "./lost-text.ts";
import { parentItem } from "./removed-paragraphs.ts";

/** Structs as the update's bytes held them: of what stands in a removed paragraph Yjs keeps nothing but the ids. */
type Struct = ReturnType<typeof Y.decodeUpdate>["structs"][number];

type Paragraph = Omit<LostParagraph, "pieces"> & { readonly pieces: Piece[] };

/**
 * RESC2: letters that an update typed into paragraphs that were removed before it came, in the order in which their writer
 * saw them. What the update itself deletes again is not among them.
 */
export function lateLetters(
  transaction: Y.Transaction,
  structs: readonly Struct[],
  named: () => IdRanges,
  graves: Graves,
): readonly LostParagraph[] {
  const late = structs.filter(
    (struct): struct is Y.Item =>
      struct instanceof Y.Item &&
      struct.id.clock + struct.length > (transaction.beforeState.get(struct.id.client) ?? 0) &&
      isGone(transaction.doc, struct),
  );
  if (!late.some(({ content }) => content instanceof Y.ContentString)) return [];
  const own = named();
  const paragraphs: Paragraph[] = [];
  let lostCount = 0;
  for (const item of late) {
    const pieces = piecesOf(item, transaction, own);
    place(item, pieces, paragraphs, graves, transaction.doc);
    lostCount += pieces.filter(({ kind }) => kind === "lost").length;
    // RESC5: it is too much already.
    if (lostCount > maxPieces) break;
  }
  return paragraphs.filter(holdsLost);
}

/** The gate has seen that these ids are there. */
function isGone({ store }: Y.Doc, { id, length }: Y.Item): boolean {
  const structs = (store.clients.get(id.client) ?? []) as Y.Item[];
  for (let i = Y.findIndexSS(structs, id.clock); i < structs.length; i += 1) {
    const struct = structs[i];
    if (!struct || struct.id.clock >= id.clock + length) return false;
    if (struct.deleted) return true;
  }
  return false;
}

function piecesOf(
  { id, length, content }: Y.Item,
  { beforeState, doc }: Y.Transaction,
  named: IdRanges,
): Piece[] {
  const range = { client: id.client, clock: id.clock, length };
  if (content instanceof Y.ContentFormat)
    return [{ kind: "format", ...range, key: content.key, value: content.value as unknown }];
  if (!(content instanceof Y.ContentString)) return [{ kind: "known", ...range }];
  // Letters that were typed on in one go are one item, of which the first may have come before.
  const knownLength = Math.min(length, Math.max(0, (beforeState.get(id.client) ?? 0) - id.clock));
  const pieces: Piece[] = knownLength > 0 ? [{ kind: "known", ...range, length: knownLength }] : [];
  const fresh = { client: id.client, clock: id.clock + knownLength, length: length - knownLength };
  for (const { isIn, ...part } of named.cut(fresh)) {
    const isLost = !isIn && Y.getItem(doc.store, Y.createID(part.client, part.clock)).deleted;
    const from = part.clock - id.clock;
    if (!isLost) pieces.push({ kind: "known", ...part });
    else
      pieces.push({
        kind: "lost",
        ...part,
        text: content.str.slice(from, from + part.length),
        formats: null,
      });
  }
  return pieces;
}

/** Puts an item where its writer put it: right behind its left neighbour of that moment. */
function place(item: Y.Item, pieces: Piece[], paragraphs: Paragraph[], graves: Graves, doc: Y.Doc): void {
  const { origin, rightOrigin } = item;
  const neighbours = [origin, rightOrigin].filter((id) => id !== null);
  for (const id of neighbours)
    for (const paragraph of paragraphs) if (insert(pieces, paragraph, id, id === origin)) return;
  for (const id of neighbours) {
    const grave = graves.take(id);
    if (grave && insert(pieces, grave, id, id === origin)) return void paragraphs.push(grave);
  }
  const at = (id: TextId | null): Piece[] =>
    id ? [{ kind: "known", client: id.client, clock: id.clock, length: 1 }] : [];
  // Text of a node that the same update made stands behind the node itself.
  const parent = item.parent instanceof Y.ID ? item.parent : null;
  const [inside] = parent && !origin ? paragraphs.filter((p) => insert(pieces, p, parent, true)) : [];
  if (inside) return;
  paragraphs.push({
    pieces: [...at(origin ?? parent), ...pieces, ...at(rightOrigin)],
    block: blockOf(doc, origin ?? rightOrigin ?? parent),
    look: {},
  });
}

function insert(pieces: readonly Piece[], paragraph: Paragraph, id: TextId, isBehind: boolean): boolean {
  const behind = cutBehind(paragraph.pieces, id);
  if (behind < 0) return false;
  if (isBehind) paragraph.pieces.splice(behind, 0, ...pieces);
  else {
    // Cut off the unit itself too, so that there is a place before it.
    if (id.clock > 0) cutBehind(paragraph.pieces, { client: id.client, clock: id.clock - 1 });
    const at = paragraph.pieces.findIndex((piece) => holds(piece, id));
    paragraph.pieces.splice(at, 0, ...pieces);
  }
  return true;
}

/**
 * Of an element that is gone Yjs keeps the place, and of what stood in it the ids alone. An editor makes an element and its
 * text in one go: the last place before the text's ids is the element's.
 */
function blockOf({ store }: Y.Doc, id: TextId | null): TextId | null {
  if (!id) return null;
  const structs = store.clients.get(id.client) ?? [];
  for (let i = Y.findIndexSS(structs as Y.Item[], id.clock); i >= 0; i -= 1) {
    const struct = structs[i];
    if (!(struct instanceof Y.Item)) continue;
    const isPlace = struct.deleted && !(struct.parent instanceof Y.XmlText) && struct.parentSub === null;
    if (!isPlace || parentItem(struct)?.deleted) return null;
    return { client: id.client, clock: struct.id.clock + struct.length - 1 };
  }
  return null;
}
