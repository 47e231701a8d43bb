import {
  CarriedIds,
  type CarriedRange,
  findCarriedText,
  RecentlyDeleted,
  type TextId,
} from "@dongsoan/shared/crdt";
import * as Y from "yjs";

/** Where a caret goes that stood in text which was taken away. */
export interface NewPlace {
  readonly position: Y.RelativePosition;
  /** Letters before the caret that are gone with the text; whoever took it away had not seen them, if they come back (RESC3). */
  readonly lost: string;
  /** It stays in front of a letter of one's own that whoever took the text away had not seen, and goes with that (RESC8). */
  readonly before: Y.RelativePosition | null;
}

type Side = "left" | "right";

/** A unit of text that a transaction took away: the caret's neighbour on that side. */
interface Letter {
  readonly item: Y.Item;
  readonly clock: number;
  readonly side: Side;
}

/**
 * CARET2: where places in the text go with the letters that a transaction took away and put in again. To be asked in
 * `beforeObserverCalls`, while what was deleted can still be read. Nothing is looked for while their letters stand.
 */
export class CarriedPlaces {
  readonly #transaction: Y.Transaction;
  #carried: readonly CarriedRange[] | null = null;

  constructor(transaction: Y.Transaction) {
    this.#transaction = transaction;
  }

  /** @returns null for a place that is where it was, or that Yjs finds as well. */
  of(position: Y.RelativePosition): NewPlace | null {
    const letter = this.#takenLetter(position);
    if (!letter) return null;
    const own = letter.side === "left" ? this.#ownBehind(letter) : null;
    if (own) return this.#inFrontOf(own);
    this.#carried ??= carriedText(this.#transaction);
    if (this.#carried.length === 0) return null;
    const other = letter.side === "left" ? "right" : "left";
    return this.#beside(letter, letter.side) ?? this.#beside(letter, other);
  }

  /** The binding keeps a place by the letter before it, and a text's start by the text. */
  #takenLetter({ item: id, type, assoc }: Y.RelativePosition): Letter | null {
    const { store } = this.#transaction.doc;
    const item = (id ?? type) && Y.getItem(store, (id ?? type) as Y.ID);
    if (!(item instanceof Y.Item)) return null;
    if (id)
      return isText(item) && item.deleted
        ? { item, clock: id.clock, side: assoc < 0 ? "left" : "right" }
        : null;
    const text = item.content instanceof Y.ContentType ? item.content.type : null;
    let first = text instanceof Y.XmlText ? text._start : null;
    while (first && !(isText(first) && this.#stood(first))) first = first.right;
    return first?.deleted ? { item: first, clock: first.id.clock, side: "right" } : null;
  }

  /** Was there for people before this transaction. */
  #stood({ id, deleted }: Y.Item): boolean {
    const { beforeState, deleteSet } = this.#transaction;
    return id.clock < (beforeState.get(id.client) ?? 0) && (!deleted || Y.isDeleted(deleteSet, id));
  }

  /** One's own letter right behind, if it stands: what its writer types goes between the two. */
  #ownBehind({ item, clock }: Letter): Y.Item | null {
    if (clock !== item.lastId.clock) return null;
    let next = item.right;
    while (next && !(isText(next) && this.#stood(next))) next = next.right;
    return next && !next.deleted && next.id.client === this.#transaction.doc.clientID ? next : null;
  }

  #inFrontOf({ id }: Y.Item): NewPlace | null {
    const before = Y.createRelativePositionFromJSON({ item: id, assoc: 0 });
    const place = Y.createAbsolutePositionFromRelativePosition(before, this.#transaction.doc, false);
    return (
      place && {
        position: Y.createRelativePositionFromTypeIndex(place.type, place.index, -1),
        lost: "",
        before,
      }
    );
  }

  /** Goes to that side, from the letter on, as far as one that was carried; no further than to one that stayed. */
  #beside({ item, clock }: Letter, side: Side): NewPlace | null {
    let lost = "";
    for (let next: Y.Item | null = item; next; next = next[side]) {
      if (!isText(next) || !this.#stood(next)) continue;
      if (!next.deleted) return null;
      const { client, clock: start } = next.id;
      const from = next === item && side === "right" ? clock : start;
      const to = next === item && side === "left" ? clock : start + next.length - 1;
      const found = this.#carriedIn(client, from, to, side);
      if (side === "left")
        lost = next.content.str.slice((found?.clock ?? from - 1) + 1 - start, to + 1 - start) + lost;
      if (found) return this.#placeAt(found.id, side, lost);
    }
    return null;
  }

  /** @returns of a range the carried unit that is nearest to where one comes from, and its id now. */
  #carriedIn(client: number, from: number, to: number, side: Side): { clock: number; id: Y.ID } | null {
    let best: { clock: number; id: Y.ID } | null = null;
    for (const { origin, length, ...now } of this.#carried ?? []) {
      const last = origin.clock + length - 1;
      if (origin.client !== client || origin.clock > to || last < from) continue;
      const clock = side === "left" ? Math.min(to, last) : Math.max(from, origin.clock);
      if (best && (side === "left" ? best.clock > clock : best.clock < clock)) continue;
      best = { clock, id: Y.createID(now.client, now.clock + clock - origin.clock) };
    }
    return best;
  }

  #placeAt(item: Y.ID, side: Side, lost: string): NewPlace | null {
    const beside = Y.createRelativePositionFromJSON({ item, assoc: side === "left" ? -1 : 0 });
    const place = Y.createAbsolutePositionFromRelativePosition(beside, this.#transaction.doc, false);
    const position = place && Y.createRelativePositionFromTypeIndex(place.type, place.index, -1);
    return position && { position, lost, before: null };
  }
}

/** Lost letters are put back behind the caret that stands for them: it goes behind those which have come. */
export function behindReturned(standIn: NewPlace, doc: Y.Doc): NewPlace {
  const { position, lost, before } = standIn;
  const place = Y.createAbsolutePositionFromRelativePosition(position, doc, false);
  if (!(place?.type instanceof Y.XmlText)) return standIn;
  let at = 0;
  let count = 0;
  for (let item = place.type._start; item && count < lost.length; item = item.right) {
    if (item.deleted || !item.countable) continue;
    const from = Math.max(0, place.index - at);
    at += item.length;
    if (from >= item.length) continue;
    const here = isText(item) ? item.content.str.slice(from) : "";
    const length = commonLength(here, lost.slice(count));
    count += length;
    if (length < here.length || here === "") break;
  }
  return {
    position: Y.createRelativePositionFromTypeIndex(place.type, place.index + count, -1),
    lost: lost.slice(count),
    before,
  };
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

/**
 * Whoever takes text away has not seen what was typed there a moment ago, and a letter of it would be taken for an equal one
 * beside it: as many of one's own youngest letters as are not put in again count as unseen, if all fits without them.
 */
function carriedText(transaction: Y.Transaction): readonly CarriedRange[] {
  const { clientID } = transaction.doc;
  const find = (isSeen?: (id: TextId) => boolean) =>
    findCarriedText(transaction, new CarriedIds(), new RecentlyDeleted(), isSeen);
  const all = find();
  const own: number[] = [];
  let missing = -unitCount(all);
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (!isText(struct)) return;
    missing += struct.length;
    if (struct.id.client === clientID)
      for (let i = 0; i < struct.length; i += 1) own.push(struct.id.clock + i);
  });
  const [unseen] = missing > 0 && all.length > 0 ? own.toSorted((a, b) => a - b).slice(-missing) : [];
  if (unseen === undefined) return all;
  cutBefore(transaction, unseen);
  const seen = find(({ client, clock }) => client !== clientID || clock < unseen);
  return unitCount(seen) < unitCount(all) ? all : seen;
}

const unitCount = (ranges: readonly CarriedRange[]): number =>
  ranges.reduce((sum, { length }) => sum + length, 0);

/** Items are seen whole or not at all. Yjs joins them again when the transaction is over. */
function cutBefore(transaction: Y.Transaction, clock: number): void {
  const { clientID } = transaction.doc;
  const behind = Y.createDeleteSet();
  behind.clients.set(clientID, [{ clock, len: Y.getState(transaction.doc.store, clientID) - clock }]);
  Y.iterateDeletedStructs(transaction, behind, () => undefined);
}

type TextItem = Y.Item & { content: Y.ContentString };

const isText = (struct: Y.AbstractStruct): struct is TextItem =>
  struct instanceof Y.Item && struct.content instanceof Y.ContentString;
