import * as Y from "yjs";
import {
  addedItems,
  type CarriedIds,
  type CarriedRange,
  setAttributes,
  type TextRange,
  textRanges,
  walkFormatted,
} from "@dongsoan/shared/crdt";
import { itemOf, setFormat } from "../text-items.ts";
import { continuedText } from "./continued-text.ts";
import { IdRanges } from "./id-ranges.ts";
import { placeOf, takeOut } from "./live-letters.ts";
import { type Formats, maxPieces } from "./lost-text.ts";
import { wasThere } from "./removed-paragraphs.ts";

/** Units that a split took away, or put in again: as many on either side. */
interface Stretch {
  readonly range: TextRange;
  /** Null: somebody else had taken it away before. */
  readonly text: string | null;
  readonly formats: Formats;
}

/** The end of a paragraph as its splitter knew it, unit for unit, and where it stands now. */
export interface SplitEnd {
  /** What is left of the old paragraph. */
  readonly former: Y.XmlText;
  /** Of the new one. */
  readonly text: Y.XmlText;
  readonly pairs: readonly { readonly was: Stretch; readonly is: Stretch }[];
}

/**
 * RESC9: the ends of paragraphs that a transaction split off. The update names every letter that its writer took away, also
 * those that others had taken away before: where the new paragraph has as many, they are the same ones, in that order.
 * To be called in `afterTransaction`, while what was deleted can still be read.
 * @param named what the update deletes.
 */
export function splitEnds(transaction: Y.Transaction, named: () => IdRanges): readonly SplitEnd[] {
  const ends: SplitEnd[] = [];
  for (const item of addedItems(transaction)) {
    const text = textOf(item);
    // Its writer saw it right behind the old one.
    const former = text && item.origin && textOf(itemOf(transaction.doc, item.origin));
    if (!text || !former?._item || !wasThere(former._item, transaction)) continue;
    const pairs = paired(takenFrom(former, transaction, named()), standingIn(text));
    if (pairs) ends.push({ former, text, pairs });
  }
  return ends;
}

/** Of a paragraph with nothing but text in it. */
function textOf(item: Y.Item | null): Y.XmlText | null {
  const element = item?.deleted === false && item.content instanceof Y.ContentType ? item.content.type : null;
  if (!(element instanceof Y.XmlElement) || element.nodeName !== "paragraph" || element.length !== 1)
    return null;
  const text = element.get(0);
  return text instanceof Y.XmlText ? text : null;
}

function takenFrom(text: Y.XmlText, transaction: Y.Transaction, named: IdRanges): readonly Stretch[] {
  const taken: Stretch[] = [];
  const formats = new Map<string, unknown>();
  for (let item = text._start; item !== null; item = item.right) {
    const { content, id, length } = item;
    if (content instanceof Y.ContentFormat && wasThere(item, transaction)) setFormat(formats, content);
    if (!item.deleted || !item.countable) continue;
    const letters = content instanceof Y.ContentString && wasThere(item, transaction) ? content.str : null;
    for (const { isIn, ...range } of named.cut({ client: id.client, clock: id.clock, length })) {
      const from = range.clock - id.clock;
      const now = letters?.slice(from, from + range.length) ?? null;
      if (isIn) taken.push({ range, text: now, formats: Object.fromEntries(formats) });
    }
  }
  return taken;
}

function standingIn(text: Y.XmlText): readonly Stretch[] {
  const standing: Stretch[] = [];
  walkFormatted(
    text,
    (formats) => Object.fromEntries(formats),
    (letters, id, formats) =>
      standing.push({
        range: { client: id.client, clock: id.clock, length: letters.length },
        text: letters,
        formats,
      }),
  );
  return standing;
}

const unitCount = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { range }) => sum + range.length, 0);

/** @returns null where these are not the same letters, or none of them can be compared to say so. */
function paired(taken: readonly Stretch[], standing: readonly Stretch[]): SplitEnd["pairs"] | null {
  if (standing.length === 0 || unitCount(taken) !== unitCount(standing)) return null;
  const pairs: { was: Stretch; is: Stretch }[] = [];
  let [i, j, from, into, unknown] = [0, 0, 0, 0, 0];
  for (;;) {
    const [was, is] = [taken[i], standing[j]];
    if (!was || !is) return unknown === unitCount(taken) ? null : pairs;
    const length = Math.min(was.range.length - from, is.range.length - into);
    const pair = { was: partOf(was, from, length), is: partOf(is, into, length) };
    if (pair.was.text !== null && pair.was.text !== pair.is.text) return null;
    if (pair.was.text === null) unknown += length;
    pairs.push(pair);
    from += length;
    into += length;
    if (from === was.range.length) [i, from] = [i + 1, 0];
    if (into === is.range.length) [j, into] = [j + 1, 0];
  }
}

