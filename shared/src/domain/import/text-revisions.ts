/**
 * What a Word file's revisions say of a text that is read as if all of them were accepted. Offsets are UTF-16 units of
 * that text; of what does not stand in it `from` and `to` are the same place, before the letter there.
 */
export type TextRevision = {
  readonly from: number;
  readonly to: number;
  /** As the file names them; may be empty. */
  readonly author: string;
} & (
  | {
      readonly kind: "insertion";
    }
  /** Letters that looked otherwise; `former` is a digit of `MarkedText`. */
  | { readonly kind: "looks"; readonly former: number }
  /** Letters that were taken out. */
  | { readonly kind: "deletion"; readonly text: string; readonly marks?: string | undefined }
  /** The end of a paragraph that was taken out: what follows was a paragraph of its own. */
  | { readonly kind: "end-deletion" }
  /**
   * The end of this paragraph was put in: what follows it was a part of it. Stands behind all else. `isApart`: a space
   * stood there, which is in neither paragraph.
   */
  | { readonly kind: "end-insertion"; readonly isApart?: true | undefined }
);

export type Revisions = readonly TextRevision[] | undefined;

/** Letters of a text that give way to others. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  /** How many stand there instead. */
  readonly count: number;
}

export const isPoint = ({ kind }: TextRevision): boolean => kind !== "insertion" && kind !== "looks";

const isKept = (revision: TextRevision): boolean => isPoint(revision) || revision.from < revision.to;

/** Revisions after edits that are in order and apart; nothing that does not stand in the text is lost. */
export function afterEdits(
  revisions: readonly TextRevision[],
  edits: readonly Edit[],
  length: number,
): Revisions {
  const places = new Uint32Array(length + 1);
  let at = 0;
  let shift = 0;
  for (const { from, to, count } of edits) {
    for (; at <= from; at += 1) places[at] = at + shift;
    shift += count - (to - from);
    for (; at < to; at += 1) places[at] = to + shift;
  }
  for (; at <= length; at += 1) places[at] = at + shift;
  return revisions
    .map((each) => ({ ...each, from: places[each.from] ?? 0, to: places[each.to] ?? 0 }))
    .filter(isKept);
}

const within = (revision: TextRevision, from: number, to: number): TextRevision => ({
  ...revision,
  from: Math.max(revision.from, from) - from,
  to: Math.min(revision.to, to) - from,
});

/** @param endStays does what stands at the end of the part belong to it? */
export const revisionsWithin = (
  revisions: readonly TextRevision[],
  from: number,
  to: number,
  endStays: boolean,
): readonly TextRevision[] =>
  revisions
    .filter(
      (each) => !isPoint(each) || (each.from >= from && (each.from < to || (endStays && each.from === to))),
    )
    .map((each) => within(each, from, to))
    .filter(isKept);

/**
 * What stands at the end of a part belongs to it.
 * @param lengths of the parts. @param gap how many letters between two of them are in neither.
 */
export function revisionsOfParts(
  revisions: readonly TextRevision[],
  lengths: readonly number[],
  gap: number,
): readonly (readonly TextRevision[])[] {
  const made = lengths.map((): TextRevision[] => []);
  let from = 0;
  let first = 0;
  for (const each of revisions) {
    // In their order: whatever comes next begins in this part or behind it.
    for (
      let length = lengths[first];
      length !== undefined && from + length < each.from;
      length = lengths[first]
    ) {
      from += length + gap;
      first += 1;
    }
    let start = from;
    for (let i = first; i < lengths.length && start <= each.to; i += 1) {
      const end = start + (lengths[i] ?? 0);
      const own = within(each, start, end);
      if (isKept(own)) made[i]?.push(own);
      start = end + gap;
    }
  }
  return made;
}

/** One that says of neighbouring letters what the one before says of its own. Null: they are two. */
function merged(before: TextRevision | undefined, next: TextRevision, gap: number): TextRevision | null {
  if (before?.author !== next.author || next.from > before.to + gap) return null;
  if (before.kind === "insertion" && next.kind === "insertion") return { ...before, to: next.to };
  if (next.from !== before.to) return null;
  if (before.kind === "looks" && next.kind === "looks")
    return before.former === next.former ? { ...before, to: next.to } : null;
  if (before.kind !== "deletion" || next.kind !== "deletion") return null;
  const { marks = "0".repeat(before.text.length) } = before;
  const isPlain = before.marks === undefined && next.marks === undefined;
  return {
    ...before,
    text: before.text + next.text,
    ...(!isPlain && { marks: marks + (next.marks ?? "0".repeat(next.text.length)) }),
  };
}

