import * as Y from "yjs";
import { addedItems, type CarriedIds, lastUnitOf, type TextId, type TextRange } from "@dongsoan/shared/crdt";
import type { Sight } from "../sight.ts";
import { itemOf, parentItem, rangeOf } from "../text-items.ts";
import { formatsAt, lettersBefore, LiveLetters, type LivePart } from "./live-letters.ts";
import { cutBehind, type LostParagraph, maxPieces, type Piece } from "./lost-text.ts";
import { isMarkId } from "./split-paragraphs.ts";

export interface LateContext {
  readonly carried: CarriedIds;
  /** Has the server written under this clientID? */
  readonly isServers: (clientId: number) => boolean;
  /** What its writer saw; null: not known. */
  readonly sight: Sight | null;
}

/**
 * RESC8: letters of a transaction that were typed behind letters which somebody had taken elsewhere, by somebody who had not
 * heard of it. Where it is known what a page had heard of, that is exact. Of others it is read from the text: of what was
 * split off, where its letters stand now, and whether the server's marks stand between.
 */
export function lateInSplits(transaction: Y.Transaction, context: LateContext): readonly LostParagraph[] {
  if (context.sight?.missesDeletions === false) return [];
  const { doc, beforeState } = transaction;
  const late = new LateLetters(transaction, context);
  for (const item of addedItems(transaction)) {
    const { client, clock } = item.id;
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const from = Math.max(clock, beforeState.get(client) ?? 0);
    const before = from > clock ? Y.createID(client, from - 1) : item.origin;
    const origin = before && itemOf(doc, before);
    if (origin) late.place(item, from, origin, before?.clock ?? 0);
  }
  return late.paragraphs;
}

/** More items, and pieces of them, are not gone back over for one update: one item may hold a hundred thousand. */
const maxSteps = 20_000;

type Open = LostParagraph & { readonly pieces: Piece[] };

/** The letter that one goes behind. */
interface Behind {
  readonly paragraph: Open;
  readonly id: TextId;
}

class LateLetters {
  readonly paragraphs: Open[] = [];
  readonly #transaction: Y.Transaction;
  readonly #context: LateContext;
  /** Letters that go along by this update, and with which. */
  readonly #late = new Map<Y.Item, Open>();
  #live: LiveLetters | null = null;
  /** Of items that were passed already: see `#isMarkBehind`. */
  readonly #isMarked = new Map<Y.Item, boolean>();
  /** Of items that were passed already: see `#lastSeenIn`. */
  readonly #lastSeen = new Map<Y.Item, LivePart | null>();
  #steps = 0;

  constructor(transaction: Y.Transaction, context: LateContext) {
    this.#transaction = transaction;
    this.#context = context;
  }

  /** @param from first new unit of the item. @param clock the unit of `origin` that it was written behind. */
  place(item: Y.Item, from: number, origin: Y.Item, clock: number): void {
    const { parent, content } = item;
    const { sight } = this.#context;
    // What was typed on in one go may be one item with it.
    const isBeside = !sight || item.left === origin || item === origin;
    const stands = isBeside && !origin.deleted && origin.countable && !this.#late.has(origin);
    // RESC5: with one more than may be it is too much already.
    if (stands || this.#late.size > maxPieces) return;
    if (!(parent instanceof Y.XmlText) || !(content instanceof Y.ContentString)) return;
    const behind = sight ? this.#seen(item, origin, clock, sight) : this.#holding(item, origin, clock);
    if (!behind) return;
    const { pieces } = behind.paragraph;
    pieces.splice(cutBehind(pieces, behind.id), 0, {
      kind: "lost",
      client: item.id.client,
      clock: from,
      length: item.id.clock + item.length - from,
      text: content.str.slice(from - item.id.clock),
      formats: formatsAt(parent, lettersBefore(item) + 1),
    });
    this.#late.set(item, behind.paragraph);
  }

  /** Goes back to the letter that its writer saw before it, and is with that where it stands now. */
  #seen(item: Y.Item, origin: Y.Item, clock: number, sight: Sight): Behind | null {
    for (let left: Y.Item | null = origin; left && this.#steps < maxSteps; left = left.left) {
      this.#steps += 1;
      if (!left.deleted && !left.countable) continue;
      const range = upTo(left, left === origin ? clock : left.lastId.clock);
      const paragraph = this.#late.get(left);
      if (paragraph) return { paragraph, id: lastUnitOf(range) };
      const part = this.#lastSeenIn(left, range, sight);
      if (!part) continue;
      const stays = left.deleted ? this.#isRightBehind(item, part) : !this.#isCutOff(item, left, sight);
      return stays ? null : this.#begin(item, part);
    }
    return null;
  }

