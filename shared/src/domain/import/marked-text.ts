import {
  afterEdits,
  type Edit,
  isPoint,
  joinedRevisions,
  type Revisions,
  revisionsOfParts,
  revisionsWithin,
} from "./text-revisions.ts";
import { spareSpace } from "./spare-space.ts";

/**
 * Text with the looks of its letters, and with what a Word file's revisions say of them. A line, a paragraph and a cell's
 * text are read as strings; the rest stands beside, so that whatever is cut, joined or taken out of the one is of the
 * others.
 */
export interface MarkedText {
  readonly text: string;
  /** One digit for each UTF-16 unit: 1 bold, 2 italic, 4 underlined, or their sum. Absent where all is plain. */
  readonly marks?: string | undefined;
  /** In the order of the text (IMP34). Absent where there are none. */
  readonly revisions?: Revisions;
}

export const marked = (text: string, marks = "", revisions: Revisions = []): MarkedText => ({
  text,
  ...(/[1-7]/u.test(marks) && { marks }),
  ...(revisions.length > 0 && { revisions }),
});

const digits = ({ text, marks }: MarkedText): string => marks ?? "0".repeat(text.length);

export const joinMarked = (parts: readonly MarkedText[], by: string): MarkedText =>
  marked(
    parts.map(({ text }) => text).join(by),
    parts.some(({ marks }) => marks !== undefined) ? parts.map(digits).join("0".repeat(by.length)) : "",
    joinedRevisions(parts, by.length),
  );

export const cutMarked = (
  { text, marks, revisions }: MarkedText,
  from: number,
  to = text.length,
): MarkedText =>
  marked(
    text.slice(from, to),
    marks?.slice(from, to),
    revisions && revisionsWithin(revisions, from, to, to >= text.length),
  );

export function trimMarked(line: MarkedText): MarkedText {
  const { marks, revisions } = line;
  const text = line.text.trim();
  const { length } = line.text;
  if (text.length === length) return line;
  const from = length - line.text.trimStart().length;
  const to = from + text.length;
  const edits = [
    { from: 0, to: from, count: 0 },
    { from: to, to: length, count: 0 },
  ];
  return marked(text, marks?.slice(from, to), revisions && afterEdits(revisions, edits, length));
}

export function splitMarked({ text, marks, revisions }: MarkedText, at: string): readonly MarkedText[] {
  const lines = text.split(at);
  const revised =
    revisions &&
    revisionsOfParts(
      revisions,
      lines.map(({ length }) => length),
      at.length,
    );
  let from = 0;
  return lines.map((line, i) => {
    const start = from;
    from += line.length + at.length;
    return marked(line, marks?.slice(start, start + line.length), revised?.[i]);
  });
}

/** @param pattern with the flag g. @param by has the marks of the letter that it stands for. */
export function replaceMarked(
  { text, marks, revisions }: MarkedText,
  pattern: RegExp,
  by: string,
): MarkedText {
  const replaced = text.replace(pattern, by);
  if (marks === undefined && revisions === undefined) return { text: replaced };
  const edits: Edit[] = [];
  let left = "";
  let end = 0;
  for (const { index, 0: found } of text.matchAll(pattern)) {
    if (marks !== undefined) left += marks.slice(end, index) + marks.charAt(index).repeat(by.length);
    end = index + found.length;
    edits.push({ from: index, to: end, count: by.length });
  }
  return marked(
    replaced,
    marks === undefined ? "" : left + marks.slice(end),
    revisions && afterEdits(revisions, edits, text.length),
  );
}

/** The same is done to letters that were taken out. */
export const onTakenOut = (line: MarkedText, change: (letters: MarkedText) => MarkedText): MarkedText =>
  line.revisions === undefined
    ? line
    : {
        ...line,
        revisions: line.revisions.map((each) => {
          if (each.kind !== "deletion") return each;
          const { marks: _, ...rest } = each;
          return { ...rest, ...change(marked(each.text, each.marks)) };
        }),
      };

/** One space between words, and none around them. */
export function tidySpace(line: MarkedText): MarkedText {
  const { text, marks, revisions } = line;
  const single = (letters: MarkedText) => replaceMarked(letters, /\s+/gu, " ");
  if (revisions === undefined) return trimMarked(single(line));
  const { edits, revisions: spaced } = spareSpace(revisions, text);
  const left = (letters: string) =>
    [...edits, { from: letters.length }]
      .map(({ from }, i) => letters.slice(edits[i - 1]?.to ?? 0, from))
      .join("");
  return onTakenOut(
    marked(left(text).replace(/\s/gu, " "), marks && left(marks), afterEdits(spaced, edits, text.length)),
    single,
  );
}

/** In the composed form; a letter's accents, which may be runs of their own, look as the letter does. */
export function composeMarked(line: MarkedText): MarkedText {
  const { text, marks, revisions } = onTakenOut(line, composeMarked);
  const composed = text.normalize("NFC");
  if ((marks === undefined && revisions === undefined) || composed === text)
    return marked(composed, marks, revisions);
  const edits: Edit[] = [];
  let made = "";
  let looks = "";
  for (const { index, 0: letter } of text.matchAll(/^\p{M}+|\P{M}\p{M}*/gu)) {
    const piece = letter.normalize("NFC");
    made += piece;
    if (marks !== undefined) looks += marks.charAt(index).repeat(piece.length);
    edits.push({ from: index, to: index + letter.length, count: piece.length });
  }
  // Signs of some scripts compose across letters: words count more than looks.
  return made === composed
    ? marked(made, looks, revisions && afterEdits(revisions, edits, text.length))
    : { text: composed };
}

/** Between the two halves of one letter. */
const isInPair = (text: string, at: number): boolean =>
  /[\ud800-\udbff]/u.test(text.charAt(at - 1)) && /[\udc00-\udfff]/u.test(text.charAt(at));

/** Are its revisions in order, within its text, between letters, and no two about the same ones? */
export function isRevised({ text, revisions = [] }: MarkedText): boolean {
  let last = 0;
  let end = 0;
  return revisions.every((each, i) => {
    const { kind, from, to } = each;
    const isInOrder = from >= last && from <= to && to <= text.length;
    if (isInPair(text, from) || isInPair(text, to)) return false;
    last = from;
    if (!isPoint(each)) {
      const isApart = from >= end && from < to;
      end = to;
      return isInOrder && isApart;
    }
    if (from !== to || !isInOrder) return false;
    if (kind === "end-insertion") return i === revisions.length - 1 && from === text.length;
    return kind !== "deletion" || each.marks === undefined || each.marks.length === each.text.length;
  });
}
