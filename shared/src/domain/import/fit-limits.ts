import { addSizes, type DraftSize, sizeOf, sizeOfAll, sizeOfNodes } from "./draft-size.ts";
import { bodyOf, isGrid, isTable, mapCells, rowsAsLines, textsOf, withText } from "./draft-table.ts";
import { fitRevisions } from "./draft-revisions.ts";
import { cutMarked, type MarkedText, trimMarked } from "./marked-text.ts";
import type { DraftBlock, DraftIssue, DraftNode, DraftParagraph, DraftTable } from "./outline-draft.ts";

/**
 * Brings a draft within the bounds of the command that creates a report (`protocol/http-api`), so that whatever was
 * read can be created. Nothing is dropped: what is too long is divided, what is too much moves into the text.
 */
export const draftLimits = {
  /** UTF-16 units of a paragraph. */
  textChars: 20_000,
  /** Of one section. The sync core admits twice the text, and counts six or seven for a part or a stretch. */
  sectionParts: 20_000,
  sectionStretches: 20_000,
  sectionChars: 1_000_000,
  /** Headings below one parent; leaves room for the continuations of divided sections. */
  siblings: 400,
  /** Paragraphs before the first and after the last section. */
  frameParagraphs: 100,
  issues: 500,
  /** Headings and parts of the whole: three thousand pages, and as much as a body may carry (API6). */
  parts: 150_000,
  stretches: 500_000,
  /** Revisions that become suggestions (IMP34), and letters of an author's name. */
  sectionRevisions: 2_000,
  revisions: 10_000,
  authorChars: 200,
} as const;

/** IMP27. */
export function isTooLarge(nodes: readonly DraftNode[]): boolean {
  const { parts, stretches } = sizeOfNodes(nodes);
  return parts > draftLimits.parts || stretches > draftLimits.stretches;
}

const fitsSection = ({ parts, stretches, chars }: DraftSize): boolean =>
  parts <= draftLimits.sectionParts &&
  stretches <= draftLimits.sectionStretches &&
  chars <= draftLimits.sectionChars;

/** Sections that a divided one may become, before its paragraphs are run together instead. */
const maxParts = 60;

/** Cuts at a space; a cut in the middle of a word is the last resort, one inside a surrogate pair is none. */
function divide(whole: MarkedText, max: number): readonly MarkedText[] {
  const parts: MarkedText[] = [];
  const { text } = whole;
  const take = (from: number, to?: number) => parts.push(trimMarked(cutMarked(whole, from, to)));
  let from = 0;
  while (text.length - from > max) {
    const space = text.lastIndexOf(" ", from + max);
    const isInPair = /[\ud800-\udbff]/u.test(text.charAt(from + max - 1));
    const end = space > from ? space : from + max - (isInPair ? 1 : 0);
    take(from, end);
    from = end;
  }
  take(from);
  return parts.filter((part) => part.text !== "");
}

const fitParagraph = (paragraph: DraftParagraph): readonly DraftParagraph[] =>
  paragraph.text.length <= draftLimits.textChars
    ? [paragraph]
    : divide(paragraph, draftLimits.textChars).map((part, i) =>
        i === 0 ? withText(paragraph, part) : bodyOf(part),
      );

const asParagraphs = (lines: readonly string[]): readonly DraftParagraph[] =>
  lines.map((text) => bodyOf({ text })).flatMap(fitParagraph);

/** What no section can hold as a table becomes lines. */
function fitTable(table: DraftTable): readonly DraftBlock[] {
  const fitted = mapCells(table, (blocks) => blocks.flatMap(fitParagraph));
  const fits = isGrid(fitted) && fitsSection(sizeOf(fitted));
  return fits ? [fitted] : asParagraphs(rowsAsLines(fitted.rows));
}

const fitBlocks = (blocks: readonly DraftBlock[]): readonly DraftBlock[] =>
  blocks.flatMap((block) => (isTable(block) ? fitTable(block) : fitParagraph(block)));

