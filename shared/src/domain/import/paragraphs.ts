import { bodyOf, isGone, isTable, mapCells, rowsAsLines, withText } from "./draft-table.ts";
import { labelReader, readListMark, type TypedLabel } from "./label.ts";
import {
  joinMarked,
  type MarkedText,
  onTakenOut,
  replaceMarked,
  tidySpace,
  trimMarked,
} from "./marked-text.ts";
import type { DraftBlock, DraftIssue, DraftTable } from "./outline-draft.ts";
import type { SourceLine } from "./source-line.ts";

/** A paragraph of the source: lines of one block keep their breaks until it is known what the block is. */
export interface SourceParagraph {
  /** Of a table its rows, for where no table can stand. */
  readonly lines: readonly string[];
  /** The lines with all that is known of their letters, where that is more. */
  readonly letters?: readonly MarkedText[];
  readonly table?: DraftTable;
  /** What stood behind it and was taken out: it goes along, and nothing of the text is found by it. */
  readonly gone?: readonly DraftBlock[] | undefined;
}

export const textOf = (p: SourceParagraph): string => p.lines.join(" ");

const linesOf = ({ lines, letters }: SourceParagraph): readonly MarkedText[] =>
  letters ?? lines.map((text) => ({ text }));

export const markedOf = (p: SourceParagraph): MarkedText => joinMarked(linesOf(p), " ");

const asParagraph = (lines: readonly MarkedText[], gone?: SourceParagraph["gone"]): SourceParagraph => ({
  lines: lines.map(({ text }) => text),
  ...(lines.some(({ marks, revisions }) => marks !== undefined || revisions !== undefined) && {
    letters: lines,
  }),
  ...(gone && { gone }),
});
const asTable = (table: DraftTable, gone?: SourceParagraph["gone"]): SourceParagraph => ({
  lines: rowsAsLines(table.rows),
  table,
  ...(gone && { gone }),
});

const goneOf = (...paragraphs: readonly SourceParagraph[]): SourceParagraph["gone"] => {
  const gone = paragraphs.flatMap((paragraph) => paragraph.gone ?? []);
  return gone.length > 0 ? gone : undefined;
};

/** Its blocks, with what was taken out behind it. */
export const blocksOf = <Block>(
  paragraph: SourceParagraph,
  asBlock: (letters: MarkedText) => Block,
): readonly (Block | DraftBlock)[] => [
  ...(paragraph.table ? [paragraph.table] : []),
  ...(!paragraph.table && paragraph.lines.length > 0 ? [asBlock(markedOf(paragraph))] : []),
  ...(paragraph.gone ?? []),
];

/** Tables as lines, each row a paragraph: for head and end of a paper, which hold none. */
export const withoutTables = (paragraphs: readonly SourceParagraph[]): readonly SourceParagraph[] =>
  paragraphs.flatMap((p) => (p.table ? p.lines.map((line) => ({ lines: [line] })) : [p]));

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
function endsHeading(current: readonly MarkedText[], label: TypedLabel | null, next: string): boolean {
  const last = current.at(-1)?.text;
  if (last === undefined || label === null || current.length > maxHeadingLines || !/^\p{Lu}/u.test(next))
    return false;
  const isInCapitals = capitalShare(current.map(({ text }) => text).join(" ")) >= 0.8;
  if (isInCapitals) return capitalShare(next) < 0.8;
  return current.length === 1 && last.length <= unwrappedChars && !sentenceEnd.test(last);
}

/** Lines as a person sees them: composed letters, one space between words, nothing that cannot be shown or typed. */
function tidy(raw: MarkedText): MarkedText {
  if (raw.revisions === undefined && !needsTidying.test(raw.text)) return trimMarked(raw);
  const shown = (letters: MarkedText) =>
    replaceMarked(letters, /[\u0000-\u0008\u000b-\u001f\u007f\ufeff]/gu, "");
  return tidySpace(onTakenOut(shown(raw), shown));
}
const needsTidying = /[\u0000-\u001f\u007f-\u00a0\ufeff]|\s\s|[^\S ]/u;

