import * as Y from "yjs";
import { addedItems } from "./added-items.ts";
import type { CarriedRange } from "./carried-ids.ts";
import type { DeletedRun } from "./deleted-run.ts";
import type { GoneLetters } from "./gone-letters.ts";
import { carry, isNew, isText, runsOf, standingItems } from "./text-runs.ts";

/**
 * LINE11: text that an undo brings back, letters of a text that stands or elements with all that they held. Yjs puts it in
 * right before what is left of the very letters, or the very element, that it is.
 * @param maxRanges no more than about so many are looked for.
 */
export function undoneText(transaction: Y.Transaction, gone: GoneLetters, maxRanges: number): CarriedRange[] {
  const carried: CarriedRange[] = [];
  if (gone.isEmpty) return carried;
  for (const item of addedItems(transaction)) {
    if (carried.length >= maxRanges) break;
    if (item.deleted || !isNew(transaction, item) || !isPutBack(item)) continue;
    if (isText(item)) carryLetters(item, gone, carried);
    else carryElement(item, gone, carried);
  }
  return carried;
}

/** Does it stand where it says? It may name one place and stand at another. */
export const isPutBack = ({ rightOrigin, right }: Y.Item): boolean =>
  rightOrigin !== null && right !== null && right.deleted && Y.compareIDs(right.id, rightOrigin);

function carryLetters(
  item: Y.Item & { content: Y.ContentString },
  gone: GoneLetters,
  carried: CarriedRange[],
): void {
  const run = { text: item.content.str, ranges: [{ ...item.id, length: item.length }] };
  let at = 0;
  for (const place of (item.rightOrigin && gone.find(item.rightOrigin, run.text)) ?? []) {
    carry(run, at, place.run, place.at, place.length, carried);
    at += place.length;
  }
}

/** Whole, or not at all: the same texts in the same order. */
function carryElement(item: Y.Item, gone: GoneLetters, carried: CarriedRange[]): void {
  const former = item.rightOrigin && gone.inElement(item.rightOrigin);
  if (!former) return;
  const runs = [...textsIn(item)].flatMap((text) => runsOf(standingItems(text)));
  const isSame =
    runs.length === former.length &&
    runs.every(
      ({ text }, i) => text === former[i]?.text && former[i].matchLength(0, text, 0) === text.length,
    );
  if (!isSame) return;
  for (const [i, run] of runs.entries()) {
    const from = former[i];
    if (from) carry(run, 0, from, 0, run.text.length, carried);
  }
}

/** Text nodes in the order in which they stand, or stood. */
function* textsIn({ content }: Y.Item): Generator<Y.XmlText> {
  if (!(content instanceof Y.ContentType)) return;
  const { type } = content;
  if (type instanceof Y.XmlText) yield type;
  else for (let child = type._start; child; child = child.right) yield* textsIn(child);
}

/** The element that went with a text, as a whole: of several within one another the outermost. */
function elementAround(text: Y.XmlText): Y.Item | null {
  let found: Y.Item | null = null;
  let item = text._item;
  while (item?.deleted) {
    found = item;
    item = item.parent instanceof Y.AbstractType ? item.parent._item : null;
  }
  return found;
}

/**
 * Call it with all that a transaction took away, while that can still be read.
 * @param runs of each text node.
 */
export function rememberGone(gone: GoneLetters, runs: ReadonlyMap<unknown, readonly DeletedRun[]>): void {
  const elements = new Set<Y.Item>();
  for (const [text, ofText] of runs) {
    // What stands elsewhere now was moved.
    const left = ofText.filter((run) => !run.isSpent);
    for (const run of left) gone.add(run);
    const element = left.length > 0 && text instanceof Y.XmlText ? elementAround(text) : null;
    if (element) elements.add(element);
  }
  for (const element of elements)
    gone.addElement(
      element.id,
      [...textsIn(element)].flatMap((text) => runs.get(text) ?? []),
    );
}
