import * as Y from "yjs";
import {
  type CarriedIds,
  contentOf,
  firstThatReaches,
  lastUnitOf,
  type TextId,
  type TextRange,
  textRanges,
} from "@dongsoan/shared/crdt";
import { isTextMark } from "@dongsoan/shared/schema";
import { itemOf, setFormat } from "../text-items.ts";

export interface LivePart extends TextRange {
  readonly live: TextId;
}

/** Where text stands now: its first ids, and the ids under which it lives. */
export class LiveLetters {
  readonly #byClient = new Map<number, (TextRange & { readonly live: TextId })[]>();
  readonly #carried: CarriedIds;

  constructor(doc: Y.Doc, carried: CarriedIds) {
    this.#carried = carried;
    for (const range of textRanges(contentOf(doc))) {
      let { clock } = range;
      for (const origin of carried.originsOf(range)) {
        const list = this.#byClient.get(origin.client) ?? [];
        this.#byClient.set(origin.client, list);
        list.push({ ...origin, live: { client: range.client, clock } });
        clock += origin.length;
      }
    }
    for (const list of this.#byClient.values()) list.sort((a, b) => a.clock - b.clock);
  }

  /** @returns the first and the last living unit of what a range is now; null when nothing of it lives. */
  endsOf(range: TextRange): { readonly first: TextId; readonly last: TextId } | null {
    const parts = this.partsOf(range);
    const [first, last] = [parts[0], parts.at(-1)];
    if (!first || !last) return null;
    return { first: first.live, last: lastUnitOf({ ...last, ...last.live }) };
  }

  /** @returns what of a range lives, in order, and where each part begins now. */
  partsOf(range: TextRange): LivePart[] {
    const parts: LivePart[] = [];
    let at = range.clock;
    for (const origin of this.#carried.originsOf(range)) {
      const end = origin.clock + origin.length;
      const list = this.#byClient.get(origin.client) ?? [];
      for (let i = firstThatReaches(list, origin.clock); i < list.length; i += 1) {
        const living = list[i];
        if (!living || living.clock >= end) break;
        const from = Math.max(origin.clock, living.clock);
        parts.push({
          client: range.client,
          clock: at + from - origin.clock,
          length: Math.min(end, living.clock + living.length) - from,
          live: { client: living.live.client, clock: living.live.clock + from - living.clock },
        });
      }
      at += origin.length;
    }
    return parts;
  }
}

export interface Place {
  readonly text: Y.XmlText;
  /** Of the unit itself. */
  readonly index: number;
  /** How many units with neighbouring ids stand here together, from it on. */
  readonly rest: number;
}

/** @param id of a living unit. */
export function placeOf(doc: Y.Doc, id: TextId): Place | null {
  const item = itemOf(doc, id);
  if (!item || item.deleted || !(item.parent instanceof Y.XmlText)) return null;
  const index = lettersBefore(item) + id.clock - item.id.clock;
  return { text: item.parent, index, rest: item.id.clock + item.length - id.clock };
}

export function lettersBefore({ left }: Y.Item): number {
  let count = 0;
  for (let item = left; item !== null; item = item.left)
    if (!item.deleted && item.countable) count += item.length;
  return count;
}

/** Takes out what lives of a range. An edit: run it in a transaction. @returns the texts where it stood. */
export function takeOut(doc: Y.Doc, { client, clock, length }: TextRange): ReadonlySet<Y.XmlText> {
  const texts = new Set<Y.XmlText>();
  for (let at = clock; at < clock + length;) {
    const place = placeOf(doc, { client, clock: at });
    const size = place ? Math.min(place.rest, clock + length - at) : 1;
    at += size;
    if (!place) continue;
    // Counted from the beginning: Yjs keeps marks of places for `delete`, and updates applied untouched do not clear them.
    place.text.applyDelta([{ retain: place.index }, { delete: size }]);
    texts.add(place.text);
  }
  return texts;
}

/** Ids of the units that stand at `index`. */
export function idsAt(text: Y.XmlText, index: number, length: number): TextRange[] {
  const ranges: TextRange[] = [];
  let at = 0;
  for (let item = text._start; item !== null && at < index + length; item = item.right) {
    if (item.deleted || !item.countable) continue;
    const from = Math.max(index, at);
    const to = Math.min(index + length, at + item.length);
    if (from < to)
      ranges.push({ client: item.id.client, clock: item.id.clock + from - at, length: to - from });
    at += item.length;
  }
  return ranges;
}

/** Everything that holds for what is written behind so many units. */
export function formatsAt(text: Y.XmlText, index: number): Readonly<Record<string, unknown>> {
  const formats = new Map<string, unknown>();
  let at = 0;
  for (let item = text._start; item !== null && at < index; item = item.right) {
    if (item.deleted) continue;
    if (item.content instanceof Y.ContentFormat) {
      setFormat(formats, item.content);
    } else at += item.length;
  }
  return Object.fromEntries(formats);
}

/** Marks, but no records, of the unit before `index`; of the first unit at the beginning. */
export function marksAt(text: Y.XmlText, index: number): Readonly<Record<string, unknown>> {
  const formats = new Map<string, unknown>();
  let at = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    if (item.content instanceof Y.ContentFormat) {
      if (isTextMark(item.content.key)) setFormat(formats, item.content);
    } else if ((at += item.length) >= Math.max(1, index)) break;
  }
  return Object.fromEntries(formats);
}
