import type { Merged } from "./merge-texts.ts";
import type { Token } from "./tokens.ts";
import { wordNumbers } from "./words.ts";

/**
 * A unit of the merged text, with the units that tell who changed it: of a word that changed in part, those of it that
 * were really put in and taken out.
 */
export interface Shown extends Merged {
  readonly insertedAs: Token | null;
  readonly deletedAs: Token | null;
}

/**
 * "95" → "97", not "5" → "7": a word or number of which a part was changed is taken out and put in as a whole. Then what
 * was taken out of one place stands before what was put in there.
 */
export function showWholeWords(merged: readonly Merged[]): Shown[] {
  const torn = findTornWords(merged);
  const ends = endsThatChanged(merged);
  const shown: Shown[] = [];
  let removed: Shown[] = [];
  let added: Shown[] = [];
  const flush = () => {
    shown.push(...removed, ...added);
    removed = [];
    added = [];
  };
  for (const [at, unit] of merged.entries()) {
    const whole = torn[at];
    const isFrame = (unit.old ?? unit.new)?.kind === "end" || (unit.old ?? unit.new)?.kind === "table";
    if (whole && unit.old && unit.new) {
      removed.push({
        old: unit.old,
        new: null,
        isMoved: false,
        deletedAs: whole.deleted,
        insertedAs: whole.inserted,
      });
      added.push({
        old: null,
        new: unit.new,
        isMoved: false,
        deletedAs: whole.deleted,
        insertedAs: whole.inserted,
      });
    } else if ((unit.old && unit.new) || unit.isMoved || isFrame) {
      flush();
      shown.push(
        isFrame ? { ...unit, ...ends(unit) } : { ...unit, deletedAs: unit.old, insertedAs: unit.new },
      );
    } else (unit.old ? removed : added).push({ ...unit, deletedAs: unit.old, insertedAs: unit.new });
  }
  flush();
  return shown;
}

/**
 * Of a paragraph cut in two the first half keeps the paragraph, and with it the end that now stands in the middle: new
 * is the second half's. Whoever made that one made the cut; and so it is with a join, the other way round.
 */
function endsThatChanged(
  merged: readonly Merged[],
): (unit: Merged) => Pick<Shown, "insertedAs" | "deletedAs"> {
  const ends = merged.filter((unit) => (unit.old ?? unit.new)?.kind === "end");
  const standIns = (side: "old" | "new", other: "old" | "new") => {
    const known = new Set(ends.map((unit) => unit[other]?.key));
    const standInOf = new Map<Merged, Token | null>();
    let next: Token | null = null;
    for (const unit of ends.toReversed()) {
      const token = unit[side];
      if (token && !known.has(token.key)) next = token;
      standInOf.set(unit, next);
    }
    return standInOf;
  };
  const inserted = standIns("new", "old");
  const deleted = standIns("old", "new");
  return (unit) => ({ insertedAs: inserted.get(unit) ?? unit.new, deletedAs: deleted.get(unit) ?? unit.old });
}

interface TornWord {
  /** A unit of it that was really taken out, or put in: theirs is the change. */
  deleted: Token | null;
  inserted: Token | null;
}

/** What hangs together through the units that two words share. */
interface Cluster extends TornWord {
  readonly from: number;
  to: number;
  /** The word that it is in each text; -1 until one is met. */
  old: number;
  new: number;
  isChanged: boolean;
}

const isPaired = (unit: Merged): boolean => unit.old !== null && unit.new !== null;

/** Changed in one text, changed in both. @returns for each unit the changed word that it is in, or null. */
function findTornWords(merged: readonly Merged[]): (TornWord | null)[] {
  const oldWords = wordsOnSide(merged, "old");
  const newWords = wordsOnSide(merged, "new");
  const rootOf = joinWords(merged, oldWords, newWords);
  const clusters = new Map<number, Cluster>();
  for (const [at, unit] of merged.entries()) {
    const root = rootOf(at);
    if (root === null) continue;
    const known = clusters.get(root);
    const cluster = known ?? {
      from: at,
      to: at,
      old: -1,
      new: -1,
      isChanged: false,
      deleted: null,
      inserted: null,
    };
    if (!known) clusters.set(root, cluster);
    const [a, b] = [oldWords[at] ?? -1, newWords[at] ?? -1];
    cluster.to = at;
    // Two words that became one, a word that became two, and a number whose point is no longer between digits.
    cluster.isChanged ||=
      (a >= 0 && cluster.old >= 0 && a !== cluster.old) || (b >= 0 && cluster.new >= 0 && b !== cluster.new);
    cluster.isChanged ||= !isPaired(unit) || a < 0 || b < 0;
    if (a >= 0) cluster.old = a;
    if (b >= 0) cluster.new = b;
    noteChange(cluster, unit);
  }
  // What cut a word in two, or was between two that became one, is in no word itself.
  for (const cluster of clusters.values())
    if (cluster.isChanged && !cluster.deleted && !cluster.inserted)
      for (let at = cluster.from; at <= cluster.to; at += 1) noteChange(cluster, merged[at]);
  return merged.map((_, at) => {
    const root = rootOf(at);
    const cluster = root === null ? undefined : clusters.get(root);
    return cluster?.isChanged ? cluster : null;
  });
}

function noteChange(cluster: Cluster, unit: Merged | undefined): void {
  if (!unit || isPaired(unit) || unit.isMoved) return;
  cluster.deleted ??= unit.old;
  cluster.inserted ??= unit.new;
}

/** Union of the words that share a unit. @returns what names the cluster of a unit; null for one in no word. */
function joinWords(
  merged: readonly Merged[],
  oldWords: Int32Array,
  newWords: Int32Array,
): (at: number) => number | null {
  const parents = Int32Array.from({ length: merged.length * 2 }, (_, node) => node);
  const find = (node: number): number => {
    let root = node;
    while (parents[root] !== root) root = parents[root] ?? root;
    parents[node] = root;
    return root;
  };
  const ofNew = (word: number) => merged.length + word;
  for (const [at, unit] of merged.entries()) {
    const [a, b] = [oldWords[at] ?? -1, newWords[at] ?? -1];
    if (isPaired(unit) && a >= 0 && b >= 0) parents[find(a)] = find(ofNew(b));
  }
  return (at) => {
    const [a, b] = [oldWords[at] ?? -1, newWords[at] ?? -1];
    return a >= 0 ? find(a) : b >= 0 ? find(ofNew(b)) : null;
  };
}

/** Number of the word on one side that each merged unit belongs to; -1 for what is not there, or between words, or moved. */
function wordsOnSide(merged: readonly Merged[], side: "old" | "new"): Int32Array {
  const places: number[] = [];
  const tokens: Token[] = [];
  const wall: Token = {
    kind: "end",
    text: "",
    marks: "",
    key: -1,
    id: { client: 0, clock: 0 },
    look: null,
    table: null,
  };
  for (const [at, unit] of merged.entries()) {
    const token = unit[side];
    if (!token) continue;
    places.push(at);
    tokens.push(unit.isMoved ? wall : token);
  }
  const numbers = wordNumbers(tokens);
  const words = new Int32Array(merged.length).fill(-1);
  for (const [k, at] of places.entries()) words[at] = numbers[k] ?? -1;
  return words;
}
