import {
  CarriedIds,
  type CarriedRange,
  type CutRange,
  findCarriedText,
  findTwinText,
  RecentlyDeleted,
  type TextId,
  unitsTypedBefore,
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
    const taken = this.#takenLetter(position);
    if (!taken) return null;
    const own = taken.side === "left" ? this.#ownBehind(taken) : null;
    if (own) return this.#inFrontOf(own);
    this.#carried ??= carriedText(this.#transaction);
    // Looking for it may have cut the letter's item.
    const letter = this.#takenLetter(position) ?? taken;
    return this.#among(this.#carried, letter) ?? this.#among(this.#twinsOf(letter), letter);
  }

  /** RESC6: one's own copy of a text is taken out, and the other's stands beside it since an earlier transaction. */
  #twinsOf({ item: { parent } }: Letter): readonly CarriedRange[] {
    const paragraph = parent instanceof Y.XmlText ? parent.parent?._item : null;
    const { clientID } = this.#transaction.doc;
    if (!(parent instanceof Y.XmlText) || !paragraph?.deleted || paragraph.id.client !== clientID) return [];
    const copied = copiedClocks(parent);
    const isCopied = ({ client, clock }: TextId) => client === clientID && copied.has(clock);
    return findTwinText(this.#transaction, textsBeside(paragraph), cutBy(isCopied));
  }

  #among(carried: readonly CarriedRange[], letter: Letter): NewPlace | null {
    if (carried.length === 0) return null;
    const { side } = letter;
    const near = this.#beside(letter, side, carried);
    if (near.id) return this.#placeAt(near.id, side, near.passed);
    const far = this.#beside(letter, opposite(side), carried);
    return far.id && this.#placeAt(far.id, opposite(side), side === "left" ? near.passed : far.passed);
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

  /**
   * Goes to that side, from the letter on, as far as one that was carried; no further than to one that stayed.
   * @returns its id now, and the letters on the way.
   */
  #beside(
    { item, clock }: Letter,
    side: Side,
    carried: readonly CarriedRange[],
  ): { readonly id: Y.ID | null; readonly passed: string } {
    let passed = "";
    for (let next: Y.Item | null = item; next; next = next[side]) {
      if (!isText(next) || !this.#stood(next)) continue;
      if (!next.deleted) return { id: null, passed: "" };
      const { client, clock: start } = next.id;
      const from = next === item && side === "right" ? clock : start;
      const to = next === item && side === "left" ? clock : start + next.length - 1;
      const found = nearestCarried(carried, { client, from, to }, side);
      if (side === "left")
        passed = next.content.str.slice((found?.clock ?? from - 1) + 1 - start, to + 1 - start) + passed;
      if (found) return { id: found.id, passed };
    }
    return { id: null, passed };
  }

  #placeAt(id: Y.ID, side: Side, lost: string): NewPlace | null {
    const { doc } = this.#transaction;
    const beside = Y.createRelativePositionFromJSON({ item: id, assoc: side === "left" ? -1 : 0 });
    const place = Y.createAbsolutePositionFromRelativePosition(beside, doc, false);
    if (!place) return null;
    // What comes back in front of a letter comes in front of what is being typed there, too (RESC3).
    const index = place.index - (side === "right" && lost !== "" ? unitsTypedBefore(doc, id) : 0);
    return { position: Y.createRelativePositionFromTypeIndex(place.type, index, -1), lost, before: null };
  }
}

const opposite = (side: Side): Side => (side === "left" ? "right" : "left");

/** @returns of a range the carried unit that is nearest to where one comes from, and its id now. */
function nearestCarried(
  carried: readonly CarriedRange[],
  { client, from, to }: { readonly client: number; readonly from: number; readonly to: number },
  side: Side,
): { readonly clock: number; readonly id: Y.ID } | null {
  let best: { clock: number; id: Y.ID } | null = null;
  for (const { origin, length, ...now } of carried) {
    const last = origin.clock + length - 1;
    if (origin.client !== client || origin.clock > to || last < from) continue;
    const clock = side === "left" ? Math.min(to, last) : Math.max(from, origin.clock);
    if (best && (side === "left" ? best.clock > clock : best.clock < clock)) continue;
    best = { clock, id: Y.createID(now.client, now.clock + clock - origin.clock) };
  }
  return best;
}

/** Where the items begin that a paragraph was made with: what was typed at its start came later, and stands before them. */
function copiedClocks({ _start: start }: Y.XmlText): ReadonlySet<number> {
  const clocks: number[] = [];
  for (let item = start; item; item = item.right) if (isText(item)) clocks.push(item.id.clock);
  return new Set(clocks.slice(clocks.indexOf(Math.min(...clocks))));
}

/** Of the nearest paragraphs on either side: a split puts what it takes away right behind. */
const reach = 2;

function textsBeside(paragraph: Y.Item): readonly Y.XmlText[] {
  const texts: Y.XmlText[] = [];
  for (const side of ["left", "right"] as const) {
    let left = reach;
    for (let item = paragraph[side]; item && left > 0; item = item[side]) {
      const element = !item.deleted && item.content instanceof Y.ContentType ? item.content.type : null;
      if (!(element instanceof Y.XmlElement)) continue;
      left -= 1;
      texts.push(...element.toArray().filter((child) => child instanceof Y.XmlText));
    }
  }
  return texts;
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
    findCarriedText(transaction, new CarriedIds(), new RecentlyDeleted(), { seen: isSeen && cutBy(isSeen) });
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

const cutBy =
  (isIn: (id: TextId) => boolean): CutRange =>
  (range) => [{ ...range, isIn: isIn(range) }];
