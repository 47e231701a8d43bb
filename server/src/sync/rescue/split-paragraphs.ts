import * as Y from "yjs";
import {
  CarriedIds,
  type CarriedRange,
  hasUnit,
  lastUnitOf,
  type TextId,
  type TextRange,
} from "@dongsoan/shared/crdt";
import { itemOf, parentItem, rangeOf, setFormat } from "../text-items.ts";
import type { HasSeen } from "./copies.ts";
import { formatsAt, lettersBefore, takeOut } from "./live-letters.ts";
import type { LostParagraph, Piece } from "./lost-text.ts";
import { wasThere } from "./removed-paragraphs.ts";
import type { SplitEnd } from "./split-ends.ts";

/**
 * RESC8: the paragraphs that a transaction split: their letters from one on were taken away, and stand in a new paragraph
 * behind. What is still there of those was not known to the splitter. To be called in `afterTransaction`, while what was
 * deleted can still be read.
 * @param known what ids continued which before.
 * @param carried what of the transaction's text is text that it took away.
 * @param ends what of it is known for certain (RESC9).
 * @param hasSeen whether the writer is known to have seen a unit.
 */
export function splitParagraphs(
  transaction: Y.Transaction,
  known: CarriedIds,
  carried: readonly CarriedRange[],
  ends: readonly SplitEnd[],
  hasSeen: HasSeen,
): readonly LostParagraph[] {
  if (carried.length === 0) return [];
  const texts = new Set<Y.XmlText>();
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentString)
      if (struct.parent instanceof Y.XmlText && struct.parent._item?.deleted === false)
        texts.add(struct.parent);
  });
  const now = new CarriedIds(
    carried.map(({ origin, ...here }) => ({ ...origin, length: here.length, origin: here })),
  );
  return [...texts].flatMap((text) => {
    const end = ends.find(({ former }) => former === text)?.pairs.find(({ was }) => was.text !== null);
    const first = end ? end.was.range : firstSplitOff(text, transaction, known, now);
    return !first || !text._item
      ? []
      : [{ pieces: piecesFrom(first, text, transaction, hasSeen), block: idOf(text._item), look: {} }];
  });
}

/** Letters that a transaction took away. */
interface Gone extends TextRange {
  readonly text: string;
  /** Where they stand now: in a new paragraph behind, or null. */
  readonly there: TextRange | null;
}

/**
 * The same update may have deleted other letters of the text, anywhere in it. One or two letters between those of others are
 * not known again (LINE1): at both ends they are compared by what they say.
 * @param now where first ids stand that were carried.
 * @returns the first letter that stands in a new paragraph behind now; null where that is not what happened.
 */
function firstSplitOff(
  text: Y.XmlText,
  transaction: Y.Transaction,
  known: CarriedIds,
  now: CarriedIds,
): TextId | null {
  const { doc } = transaction;
  const gone = goneLetters(text, transaction, known, now);
  const [from, to] = [gone.findIndex(({ there }) => there), gone.findLastIndex(({ there }) => there)];
  const [first, last] = [gone[from], gone[to]];
  if (!first?.there || !last?.there) return null;
  if (!textOf(gone.slice(to + 1)).endsWith(textBehind(doc, lastUnitOf(last.there)))) return null;
  const head = textBefore(doc, first.there);
  const before = gone.slice(0, from);
  return head !== "" && textOf(before).endsWith(head) ? unitFromEnd(before, head.length) : first;
}

/** In order, those that go or stand together in one piece. */
function goneLetters(
  text: Y.XmlText,
  transaction: Y.Transaction,
  known: CarriedIds,
  now: CarriedIds,
): readonly Gone[] {
  const gone: Gone[] = [];
  const behind = newParagraphsBehind(text, transaction);
  const paragraphOf = (id: TextId) => parentItem(parentItem(itemOf(transaction.doc, id)));
  for (let item = text._start; item !== null; item = item.right) {
    const { content, id, length } = item;
    if (!item.deleted || !(content instanceof Y.ContentString) || !wasThere(item, transaction)) continue;
    let at = 0;
    for (const origin of known.originsOf({ client: id.client, clock: id.clock, length }))
      for (const there of now.originsOf(origin)) {
        gone.push({
          client: id.client,
          clock: id.clock + at,
          length: there.length,
          text: content.str.slice(at, at + there.length),
          there: behind.has(paragraphOf(there)) ? there : null,
        });
        at += there.length;
      }
  }
  return gone;
}

const textOf = (gone: readonly Gone[]): string => gone.map(({ text }) => text).join("");

function unitFromEnd(gone: readonly Gone[], count: number): TextId | null {
  let left = count;
  for (const { client, clock, length } of gone.toReversed()) {
    if (length >= left) return { client, clock: clock + length - left };
    left -= length;
  }
  return null;
}