/** Splits the lines of a text into paragraphs: at empty lines, and before a line that begins a list item or a labelled paragraph. */
export function splitParagraphs(source: readonly SourceLine[]): readonly SourceParagraph[] {
  const out: { readonly paragraph: SourceParagraph; readonly gone: DraftBlock[] }[] = [];
  const readLabel = labelReader();
  let current: MarkedText[] = [];
  let label: TypedLabel | null = null;
  const add = (paragraph: SourceParagraph) => out.push({ paragraph, gone: [] });
  const end = () => {
    if (current.length > 0) add(asParagraph(current));
    current = [];
    label = null;
  };
  const addGone = (block: DraftBlock) => {
    end();
    // Nothing stands before it: it goes with a paragraph of no lines.
    if (out.length === 0) add({ lines: [] });
    out.at(-1)?.gone.push(block);
  };
  for (const raw of source) {
    if (isTable(raw)) {
      end();
      const table = mapCells(raw, (blocks) => blocks.map((block) => withText(block, tidy(block))));
      if (isGone(table)) addGone(table);
      else add(asTable(table));
      continue;
    }
    const line = tidy(raw);
    const { text } = line;
    if (isGone(line)) addGone(bodyOf(line));
    else if (text === "") end();
    else {
      // Residue of markup is taken off later: it must not hide a label here.
      const plain = text.replace(/^(?:\*\*|#{1,6}\s)\s*/u, "");
      const found = readLabel(plain);
      const startsBlock = found !== null || isListItem(plain) || frameLine.test(plain);
      if (startsBlock || endsHeading(current, label, text)) end();
      if (current.length === 0) label = found;
      current.push(line);
      if (text.endsWith("./.")) end();
    }
  }
  end();
  return out.map(({ paragraph, gone }) => (gone.length > 0 ? { ...paragraph, gone } : paragraph));
}

/** Beyond this a text is cut by nothing but a broken program: joining stops. */
const maxJoinedChars = 20_000;

/** Joins what a page break had cut: a paragraph that begins in lower case after one without an end mark. */
export function joinBroken(paragraphs: readonly SourceParagraph[]): {
  readonly paragraphs: readonly SourceParagraph[];
  readonly issues: readonly DraftIssue[];
} {
  const out: { paragraph: SourceParagraph; added: SourceParagraph[]; length: number; first: string }[] = [];
  const issues: DraftIssue[] = [];
  for (const paragraph of paragraphs) {
    const previous = out.at(-1);
    const text = textOf(paragraph);
    const before = previous
      ? textOf(previous.added.at(-1) ?? { lines: previous.paragraph.lines.slice(-1) })
      : "";
    const continues =
      previous?.paragraph.table === undefined &&
      /^\p{Ll}/u.test(text) &&
      !isListItem(text) &&
      before !== "" &&
      !sentenceEnd.test(before) &&
      capitalShare(previous?.first ?? "") < 0.7;
    if (previous && continues && previous.length + text.length < maxJoinedChars) {
      previous.added.push(paragraph);
      previous.length += text.length + 1;
      issues.push({ code: "paragraph-joined", at: text.slice(0, 80) });
    } else out.push({ paragraph, added: [], length: text.length, first: text });
  }
  const joined = out.map(({ paragraph, added }) =>
    added.length === 0
      ? paragraph
      : asParagraph([...linesOf(paragraph), ...added.map(markedOf)], goneOf(paragraph, ...added)),
  );
  return { paragraphs: joined, issues };
}

const markup = /\*\*|__(?=\S)|(?<=\S)__|^#{1,6}\s/gu;

/** Takes residue of another program's markup off the text. */
export function removeMarkup(paragraphs: readonly SourceParagraph[]): {
  readonly paragraphs: readonly SourceParagraph[];
  readonly issues: readonly DraftIssue[];
} {
  const issues: DraftIssue[] = [];
  const clean = (line: MarkedText): readonly MarkedText[] => {
    const plain = trimMarked(replaceMarked(line, markup, ""));
    if (plain.text !== line.text) issues.push({ code: "markup-removed", text: line.text.slice(0, 80) });
    return plain.text === "" && !isGone(plain) ? [] : [plain];
  };
  const cleaned = paragraphs.map((p) =>
    p.table
      ? asTable(
          mapCells(p.table, (blocks) =>
            blocks.flatMap((block) => clean(block).map((line) => withText(block, line))),
          ),
          p.gone,
        )
      : asParagraph(linesOf(p).flatMap(clean), p.gone),
  );
  return { paragraphs: cleaned.filter((p) => p.table ?? p.gone ?? p.lines.length > 0), issues };
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
    if (part && !paragraph.table && label === null && !isListItem(text) && looksTitled(text))
      out[out.length - 1] = {
        lines: [`${textOf(part).replace(/[.:]$/u, "")}. ${text}`],
        gone: goneOf(part, paragraph),
      };
    else out.push(paragraph);
    open = label?.kind === "part" && label.rest === "";
  }
  return out;
}
