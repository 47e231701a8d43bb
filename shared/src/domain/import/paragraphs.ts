import type { DraftIssue } from "./outline-draft.ts";
import { labelReader, readListMark, type TypedLabel } from "./label.ts";

/** A paragraph of the source: lines of one block keep their breaks until it is known what the block is. */
export interface SourceParagraph {
  readonly lines: readonly string[];
}

export const textOf = (p: SourceParagraph): string => p.lines.join(" ");

const sentenceEnd = /[.;:!?…]["”’)\]]*$|\.\/\.?$/u;
const isListItem = (text: string) => readListMark(text).style !== "body";
/** Lines that begin a part of the frame, also where no empty line stands before them. */
const frameLine =
  /^(?:Nơi nhận\s*:|Kính gửi\s*:|(?:TM|KT|TL|TUQ|Q)\.\s*\p{Lu}{2}|(?:PHỤ LỤC|Phụ lục)(?:\s+(?:[IVXLC]+|\d{1,2}))?\s*[.:]?$)/u;

/** Characters that are looked at to judge a text: enough for any title, and bounded for any input. */
const judgedChars = 2_000;

/** Share of capitals among the letters, 0-1. */
export function capitalShare(text: string): number {
  const letters = text.slice(0, judgedChars).match(/\p{L}/gu) ?? [];
  return letters.length === 0 ? 0 : letters.filter((c) => /\p{Lu}/u.test(c)).length / letters.length;
}

/** Longest line that was surely not wrapped by a program. */
const unwrappedChars = 70;
/** Lines a heading in capitals may take. */
const maxHeadingLines = 4;

/** A short labelled line is a heading of its own when the next begins a sentence; a title in capitals goes on in capitals. */
function endsHeading(current: readonly string[], label: TypedLabel | null, next: string): boolean {
  const last = current.at(-1);
  if (last === undefined || label === null || current.length > maxHeadingLines || !/^\p{Lu}/u.test(next))
    return false;
  const isInCapitals = capitalShare(current.join(" ")) >= 0.8;
  if (isInCapitals) return capitalShare(next) < 0.8;
  return current.length === 1 && last.length <= unwrappedChars && !sentenceEnd.test(last);
}

/** Lines as a person sees them: composed letters, one space between words, nothing that cannot be shown or typed. */
function tidy(raw: string): string {
  const line = needsTidying.test(raw)
    ? raw.replace(/[\u0000-\u0008\u000b-\u001f\u007f\ufeff]/gu, "").replace(/\s+/gu, " ")
    : raw;
  return line.trim();
}
const needsTidying = /[\u0000-\u001f\u007f-\u00a0\ufeff]|\s\s|[^\S ]/u;

/** Splits the lines of a text into paragraphs: at empty lines, and before a line that begins a list item or a labelled paragraph. */
export function splitParagraphs(source: readonly string[]): readonly SourceParagraph[] {
  const out: string[][] = [];
  const readLabel = labelReader();
  let current: string[] = [];
  let label: TypedLabel | null = null;
  const end = () => {
    if (current.length > 0) out.push(current);
    current = [];
    label = null;
  };
  for (const raw of source) {
    const line = tidy(raw);
    if (line === "") end();
    else {
      // Residue of markup is taken off later: it must not hide a label here.
      const plain = line.replace(/^(?:\*\*|#{1,6}\s)\s*/u, "");
      const found = readLabel(plain);
      const startsBlock = found !== null || isListItem(plain) || frameLine.test(plain);
      if (startsBlock || endsHeading(current, label, line)) end();
      if (current.length === 0) label = found;
      current.push(line);
      if (line.endsWith("./.")) end();
    }
  }
  end();
  return out.map((lines) => ({ lines }));
}

/** Beyond this a text is cut by nothing but a broken program: joining stops. */
const maxJoinedChars = 20_000;

/** Joins what a page break had cut: a paragraph that begins in lower case after one without an end mark. */
export function joinBroken(paragraphs: readonly SourceParagraph[]): {
  readonly paragraphs: readonly SourceParagraph[];
  readonly issues: readonly DraftIssue[];
} {
  const out: { lines: string[]; length: number; first: string }[] = [];
  const issues: DraftIssue[] = [];
  for (const paragraph of paragraphs) {
    const previous = out.at(-1);
    const text = textOf(paragraph);
    const before = previous?.lines.at(-1) ?? "";
    const continues =
      /^\p{Ll}/u.test(text) &&
      !isListItem(text) &&
      before !== "" &&
      !sentenceEnd.test(before) &&
      capitalShare(previous?.first ?? "") < 0.7;
    if (previous && continues && previous.length + text.length < maxJoinedChars) {
      previous.lines.push(text);
      previous.length += text.length + 1;
      issues.push({ code: "paragraph-joined", at: text.slice(0, 80) });
    } else out.push({ lines: [...paragraph.lines], length: text.length, first: text });
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
    lines: lines.flatMap((line) => {
      const text = line.replace(markup, "").trim();
      if (text !== line) issues.push({ code: "markup-removed", text: line.slice(0, 80) });
      return text === "" ? [] : [text];
    }),
  }));
  return { paragraphs: cleaned.filter((p) => p.lines.length > 0), issues };
}

export const isSentence = (text: string): boolean => sentenceEnd.test(text);

/** Longest text that still looks like a heading, in UTF-16 units; one in capitals may be longer. */
const maxTitleChars = 220;
const maxCapitalTitleChars = 500;

/** Does a text after a label look like a title, and not like a paragraph? */
export const looksTitled = (rest: string): boolean =>
  rest !== "" &&
  ((!isSentence(rest) && rest.length <= maxTitleChars) ||
    (capitalShare(rest) > 0.8 && rest.length <= maxCapitalTitleChars));

/** "Phần I" and "Chương I" stand on a line of their own, with the title below: brings the two together. */
export function joinPartTitles(paragraphs: readonly SourceParagraph[]): readonly SourceParagraph[] {
  const readLabel = labelReader();
  const out: SourceParagraph[] = [];
  let open = false;
  for (const paragraph of paragraphs) {
    const text = textOf(paragraph);
    const label = readLabel(text);
    const part = open ? out.at(-1) : undefined;
    if (part && label === null && !isListItem(text) && looksTitled(text))
      out[out.length - 1] = { lines: [`${textOf(part).replace(/[.:]$/u, "")}. ${text}`] };
    else out.push(paragraph);
    open = label?.kind === "part" && label.rest === "";
  }
  return out;
}
