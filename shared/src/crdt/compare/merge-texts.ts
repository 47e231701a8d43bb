import { alignLists, findStaying, type Pairs, type Run } from "./align.ts";
import { type Token } from "./tokens.ts";
import { wordNumbers } from "./words.ts";

/** One unit of two texts laid over each other: in both, in one, or moved (then it stands at both places). */
export interface Merged {
  readonly old: Token | null;
  readonly new: Token | null;
  readonly isMoved: boolean;
}

/** Text that was carried elsewhere is a move from so many units on; less is a deletion and an insertion. */
const shortestMove = 12;
/** Unrelated texts share words by chance: below this part of them the words are not matched. */
const leastShared = 0.35;
const fewWords = 3;

/**
 * Lays two texts over each other, in the order of both: what is in both stands once, whatever was put between. First by
 * ids, then word by word where the ids tell nothing. Every unit of both texts is in the result.
 */
export function mergeTexts(old: readonly Token[], now: readonly Token[]): Merged[] {
  const matches = matchByIds(old, now);
  adoptWholeParagraphs(old, now, matches);
  const runs = runsOf(matches);
  const stays = findStaying(runs);
  const movedOld = new Set<number>();
  const movedNew = new Set<number>();
  for (const [r, run] of runs.entries())
    if (!stays[r] && run.length >= shortestMove)
      for (let k = 0; k < run.length; k += 1) {
        movedOld.add(run.old + k);
        movedNew.add(run.new + k);
      }
  const merged: Merged[] = [];
  let i = 0;
  let j = 0;
  const fillGap = (toOld: number, toNew: number) => {
    mergeGap(merged, gapUnits(old, i, toOld, movedOld), gapUnits(now, j, toNew, movedNew));
    i = toOld;
    j = toNew;
  };
  for (const [r, run] of runs.entries()) {
    if (!stays[r]) continue;
    fillGap(run.old, run.new);
    for (let k = 0; k < run.length; k += 1, i += 1, j += 1)
      merged.push({ old: old[i] ?? null, new: now[j] ?? null, isMoved: false });
  }
  fillGap(old.length, now.length);
  return merged;
}

/** @returns for each new unit the index of the same old one, or -1. Ends of paragraphs are matched by what is around them. */
function matchByIds(old: readonly Token[], now: readonly Token[]): Int32Array {
  const places = new Map<number, number>();
  for (const [i, token] of old.entries())
    if (token.kind !== "end" && !places.has(token.key)) places.set(token.key, i);
  const matches = new Int32Array(now.length).fill(-1);
  for (const [j, token] of now.entries()) {
    const i = token.kind === "end" ? undefined : places.get(token.key);
    if (i === undefined || old[i]?.kind !== token.kind) continue;
    matches[j] = i;
    // A copy has the ids of what it was copied from only once.
    places.delete(token.key);
  }
  return matches;
}

interface Span {
  readonly from: number;
  /** Its end mark. */
  readonly to: number;
}

function paragraphSpans(tokens: readonly Token[]): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const [at, { kind }] of tokens.entries()) {
    if (kind === "end") spans.push({ from, to: at });
    if (kind === "end" || kind === "table") from = at + 1;
  }
  return spans;
}

/** A paragraph of which no id is known, and which is word for word one of which no id is left, is that one. */
function adoptWholeParagraphs(old: readonly Token[], now: readonly Token[], matches: Int32Array): void {
  const known = new Set(matches);
  const lost = new Map<string, Span[]>();
  const textOf = (tokens: readonly Token[], { from, to }: Span) =>
    tokens
      .slice(from, to)
      .map((t) => t.text)
      .join("");
  const isLong = ({ from, to }: Span) => to - from >= shortestMove;
  for (const span of paragraphSpans(old).filter(isLong)) {
    let isLost = true;
    for (let i = span.from; i < span.to && isLost; i += 1) isLost = !known.has(i);
    const text = isLost ? textOf(old, span) : "";
    if (isLost) lost.set(text, [...(lost.get(text) ?? []), span]);
  }
  if (lost.size === 0) return;
  for (const span of paragraphSpans(now).filter(isLong)) {
    if (matches.subarray(span.from, span.to).some((i) => i >= 0)) continue;
    const origin = lost.get(textOf(now, span))?.shift();
    if (origin) for (let k = 0; span.from + k < span.to; k += 1) matches[span.from + k] = origin.from + k;
  }
}

function runsOf(matches: Int32Array): Run[] {
  const runs: Run[] = [];
  for (let j = 0; j < matches.length;) {
    const from = matches[j] ?? -1;
    let length = 1;
    if (from >= 0) while (matches[j + length] === from + length) length += 1;
    if (from >= 0) runs.push({ old: from, new: j, length });
    j += length;
  }
  return runs;
}

/** What a gap is compared by: a word, a unit between words, the end of a paragraph, a table, a moved unit. */
interface GapUnit {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly kind: Token["kind"] | "word" | "moved";
}