  /**
   * The last letter of an item that its writer saw and that stands somewhere: thousands may have been typed behind the same.
   * @param range of the item, from its beginning.
   */
  #lastSeenIn(left: Y.Item, range: TextRange, sight: Sight): LivePart | null {
    const isWhole = range.length === left.length;
    const known = isWhole ? this.#lastSeen.get(left) : undefined;
    if (known !== undefined) return known;
    const seen = sight.seenOf(range, left.deleted);
    this.#steps += seen.length;
    const part = seen.flatMap((one) => (left.deleted ? this.#partsOf(one) : [{ ...one, live: one }])).at(-1);
    if (isWhole) this.#lastSeen.set(left, part ?? null);
    return part ?? null;
  }

  /**
   * Has somebody put old text between, as whoever joins two paragraphs does? What the server writes has been typed there, or
   * goes along: each of the two may stand before the other.
   */
  #isCutOff(item: Y.Item, seen: Y.Item, sight: Sight): boolean {
    const { carried, isServers } = this.#context;
    for (let { left } = item; left && left !== seen && this.#steps < maxSteps; left = left.left) {
      this.#steps += 1;
      if (left.deleted || !left.countable || isServers(left.id.client)) continue;
      const range = rangeOf(left);
      const origins = carried.originsOf(range);
      this.#steps += origins.length;
      const isOld = origins.some(({ client }) => client !== range.client);
      if (isOld && sight.seenOf(range, false).length === 0) return true;
    }
    return false;
  }

  /** Nothing but what is gone stands between: it need not go anywhere. */
  #isRightBehind(item: Y.Item, { live, length }: LivePart): boolean {
    let { left } = item;
    while (left && (left.deleted || !left.countable)) left = left.left;
    return left !== null && left.id.client === live.client && left.lastId.clock === live.clock + length - 1;
  }

  #begin(item: Y.Item, { live: _live, ...part }: LivePart): Behind {
    const paragraph = openAt(item, part);
    this.paragraphs.push(paragraph);
    return { paragraph, id: lastUnitOf(part) };
  }

  /**
   * Goes back over what is gone, up to a letter that was split off, or that goes along. Each mark on the way is of a split
   * that the writer has heard of, or of letters that went along: they left together, and stand together under ids of one
   * client. What else is gone here the writer had before them only where it is their own, or has left later; where that
   * cannot be told, a letter stays.
   */
  #holding(item: Y.Item, origin: Y.Item, clock: number): Behind | null {
    let markCount = 0;
    const heard = new Map<string, TextId>();
    for (let left: Y.Item | null = origin; left && this.#steps < maxSteps; left = left.left) {
      this.#steps += 1;
      const range = upTo(left, left === origin ? clock : left.lastId.clock);
      if (!left.deleted && left.countable) {
        const paragraph = this.#late.get(left);
        return paragraph ? { paragraph, id: lastUnitOf(range) } : null;
      }
      // Most who write where a split was have heard of all there is: nothing is looked up for them.
      if (left === origin && !this.#isMarkBehind(origin, clock)) return null;
      const marks = left.deleted ? this.#marksIn(range) : 0;
      markCount += marks;
      const parts = left.deleted && marks === 0 ? this.#partsOf(range).toReversed() : [];
      for (const part of parts) {
        const { live } = part;
        const place = `${this.#textOf(live)} ${live.client}`;
        if (heard.size < markCount) heard.set(place, live);
        const isOwn = part.client === item.id.client;
        const isKnown = heard.has(place) || ![...heard.values()].every((one) => isOwn || isLater(live, one));
        if (isKnown || live.client === item.id.client) continue;
        return this.#begin(item, part);
      }
    }
    return null;
  }

  /** Is there a mark at the place behind this unit, which its writer had not heard of? */
  #isMarkBehind(origin: Y.Item, clock: number): boolean {
    if (clock < origin.lastId.clock && this.#marksIn(upTo(origin, origin.lastId.clock, clock + 1)) > 0)
      return true;
    const passed = [origin];
    let isMarked = this.#isMarked.get(origin);
    for (let right = origin.right; right && isMarked === undefined; right = right.right) {
      const { client, clock: start } = right.id;
      const isNew = start >= (this.#transaction.beforeState.get(client) ?? 0);
      if (!right.deleted && right.countable && !isNew) isMarked = false;
      else if (right.deleted && this.#marksIn(upTo(right, right.lastId.clock)) > 0) isMarked = true;
      else isMarked = this.#isMarked.get(right);
      passed.push(right);
    }
    for (const item of passed) this.#isMarked.set(item, isMarked ?? false);
    return isMarked ?? false;
  }

  /** Letters that the server has put back are no marks: they continue others. */
  #marksIn(range: TextRange): number {
    if (!isMarkId(range.client) || !this.#context.isServers(range.client)) return 0;
    const own = this.#context.carried.originsOf(range).filter(({ client }) => client === range.client);
    return own.reduce((sum, { length }) => sum + length, 0);
  }

  #partsOf(range: TextRange): readonly LivePart[] {
    return (this.#live ??= new LiveLetters(this.#transaction.doc, this.#context.carried)).partsOf(range);
  }

  #textOf(id: TextId): string {
    const text = parentItem(itemOf(this.#transaction.doc, id))?.id;
    return `${text?.client}:${text?.clock}`;
  }
}

/** What goes along behind this letter of the text that the item is in. */
function openAt({ parent }: Y.Item, part: TextRange): Open {
  const block = parent instanceof Y.XmlText ? parent._item : null;
  return {
    pieces: [{ kind: "known", ...part }],
    block: block && { client: block.id.client, clock: block.id.clock },
    look: {},
  };
}

/** Of an item, up to a unit of it. */
const upTo = ({ id }: Y.Item, to: number, clock = id.clock): TextRange => ({
  client: id.client,
  clock,
  length: to + 1 - clock,
});

const isLater = (id: TextId, other: TextId): boolean => id.client === other.client && id.clock > other.clock;
