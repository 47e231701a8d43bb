import { type Edit, isPoint, type TextRevision } from "./text-revisions.ts";

/** What its revisions say of each place of a text. */
interface Places {
  readonly length: number;
  /** 1 for each letter that was put in. */
  readonly isPutIn: Uint8Array;
  /** The first and the last of what does not stand at a place, as indexes of the revisions. */
  readonly points: ReadonlyMap<number, { readonly first: number; readonly last: number }>;
}

/** Of one stretch of spaces. */
interface Spare {
  /** The one that stays. */
  readonly kept: number | null;
  /** Indexes of revisions: of letters that were taken out with a space before them, or behind. */
  readonly before: readonly number[];
  readonly behind: readonly number[];
}

function placesOf(revisions: readonly TextRevision[], length: number): Places {
  const isPutIn = new Uint8Array(length);
  const points = new Map<number, { first: number; last: number }>();
  for (const [i, each] of revisions.entries()) {
    if (each.kind === "insertion") isPutIn.fill(1, each.from, each.to);
    if (isPoint(each)) points.set(each.from, { first: points.get(each.from)?.first ?? i, last: i });
  }
  return { length, isPutIn, points };
}

function spareIn(start: number, end: number, { length, isPutIn, points }: Places): Spare {
  const isBehindAll = start > 0 && end === length;
  const isWithin = start > 0 && end < length;
  const before: number[] = [];
  const behind: number[] = [];
  let kept: number | null = null;
  let isApart = false;
  let point: number | null = null;
  for (let at = start; at <= end; at += 1) {
    const here = points.get(at);
    if (here && point === null && isApart && isBehindAll) before.push(here.first);
    if (here) point = here.last;
    if (at === end || isPutIn[at] === 1) continue;
    if (isWithin && kept === null) kept = at;
    else if (point !== null) behind.push(point);
    if (point === null) isApart = true;
  }
  return { kept: kept ?? (isWithin ? start : null), before, behind };
}

function spaced(revision: TextRevision, before: boolean, behind: boolean): TextRevision {
  if (revision.kind !== "deletion" || (!before && !behind)) return revision;
  const { text, marks } = revision;
  const padded = (letters: string, by: string) => (before ? by : "") + letters + (behind ? by : "");
  return {
    ...revision,
    text: padded(text, " "),
    ...(marks !== undefined && { marks: padded(marks, "0") }),
  };
}

/**
 * Which spaces go, so that one stands between words and none around them. One that was put in goes first; one beside
 * letters that were taken out goes with them, so that the words are apart before the revisions, too.
 */
export function spareSpace(
  revisions: readonly TextRevision[],
  text: string,
): { readonly edits: readonly Edit[]; readonly revisions: readonly TextRevision[] } {
  const places = placesOf(revisions, text.length);
  const edits: Edit[] = [];
  const before = new Set<number>();
  const behind = new Set<number>();
  for (const { index: start, 0: found } of text.matchAll(/\s+/gu)) {
    const end = start + found.length;
    const spare = spareIn(start, end, places);
    for (const i of spare.before) before.add(i);
    for (const i of spare.behind) behind.add(i);
    edits.push({ from: start, to: spare.kept ?? end, count: 0 });
    if (spare.kept !== null) edits.push({ from: spare.kept + 1, to: end, count: 0 });
  }
  return { edits, revisions: revisions.map((each, i) => spaced(each, before.has(i), behind.has(i))) };
}