const partOf = ({ range, text, formats }: Stretch, from: number, length: number): Stretch => ({
  range: { client: range.client, clock: range.clock + from, length },
  text: text?.slice(from, from + length) ?? null,
  formats,
});

/**
 * @param found which text continues which, by what it reads.
 * @param known what continued which before.
 * @returns that, but for split ends as the update tells it, also of what others had taken away.
 */
export function withSplitEnds(
  found: readonly CarriedRange[],
  ends: readonly SplitEnd[],
  known: CarriedIds,
): readonly CarriedRange[] {
  if (ends.length === 0) return found;
  const pairs = ends.flatMap((end) => end.pairs);
  const isCertain = IdRanges.of(pairs.map(({ is }) => is.range));
  return [
    ...found.filter(({ client, clock }) => !isCertain.has(client, clock)),
    ...pairs.flatMap(({ was, is }) => continuedText([is.range], known.originsOf(was.range))),
  ];
}

export interface CatchUp {
  /** RESC5. */
  readonly isTooMuch: boolean;
  /** An edit: run it in a transaction. */
  readonly run: () => void;
}

/**
 * What others did to these letters before their splitter had heard of it is done again: they look as they did, and what
 * was taken away goes. @param standing what of a range stands elsewhere, and is left. @returns null where there is nothing to do.
 */
export function catchUp(
  doc: Y.Doc,
  ends: readonly SplitEnd[],
  standing: (range: TextRange) => readonly TextRange[],
): CatchUp | null {
  const pairs = ends.flatMap((end) => end.pairs);
  const looks = pairs.flatMap(({ was, is }) => {
    const changes = was.text === null ? {} : changesBetween(is.formats, was.formats);
    return Object.keys(changes).length > 0 ? [{ range: is.range, changes }] : [];
  });
  const gone = pairs.flatMap(({ was, is }) =>
    was.text !== null
      ? []
      : IdRanges.of(standing(was.range))
          .cut(was.range)
          .filter(({ isIn }) => !isIn)
          .map(({ clock, length }) => ({
            ...is.range,
            clock: is.range.clock + clock - was.range.clock,
            length,
          })),
  );
  if (looks.length + gone.length === 0) return null;
  return {
    isTooMuch: looks.length + gone.length > maxPieces,
    run: () => {
      for (const { range, changes } of looks) formatRange(doc, range, changes);
      for (const range of gone) takeOut(doc, range);
    },
  };
}

function changesBetween(from: Formats, to: Formats): Formats {
  const changes: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)]))
    if (JSON.stringify(from[key]) !== JSON.stringify(to[key])) changes[key] = to[key] ?? null;
  return changes;
}

function formatRange(doc: Y.Doc, { client, clock, length }: TextRange, changes: Formats): void {
  for (let at = clock; at < clock + length;) {
    const place = placeOf(doc, { client, clock: at });
    const size = place ? Math.min(place.rest, clock + length - at) : 1;
    place?.text.format(place.index, size, { ...changes });
    at += size;
  }
}

/**
 * Where two split one paragraph at the same moment, the new ones stand in the order of their writers' clientIDs: what was
 * split off the end of what is left comes right behind it. To be run when all else is where it belongs.
 * @param originsOf what text was first called, by then.
 * @returns what continues which by that.
 */
export function putInOrder(
  ends: readonly SplitEnd[],
  originsOf: (range: TextRange) => readonly TextRange[],
): CarriedRange[] {
  return ends
    .filter(isOutOfOrder)
    .flatMap(({ former, text }) =>
      moveBehind(former.parent as Y.XmlElement, text.parent as Y.XmlElement, text, originsOf),
    );
}

/** Is there something between the two, and anything left of the new one? */
export const isOutOfOrder = ({ former, text }: SplitEnd): boolean => {
  const [before, behind] = [former.parent, text.parent];
  if (!(before instanceof Y.XmlElement) || !(behind instanceof Y.XmlElement)) return false;
  return behind._item?.deleted === false && before.nextSibling !== behind && text.length > 0;
};

function moveBehind(
  before: Y.XmlElement,
  paragraph: Y.XmlElement,
  text: Y.XmlText,
  originsOf: (range: TextRange) => readonly TextRange[],
): CarriedRange[] {
  const parent = paragraph.parent as Y.XmlFragment;
  const origins = textRanges(text).flatMap(originsOf);
  const moved = new Y.XmlElement(paragraph.nodeName);
  const letters = new Y.XmlText();
  const delta = text.toDelta() as object[];
  parent.insertAfter(before, [moved]);
  setAttributes(moved, paragraph.getAttributes() as Readonly<Record<string, unknown>>);
  moved.insert(0, [letters]);
  letters.applyDelta(delta);
  parent.delete(parent.toArray().indexOf(paragraph), 1);
  return continuedText(textRanges(letters), origins);
}