/** Runs paragraphs together: only for texts of millions of lines. */
function condense(blocks: readonly DraftBlock[]): readonly DraftBlock[] {
  const texts: string[] = [];
  let current: string[] = [];
  let length = 0;
  for (const text of blocks.flatMap(textsOf)) {
    if (length + text.length > draftLimits.textChars / 2) {
      texts.push(current.join(" "));
      current = [];
      length = 0;
    }
    current.push(text);
    length += text.length + 1;
  }
  texts.push(current.join(" "));
  return asParagraphs(texts);
}

function chunk(blocks: readonly DraftBlock[]): readonly (readonly DraftBlock[])[] {
  const chunks: DraftBlock[][] = [[]];
  let size = sizeOfAll([]);
  for (const block of blocks) {
    const own = sizeOf(block);
    size = addSizes(size, own);
    if (fitsSection(size)) chunks.at(-1)?.push(block);
    else {
      chunks.push([block]);
      size = own;
    }
  }
  return chunks;
}

/** A node and all below it as paragraphs, in reading order. */
const flatten = (node: DraftNode): readonly DraftBlock[] => [
  bodyOf({ text: `${node.typedLabel} ${node.title}`.trim() }),
  ...node.blocks,
  ...node.children.flatMap(flatten),
];

const endOf = (node: DraftNode, blocks: readonly DraftBlock[]): DraftNode => {
  const last = node.children.at(-1);
  return last
    ? { ...node, children: [...node.children.slice(0, -1), endOf(last, blocks)] }
    : { ...node, blocks: [...node.blocks, ...blocks] };
};

/** Headings beyond the number that a parent may have become text of the last one. */
function foldSiblings(nodes: readonly DraftNode[]): readonly DraftNode[] {
  const kept = nodes
    .slice(0, draftLimits.siblings)
    .map((n) => ({ ...n, children: foldSiblings(n.children) }));
  const last = kept.at(-1);
  return nodes.length <= draftLimits.siblings || !last
    ? kept
    : [...kept.slice(0, -1), endOf(last, nodes.slice(draftLimits.siblings).flatMap(flatten))];
}

/** @param continued title of the sections that an over-long one goes on in. */
function divideSections(nodes: readonly DraftNode[], continued: string): readonly DraftNode[] {
  return nodes.map((node) => {
    const fitted = fitBlocks(node.blocks);
    const chunks = chunk(fitted);
    const [first = [], ...others] = chunks.length > maxParts ? chunk(condense(fitted)) : chunks;
    const parts = others.map((blocks, i): DraftNode => ({
      key: `${node.key}-${i + 2}`,
      typedLabel: "",
      title: continued,
      blocks,
      children: [],
    }));
    return { ...node, blocks: first, children: [...parts, ...divideSections(node.children, continued)] };
  });
}

export function fitNodes(nodes: readonly DraftNode[]): {
  readonly nodes: readonly DraftNode[];
  readonly issues: readonly DraftIssue[];
} {
  const { nodes: fitted, accepted } = fitRevisions(foldSiblings(nodes), draftLimits);
  return {
    nodes: divideSections(fitted, "(tiếp theo)"),
    issues: accepted.map((title) => ({ code: "revisions-accepted", title: title.slice(0, 80) })),
  };
}

/** Frame text that fits, and what is too much for the frame. */
export function fitFrame(texts: readonly string[]): {
  readonly kept: readonly string[];
  readonly rest: readonly string[];
} {
  const divided = texts.flatMap((text) => divide({ text }, draftLimits.textChars)).map(({ text }) => text);
  return {
    kept: divided.slice(0, draftLimits.frameParagraphs),
    rest: divided.slice(draftLimits.frameParagraphs),
  };
}

export function fitIssues(issues: readonly DraftIssue[]): {
  readonly issues: readonly DraftIssue[];
  readonly issueCount?: number;
} {
  return issues.length <= draftLimits.issues
    ? { issues }
    : { issues: issues.slice(0, draftLimits.issues), issueCount: issues.length };
}

/** A draft node made of paragraphs that found no other place. */
export const asNode = (key: string, title: string, texts: readonly string[]): readonly DraftNode[] =>
  texts.length === 0
    ? []
    : [
        {
          key,
          typedLabel: "",
          title,
          blocks: texts.map((text) => bodyOf({ text })),
          children: [],
        },
      ];
