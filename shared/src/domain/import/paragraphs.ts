import type { DraftIssue } from "./outline-draft.ts";
import { readLabel, readListMark } from "./label.ts";

/** A paragraph of the source: lines of one block keep their breaks until it is known what the block is. */
export interface SourceParagraph {
  readonly lines: readonly string[];
}

export const textOf = (p: SourceParagraph): string => p.lines.join(" ");

const sentenceEnd = /[.;:!?…]["”’)\]]*$|\.\/\.?$/u;
const isListItem = (text: string) => readListMark(text).style !== "body";
const startsBlock = (line: string) => isListItem(line) || readLabel(line, null, null) !== null;

/** Share of capitals among the letters, 0-1. */
export function capitalShare(text: string): number {
  const letters = [...text].filter((c) => /\p{L}/u.test(c));
  return letters.length === 0 ? 0 : letters.filter((c) => /\p{Lu}/u.test(c)).length / letters.length;
}

/** Longest line that was surely not wrapped by a program. */
const unwrappedChars = 70;

/** A short labelled line is a heading of its own when the next begins a sentence; a title in capitals goes on in capitals. */
function endsHeading(current: readonly string[], next: string): boolean {
  const [first] = current;
  if (current.length !== 1 || first === undefined || first.length > unwrappedChars || sentenceEnd.test(first))
    return false;
  if (readLabel(first, null, null) === null || !/^\p{Lu}/u.test(next)) return false;
  return capitalShare(first) < 0.8 || capitalShare(next) < 0.8;
}

/** Splits decoded text into paragraphs: at empty lines, and before a line that begins a list item or a labelled paragraph. */
export function splitParagraphs(text: string): readonly SourceParagraph[] {
  const out: string[][] = [];
  let current: string[] = [];
  const end = () => {
    if (current.length > 0) out.push(current);
    current = [];
  };
  for (const raw of text.normalize("NFC").split(/\r\n|\r|\n|\f/u)) {
    // Control characters cannot be shown, exported or typed.
    const line = raw
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f\ufeff]/gu, "")
      .replace(/[\s\u00a0]+/gu, " ")
      .trim();
    if (line === "") end();
    else {
      if (startsBlock(line) || endsHeading(current, line)) end();
      current.push(line);
    }
  }
  end();
  return out.map((lines) => ({ lines }));
}

/** Joins what a page break had cut: a paragraph that begins in lower case after one without an end mark. */
export function joinBroken(paragraphs: readonly SourceParagraph[]): {
  readonly paragraphs: readonly SourceParagraph[];
  readonly issues: readonly DraftIssue[];
} {
  const out: { lines: string[] }[] = [];
  const issues: DraftIssue[] = [];
  for (const paragraph of paragraphs) {
    const previous = out.at(-1);
    const text = textOf(paragraph);
    const before = previous ? previous.lines.join(" ") : "";
    const continues =
      /^\p{Ll}/u.test(text) &&
      !isListItem(text) &&
      before !== "" &&
      !sentenceEnd.test(before) &&
      capitalShare(before) < 0.7;
    if (previous && continues) {
      previous.lines = [`${before} ${text}`];
      issues.push({ code: "paragraph-joined", at: text.slice(0, 80) });
    } else out.push({ lines: [...paragraph.lines] });
  }
  return { paragraphs: out, issues };
}

const markup = /\*\*|__(?=\S)|(?<=\S)__|^#{1,6}\s/gu;

/** Takes residue of another program's markup off the text. */
export function removeMarkup(paragraphs: readonly SourceParagraph[]): {
  readonly paragraphs: readonly SourceParagraph[];
  readonly issues: readonly DraftIssue[];
} {
  const issues: DraftIssue[] = [];
  const cleaned = paragraphs.map(({ lines }) => ({
    lines: lines.map((line) => {
      const text = line.replace(markup, "").trim();
      if (text !== line) issues.push({ code: "markup-removed", text: line.slice(0, 80) });
      return text;
    }),
  }));
  return { paragraphs: cleaned.filter((p) => p.lines.some((line) => line !== "")), issues };
}

export const isSentence = (text: string): boolean => sentenceEnd.test(text);