/** The new paragraphs right behind this text's own. */
function newParagraphsBehind(text: Y.XmlText, { beforeState }: Y.Transaction): ReadonlySet<Y.Item | null> {
  const paragraphs = new Set<Y.Item | null>();
  for (let item = parentItem(text._item)?.right; item; item = item.right) {
    if (item.deleted) continue;
    if (item.id.clock < (beforeState.get(item.id.client) ?? 0)) break;
    paragraphs.add(item);
  }
  return paragraphs;
}

/** Formats are places to write behind too. Behind letters that were left there on purpose, nothing goes along. */
function piecesFrom(
  first: TextId,
  text: Y.XmlText,
  transaction: Y.Transaction,
  hasSeen: HasSeen,
): readonly Piece[] {
  const pieces: Piece[] = [];
  const formats = new Map<string, unknown>();
  let stays = false;
  for (let item = text._start; item !== null; item = item.right) {
    const { content } = item;
    const range = rangeOf(item);
    const isLetters = content instanceof Y.ContentString;
    if (!item.deleted && content instanceof Y.ContentFormat) setFormat(formats, content);
    if (!wasThere(item, transaction)) continue;
    if (isLetters) stays = !item.deleted && (stays || hasSeen(range));
    if (pieces.length === 0) {
      if (!hasUnit(range, first)) continue;
      pieces.push({ kind: "known", ...first, length: range.clock + range.length - first.clock });
    } else if (isLetters && !item.deleted && !stays)
      pieces.push({ kind: "lost", ...range, text: content.str, formats: Object.fromEntries(formats) });
    else if (isLetters || content instanceof Y.ContentFormat) pieces.push({ kind: "known", ...range });
  }
  return pieces;
}

/** To the end of the text. */
function textBehind(doc: Y.Doc, id: TextId): string {
  let letters = "";
  for (let item = itemOf(doc, id); item; item = item.right)
    if (!item.deleted && item.content instanceof Y.ContentString)
      letters += item.content.str.slice(hasUnit(rangeOf(item), id) ? id.clock + 1 - item.id.clock : 0);
  return letters;
}

/** From the beginning of the text. */
function textBefore(doc: Y.Doc, id: TextId): string {
  let letters = "";
  for (let item = itemOf(doc, id); item; item = item.left)
    if (!item.deleted && item.content instanceof Y.ContentString)
      letters =
        item.content.str.slice(0, hasUnit(rangeOf(item), id) ? id.clock - item.id.clock : undefined) +
        letters;
  return letters;
}

/** The server leaves marks under small clientIDs alone: the same person writes decisions and restores under others. */
export const isMarkId = (clientId: number): boolean => clientId < 0x1_0000;

/**
 * Takes the letters out that will be put back where the others stand, and leaves marks at each place that nobody sees: what
 * is written there by people who have heard of it stands behind one of them. An edit: run it in a transaction.
 * @param late letters that go along with a split of before.
 */
export function takeAlong(
  doc: Y.Doc,
  splits: readonly LostParagraph[],
  late: readonly LostParagraph[],
): void {
  const lost = [...splits, ...late].flatMap(({ pieces }) => pieces.filter(({ kind }) => kind === "lost"));
  for (const piece of lost) takeOut(doc, piece);
  const places = new Map<Y.XmlText, Set<number>>();
  for (const piece of [...splits.flatMap(({ pieces }) => pieces.slice(0, 1)), ...lost]) {
    const item = itemOf(doc, piece);
    if (!(item?.parent instanceof Y.XmlText)) continue;
    places.set(item.parent, (places.get(item.parent) ?? new Set()).add(lettersBefore(item)));
  }
  for (const [text, indexes] of places) for (const index of indexes) leaveMarks(text, index);
}

function leaveMarks(text: Y.XmlText, index: number): void {
  for (const formats of formatsBehind(text, index)) {
    text.insert(index, ".", formats);
    text.applyDelta([{ retain: index }, { delete: 1 }]);
  }
}

/** Yjs puts what is written at a place behind what is gone there, as far as the formats suit it. */
function formatsBehind(text: Y.XmlText, index: number): readonly Readonly<Record<string, unknown>>[] {
  const formats = new Map(Object.entries(formatsAt(text, index)));
  const all = new Map([[JSON.stringify([...formats]), Object.fromEntries(formats)]]);
  let at = 0;
  for (let item = text._start; item !== null && at <= index; item = item.right) {
    if (item.deleted) continue;
    if (item.countable) at += item.length;
    else if (at === index && item.content instanceof Y.ContentFormat) {
      setFormat(formats, item.content);
      all.set(JSON.stringify([...formats]), Object.fromEntries(formats));
    }
  }
  return [...all.values()];
}

const idOf = ({ id }: Y.Item): TextId => ({ client: id.client, clock: id.clock });
