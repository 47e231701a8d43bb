import * as Y from "yjs";
import type { Anchor } from "../domain/comment.ts";
import { type CarriedIds, hasUnit, type TextRange } from "./carried-ids.ts";
import { RangeSet } from "./range-set.ts";

/** Some letters with neighbouring ids, and where they stand in `LocatedText.text`. */
interface LocatedPiece extends TextRange {
  readonly at: number;
}

/** A document's letters in reading order, a line break between blocks, with the id of every letter. */
export interface LocatedText {
  readonly text: string;
  readonly pieces: readonly LocatedPiece[];
}

/** Letters of suggestions are letters like others, also those that would be deleted. Writes nothing. */
export function locateText(root: Y.XmlFragment): LocatedText {
  const pieces: LocatedPiece[] = [];
  // Put together at the end: to look into a string that grows is to copy all of it each time.
  const parts: string[] = [];
  let length = 0;
  const add = (part: string) => {
    parts.push(part);
    length += part.length;
  };
  const walk = (node: unknown): void => {
    if (node instanceof Y.XmlText) {
      for (let item = node._start; item; item = item.right) {
        if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
        pieces.push({ client: item.id.client, clock: item.id.clock, length: item.length, at: length });
        add(item.content.str);
      }
    } else if (node instanceof Y.XmlFragment) {
      for (const child of node.toArray()) walk(child);
      if (node instanceof Y.XmlElement && parts.length > 0 && !parts.at(-1)?.endsWith("\n")) add("\n");
    }
  };
  walk(root);
  return { text: parts.join(""), pieces };
}

export interface Quoted {
  /** The letters in reading order; a line break where another block begins. */
  readonly quote: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** @returns the words that these letters are now, with so much around them; null when one of them does not stand there. */
export function quoteOf(
  located: LocatedText,
  ranges: readonly TextRange[],
  surrounding: number,
): Quoted | null {
  const wanted = new RangeSet(ranges);
  let length = 0;
  let quote = "";
  let first: number | null = null;
  let end = 0;
  for (const piece of located.pieces)
    for (const { from, to } of wanted.partsOf(piece)) {
      const at = piece.at + from - piece.clock;
      const until = at + to - from;
      if (first !== null && located.text.slice(end, at).includes("\n")) quote += "\n";
      quote += located.text.slice(at, until);
      length += to - from;
      first ??= at;
      end = until;
    }
  if (first === null || length !== wanted.length) return null;
  return {
    quote,
    prefix: located.text.slice(Math.max(0, first - surrounding), first),
    suffix: located.text.slice(end, end + surrounding),
  };
}

/** @returns the letters that stand there now and were first written as one of these, in reading order. */
export function liveRanges(
  located: LocatedText,
  carried: CarriedIds,
  first: readonly TextRange[],
): TextRange[] {
  const wanted = new RangeSet(first);
  const live: TextRange[] = [];
  for (const piece of located.pieces) {
    let { clock } = piece;
    for (const origin of carried.originsOf(piece)) {
      for (const { from, to } of wanted.partsOf(origin))
        live.push({ client: piece.client, clock: clock + from - origin.clock, length: to - from });
      clock += origin.length;
    }
  }
  return live;
}

/** Where the letters of a thread stand now; nowhere when they are gone. */
export interface AnchorPlace {
  readonly threadId: string;
  readonly ranges: readonly TextRange[];
}

/** COM5, COM6: the places of threads in reading order; those that have none come last. */
export function placesOf(
  located: LocatedText,
  carried: CarriedIds,
  threads: readonly { readonly id: string; readonly anchor: Anchor }[],
): AnchorPlace[] {
  const places = threads.map(({ id, anchor }) => {
    const live = liveRanges(located, carried, anchor.ranges);
    return { threadId: id, ranges: live.length > 0 ? live : rangesOfWords(located, anchor) };
  });
  return places.toSorted((a, b) => startOf(located, a) - startOf(located, b));
}

function startOf({ pieces }: LocatedText, { ranges: [first] }: AnchorPlace): number {
  const piece = first && pieces.find((one) => hasUnit(one, first));
  return first && piece ? piece.at + first.clock - piece.clock : Number.MAX_SAFE_INTEGER;
}

/**
 * Looks for words whose letters are gone: typed again, or put back in pieces too short to be known by their ids.
 * @returns the letters, when the words stand in their former surroundings at exactly one place; else none.
 */
export function rangesOfWords(located: LocatedText, { quote, prefix, suffix }: Quoted): TextRange[] {
  const words = prefix + quote + suffix;
  const found = located.text.indexOf(words);
  if (prefix + suffix === "" || found < 0 || located.text.includes(words, found + 1)) return [];
  const from = found + prefix.length;
  const to = from + quote.length;
  return located.pieces.flatMap(({ client, clock, length, at }) => {
    const start = Math.max(at, from);
    const end = Math.min(at + length, to);
    return start < end ? [{ client, clock: clock + start - at, length: end - start }] : [];
  });
}
