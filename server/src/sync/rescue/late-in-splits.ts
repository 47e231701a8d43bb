import * as Y from "yjs";
import { addedItems, type TextId } from "@dongsoan/shared/crdt";
import { formatsAt, lettersBefore } from "./live-letters.ts";
import { cutBehind, maxPieces, type Piece, type SplitParagraph } from "./lost-text.ts";
import type { Left, LeftByClient, Splits } from "./splits.ts";

/**
 * RESC8: letters of a transaction that were typed into the part that somebody had split off, by somebody who had not heard
 * of it: behind one of its letters, and not behind a mark that stands there since.
 */
export function lateInSplits(transaction: Y.Transaction, known: Splits): readonly SplitParagraph[] {
  const { doc, beforeState } = transaction;
  const late = new LateLetters(known);
  for (const item of addedItems(transaction)) {
    const { client, clock } = item.id;
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const from = Math.max(clock, beforeState.get(client) ?? 0);
    const before = from > clock ? Y.createID(client, from - 1) : item.origin;
    const origin = before && Y.getItem(doc.store, before);
    if (origin instanceof Y.Item) late.place(item, from, origin, before?.clock ?? 0);
  }
  return late.splits;
}

/** More items are not gone back over for one update. */
const maxSteps = 20_000;

class LateLetters {
  readonly #known: Splits;
  /** Into which letters of this update go along: what each has taken by now. */
  readonly #taken = new Map<SplitParagraph, Piece[]>();
  readonly #late = new Map<Y.Item, SplitParagraph>();
  #steps = 0;

  constructor(known: Splits) {
    this.#known = known;
  }

  get splits(): readonly SplitParagraph[] {
    return [...this.#taken].map(([split, pieces]) => ({ ...split, pieces }));
  }

  /** @param from first new unit of the item. @param clock the unit of `origin` that it was written behind. */
  place(item: Y.Item, from: number, origin: Y.Item, clock: number): void {
    const { parent, content } = item;
    const stands = !origin.deleted && origin.countable && !this.#late.has(origin);
    // RESC5: with one more than may be it is too much already.
    if (stands || this.#late.size > maxPieces) return;
    if (!(parent instanceof Y.XmlText) || !(content instanceof Y.ContentString)) return;
    const left = parent._item && this.#known.leftOf(parent._item.id);
    const behind = left && this.#holding(left, origin, clock, item.id.client);
    if (!behind) return;
    const { split } = behind;
    const pieces = this.#taken.get(split) ?? [...split.pieces];
    this.#taken.set(split, pieces);
    pieces.splice(cutBehind(pieces, behind.id), 0, {
      kind: "lost",
      client: item.id.client,
      clock: from,
      length: item.id.clock + item.length - from,
      text: content.str.slice(from - item.id.clock),
      formats: formatsAt(parent, lettersBefore(item) + 1),
    });
    this.#late.set(item, split);
  }

  /** Goes back over what is gone, up to a letter that was split off, or that goes along. */
  #holding(
    left: LeftByClient,
    origin: Y.Item,
    clock: number,
    by: number,
  ): { readonly split: SplitParagraph; readonly id: TextId } | null {
    const heard = new Set<SplitParagraph>();
    let to = clock;
    for (let item: Y.Item | null = origin; item && this.#steps < maxSteps; item = item.left) {
      this.#steps += 1;
      const { client } = item.id;
      if (item !== origin) to = item.lastId.clock;
      if (!item.deleted && item.countable) {
        const split = this.#late.get(item);
        return split ? { split, id: { client, clock: to } } : null;
      }
      for (const one of downFrom(left.get(client) ?? [], to)) {
        if (one.to < item.id.clock) break;
        if (one.isMark) heard.add(one.split);
        else if (!heard.has(one.split) && one.split.split.by !== by)
          return { split: one.split, id: { client, clock: Math.min(to, one.to) } };
      }
    }
    return null;
  }
}

/** Those that begin at or before `clock`, last first. */
function* downFrom(list: readonly Left[], clock: number): Generator<Left> {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.from ?? 0) <= clock) low = middle + 1;
    else high = middle;
  }
  for (let i = low - 1; i >= 0; i -= 1) {
    const one = list[i];
    if (one) yield one;
  }
}
