import type { DraftBlock, DraftIssue, DraftNode } from "./outline-draft.ts";

/**
 * Brings a draft within the bounds of the command that creates a report (`protocol/http-api`), so that whatever was
 * read can be created. Nothing is dropped: what is too long is divided, what is too much moves into the text.
 */
export const draftLimits = {
  /** UTF-16 units of a paragraph. */
  textChars: 20_000,
  /** Paragraphs and text of one section; the latter is half of what the sync core admits. */
  blocks: 20_000,
  sectionChars: 1_000_000,
  /** Headings below one parent; leaves room for the continuations of divided sections. */
  siblings: 400,
  /** Paragraphs before the first and after the last section. */
  frameParagraphs: 100,
  issues: 500,
  /** Headings and paragraphs of the whole: three thousand pages, and as much as a body may carry (API6). */
  parts: 150_000,
} as const;

export const countParts = (nodes: readonly DraftNode[]): number =>
  nodes.reduce((sum, { blocks, children }) => sum + 1 + blocks.length + countParts(children), 0);

/** Sections that a divided one may become, before its paragraphs are run together instead. */
const maxParts = 60;

/** Cuts at a space; a cut in the middle of a word is the last resort, one inside a surrogate pair is none. */
function divide(text: string, max: number): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  while (text.length - from > max) {
    const space = text.lastIndexOf(" ", from + max);
    const isInPair = /[\ud800-\udbff]/u.test(text.charAt(from + max - 1));
    const end = space > from ? space : from + max - (isInPair ? 1 : 0);
    parts.push(text.slice(from, end).trim());
    from = end;
  }
  parts.push(text.slice(from).trim());
  return parts.filter((part) => part !== "");
}

const fitBlocks = (blocks: readonly DraftBlock[]): readonly DraftBlock[] =>
  blocks.flatMap((block) =>
    block.text.length <= draftLimits.textChars
      ? [block]
      : divide(block.text, draftLimits.textChars).map((text, i): DraftBlock =>
          i === 0 ? { ...block, text } : { style: "body", level: 1, text },
        ),
  );

/** Runs paragraphs together: only for texts of millions of lines. */
function condense(blocks: readonly DraftBlock[]): readonly DraftBlock[] {
  const texts: string[] = [];
  let current: string[] = [];
  let length = 0;
  for (const { text } of blocks) {
    if (length + text.length > draftLimits.textChars / 2) {
      texts.push(current.join(" "));
      current = [];
      length = 0;
    }
    current.push(text);
    length += text.length + 1;
  }
  texts.push(current.join(" "));
  return fitBlocks(texts.map((text) => ({ style: "body", level: 1, text })));
}

function chunk(blocks: readonly DraftBlock[]): readonly (readonly DraftBlock[])[] {
  const chunks: DraftBlock[][] = [[]];
  let chars = 0;
  for (const block of blocks) {
    const last = chunks.at(-1) ?? [];
    if (last.length >= draftLimits.blocks || chars + block.text.length > draftLimits.sectionChars) {
      chunks.push([block]);
      chars = block.text.length;
    } else {
      last.push(block);
      chars += block.text.length;
    }
  }
  return chunks;
}

/** A node and all below it as paragraphs, in reading order. */
const flatten = (node: DraftNode): readonly DraftBlock[] => [
  { style: "body", level: 1, text: `${node.typedLabel} ${node.title}`.trim() },
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

export const fitNodes = (nodes: readonly DraftNode[]): readonly DraftNode[] =>
  divideSections(foldSiblings(nodes), "(tiếp theo)");

/** Frame text that fits, and what is too much for the frame. */
export function fitFrame(texts: readonly string[]): {
  readonly kept: readonly string[];
  readonly rest: readonly string[];
} {
  const divided = texts.flatMap((text) => divide(text, draftLimits.textChars));
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
          blocks: texts.map((text) => ({ style: "body", level: 1, text })),
          children: [],
        },
      ];
