import * as Y from "yjs";
import { type CarriedIds, recordKey, recordMarkOf, type TextRange } from "@dongsoan/shared/crdt";
import { placeOf } from "./live-letters.ts";
import type { Formats, LostParagraph, Piece } from "./lost-text.ts";
import { wasThere } from "./removed-paragraphs.ts";

export interface Withdrawal {
  readonly userId: string;
  /** Who wrote under a clientID. */
  readonly ownerOf: (clientId: number) => string | undefined;
  readonly carried: CarriedIds;
  /** Id of the suggestion that it becomes. */
  readonly id: string;
}

/** Letters that stood, and that the update has laid its writer's record of an insertion around. */
export interface Wrapped extends TextRange {
  readonly key: string;
}

export interface Withdrawn {
  readonly paragraphs: readonly LostParagraph[];
  readonly wrapped: readonly Wrapped[];
}

/**
 * SUG27: letters that their own writer has really taken out, as one does with a suggestion, and that were accepted
 * meanwhile: they are everybody's now, so they are to be there again, struck. What is left of the suggestion the editor may
 * have marked anew in doing so. To be called in `afterTransaction`, while they can still be read; letters of a paragraph
 * that goes as a whole are not among them.
 */
export function withdrawnLetters(transaction: Y.Transaction, by: Withdrawal): Withdrawn {
  const texts = new Set<Y.XmlText>();
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return;
    const { parent } = struct;
    if (parent instanceof Y.XmlText && parent.parent instanceof Y.XmlElement)
      if (parent.parent._item?.deleted === false) texts.add(parent);
  });
  const wrapped: Wrapped[] = [];
  const paragraphs = [...texts].map((text) => ({
    pieces: piecesOf(text, transaction, by, wrapped),
    block: text._item && { client: text._item.id.client, clock: text._item.id.clock },
    look: {},
  }));
  return { paragraphs, wrapped };
}

function piecesOf(
  text: Y.XmlText,
  transaction: Y.Transaction,
  by: Withdrawal,
  wrapped: Wrapped[],
): readonly Piece[] {
  const value = { id: by.id, by: by.userId, at: "" };
  const struck = { [recordKey("del", value)]: value };
  const pieces: Piece[] = [];
  const before: Record<string, unknown> = {};
  const now: Record<string, unknown> = {};
  for (let item = text._start; item !== null; item = item.right) {
    const { content, deleted, id, length } = item;
    const range = { client: id.client, clock: id.clock, length };
    const stood = wasThere(item, transaction);
    if (content instanceof Y.ContentFormat) {
      if (stood) setFormat(before, content);
      if (!deleted) setFormat(now, content);
    } else if (stood) {
      const isText = content instanceof Y.ContentString && ownRecords(before, "ins", by).length === 0;
      if (isText && !deleted) wrapped.push(...ownRecords(now, "ins", by).map((key) => ({ ...range, key })));
      if (!isText || !deleted || !isOwn(range, by)) pieces.push({ kind: "known", ...range });
      else {
        const isStruck = ownRecords(before, "del", by).length > 0;
        const formats = isStruck ? { ...before } : { ...before, ...struck };
        pieces.push({ kind: "lost", ...range, text: content.str, formats });
      }
    }
  }
  return pieces;
}

function setFormat(formats: Record<string, unknown>, { key, value }: Y.ContentFormat): void {
  if (value === null) delete formats[key];
  else formats[key] = value;
}

/** The records are off again, wherever the letters stand by now. An edit: run it in a transaction. */
export function unwrap(doc: Y.Doc, wrapped: readonly Wrapped[]): void {
  for (const { key, length, ...id } of wrapped) {
    const place = placeOf(doc, id);
    place?.text.format(place.index, length, { [key]: null });
  }
}

const isOwn = (range: TextRange, { carried, ownerOf, userId }: Withdrawal): boolean =>
  carried.originsOf(range).every(({ client }) => ownerOf(client) === userId);

const ownRecords = (formats: Formats, kind: "ins" | "del", { userId }: Withdrawal): readonly string[] =>
  Object.keys(formats).filter(
    (key) => recordMarkOf(key) === kind && (formats[key] as { readonly by?: unknown }).by === userId,
  );