/**
 * Revisions of parts that become one text. Of an end that was put in the letters between the parts are left, but where a
 * space stood there before.
 * @param gap how many stand there; between two parts that one author put in they are put in, too.
 */
export function joinedRevisions(
  parts: readonly { readonly text: string; readonly revisions?: Revisions }[],
  gap: number,
): Revisions {
  if (parts.every(({ revisions }) => revisions === undefined)) return undefined;
  const made: TextRevision[] = [];
  let shift = 0;
  for (const [i, { text, revisions = [] }] of parts.entries()) {
    for (const each of revisions) {
      const moved = { ...each, from: each.from + shift, to: each.to + shift };
      const isWithin = each.kind === "end-insertion" && i < parts.length - 1;
      if (isWithin && (gap === 0 || each.isApart)) continue;
      const next: TextRevision = isWithin
        ? { kind: "insertion", from: moved.from, to: moved.to + gap, author: each.author }
        : moved;
      const one = merged(made.at(-1), next, each.from === 0 ? gap : 0);
      if (one) made[made.length - 1] = one;
      else made.push(next);
    }
    shift += text.length + gap;
  }
  return made;
}

/** Which letters were put in. */
function putInOf(revisions: readonly TextRevision[], length: number): Uint8Array {
  const letters = new Uint8Array(length);
  for (const { kind, from, to } of revisions) if (kind === "insertion") letters.fill(1, from, to);
  return letters;
}

/** Of each place the first and the last of what does not stand there. */
function pointsOf(revisions: readonly TextRevision[]): ReadonlyMap<number, { first: number; last: number }> {
  const points = new Map<number, { first: number; last: number }>();
  for (const [i, each] of revisions.entries())
    if (isPoint(each)) points.set(each.from, { first: points.get(each.from)?.first ?? i, last: i });
  return points;
}

/**
 * Which spaces go, so that one stands between words and none around them. One that was put in goes first; one beside
 * letters that were taken out goes with them, so that the words are apart before the revisions, too.
 */
export function spareSpace(
  revisions: readonly TextRevision[],
  text: string,
): { readonly edits: readonly Edit[]; readonly revisions: readonly TextRevision[] } {
  const isPutIn = putInOf(revisions, text.length);
  const points = pointsOf(revisions);
  const edits: Edit[] = [];
  const spaceBefore = new Set<number>();
  const spaceBehind = new Set<number>();
  for (const { index: start, 0: found } of text.matchAll(/\s+/gu)) {
    const end = start + found.length;
    const isBehindAll = start > 0 && end === text.length;
    const isWithin = start > 0 && end < text.length;
    let kept: number | null = null;
    let isApart = false;
    let point: number | null = null;
    for (let at = start; at <= end; at += 1) {
      const here = points.get(at);
      if (here && point === null && isApart && isBehindAll) spaceBefore.add(here.first);
      if (here) point = here.last;
      if (at === end || isPutIn[at] === 1) continue;
      if (isWithin && kept === null) kept = at;
      else if (point !== null) spaceBehind.add(point);
      if (point === null) isApart = true;
    }
    if (isWithin) kept ??= start;
    edits.push({ from: start, to: kept ?? end, count: 0 });
    if (kept !== null) edits.push({ from: kept + 1, to: end, count: 0 });
  }
  const spaced = revisions.map((each, i): TextRevision => {
    const [before, behind] = [spaceBefore.has(i) ? 1 : 0, spaceBehind.has(i) ? 1 : 0];
    if (each.kind !== "deletion" || before + behind === 0) return each;
    const { marks } = each;
    return {
      ...each,
      text: " ".repeat(before) + each.text + " ".repeat(behind),
      ...(marks !== undefined && { marks: "0".repeat(before) + marks + "0".repeat(behind) }),
    };
  });
  return { edits, revisions: spaced };
}