function gapUnits(tokens: readonly Token[], from: number, to: number, moved: ReadonlySet<number>): GapUnit[] {
  if (from === to) return [];
  const inside = tokens.slice(from, to);
  const words = wordNumbers(inside);
  const units: GapUnit[] = [];
  for (let i = 0; i < inside.length;) {
    const token = inside[i];
    if (!token) break;
    const isMoved = moved.has(from + i);
    const word = words[i] ?? -1;
    let length = 1;
    if (!isMoved && word >= 0)
      while (words[i + length] === word && !moved.has(from + i + length)) length += 1;
    const own = inside.slice(i, i + length);
    units.push({
      text: own
        .map((t) => t.text)
        .join("")
        .normalize("NFC"),
      tokens: own,
      kind: isMoved ? "moved" : word >= 0 ? "word" : token.kind,
    });
    i += length;
  }
  return units;
}

/** The very same paragraph rather than its neighbour, and either rather than none. */
const endWeight = (a: GapUnit, b: GapUnit): number => (a.tokens[0]?.key === b.tokens[0]?.key ? 3 : 2);

function weightOf(a: GapUnit, b: GapUnit): number {
  if (a.kind !== b.kind || a.kind === "moved") return 0;
  if (a.kind === "end") return endWeight(a, b);
  if (a.kind === "table") return 2;
  if (a.text !== b.text) return 0;
  return a.kind === "word" ? 4 : 1;
}

function mergeGap(merged: Merged[], old: readonly GapUnit[], now: readonly GapUnit[]): void {
  let i = 0;
  let j = 0;
  const skipTo = (toOld: number, toNew: number) => {
    for (; i < toOld; i += 1) pushApart(merged, old[i], "old");
    for (; j < toNew; j += 1) pushApart(merged, now[j], "new");
  };
  for (const [a, b] of pairUnits(old, now)) {
    skipTo(a, b);
    pushTogether(merged, old[a], now[b]);
    i = a + 1;
    j = b + 1;
  }
  skipTo(old.length, now.length);
}

function pairUnits(old: readonly GapUnit[], now: readonly GapUnit[]): Pairs {
  if (old.length === 0 || now.length === 0) return [];
  const pairs = alignLists(old, now, weightOf) ?? pairByParagraphs(old, now);
  const lengthOf = (units: readonly GapUnit[]) =>
    units.reduce((sum, unit) => (unit.kind === "word" ? sum + unit.text.length : sum), 0);
  const wordsIn = (units: readonly GapUnit[]) => units.filter((unit) => unit.kind === "word").length;
  const shared = lengthOf(pairs.flatMap(([a]) => old[a] ?? []));
  // Spaces and full stops alone say nothing.
  if (shared > 0 && Math.min(wordsIn(old), wordsIn(now)) <= fewWords) return pairs;
  if (shared > 0 && shared >= leastShared * Math.min(lengthOf(old), lengthOf(now))) return pairs;
  const isFrame = ({ kind }: GapUnit) => kind === "end" || kind === "table";
  return alignLists(old, now, (a, b) => (isFrame(a) ? weightOf(a, b) : 0)) ?? [];
}

/** Too long for word by word: first the paragraphs that are alike, then the words between those. */
function pairByParagraphs(old: readonly GapUnit[], now: readonly GapUnit[]): Pairs {
  const groups = (units: readonly GapUnit[]) => {
    const spans: { from: number; to: number; text: string }[] = [];
    let from = 0;
    for (const [at, unit] of units.entries())
      if (unit.kind === "end" || at === units.length - 1) {
        const text = units
          .slice(from, at + 1)
          .map((u) => u.text)
          .join("");
        spans.push({ from, to: at + 1, text });
        from = at + 1;
      }
    return spans;
  };
  const oldGroups = groups(old);
  const newGroups = groups(now);
  const alike = alignLists(oldGroups, newGroups, (a, b) => (a.text === b.text ? a.text.length : 0)) ?? [];
  const pairs: (readonly [number, number])[] = [];
  let i = 0;
  let j = 0;
  const between = (toOld: number, toNew: number) => {
    const inner = alignLists(old.slice(i, toOld), now.slice(j, toNew), weightOf) ?? [];
    for (const [a, b] of inner) pairs.push([i + a, j + b]);
  };
  for (const [a, b] of alike) {
    const here = oldGroups[a];
    const there = newGroups[b];
    if (!here || !there) continue;
    between(here.from, there.from);
    const same = alignLists(old.slice(here.from, here.to), now.slice(there.from, there.to), weightOf) ?? [];
    for (const [x, y] of same) pairs.push([here.from + x, there.from + y]);
    i = here.to;
    j = there.to;
  }
  between(old.length, now.length);
  return pairs;
}

function pushApart(merged: Merged[], unit: GapUnit | undefined, side: "old" | "new"): void {
  for (const token of unit?.tokens ?? [])
    merged.push({
      old: side === "old" ? token : null,
      new: side === "new" ? token : null,
      isMoved: unit?.kind === "moved",
    });
}

/** The same word may come in another number of units: a letter and its accent, or one for both. */
function pushTogether(merged: Merged[], old: GapUnit | undefined, now: GapUnit | undefined): void {
  if (!old || !now) return;
  if (old.tokens.length !== now.tokens.length) {
    pushApart(merged, old, "old");
    pushApart(merged, now, "new");
    return;
  }
  for (const [k, token] of old.tokens.entries())
    merged.push({ old: token, new: now.tokens[k] ?? null, isMoved: false });
}
