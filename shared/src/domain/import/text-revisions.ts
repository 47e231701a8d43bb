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
