import { splitColumns } from "./columns.ts";
import { bodyOf, textsOf } from "./draft-table.ts";
import { asNode, fitFrame, fitIssues, fitNodes } from "./fit-limits.ts";
import { readHead } from "./head.ts";
import { labelReader, type LabelKind, type TypedLabel } from "./label.ts";
import { asListItem, keepTypedLabels, type TypedParagraph } from "./list-labels.ts";
import { cutMarked } from "./marked-text.ts";
import type { DraftBlock, DraftIssue, DraftNode, OutlineDraft } from "./outline-draft.ts";
import {
  blocksOf,
  capitalShare,
  joinBroken,
  joinPartTitles,
  looksTitled,
  markedOf,
  removeMarkup,
  splitParagraphs,
  textOf,
  withoutTables,
  type SourceParagraph,
} from "./paragraphs.ts";
import { type SourceLine, sourceLines } from "./source-line.ts";
import { cutTail, readTail } from "./tail.ts";

interface OpenNode {
  readonly key: string;
  readonly level: number;
  readonly typedLabel: string;
  readonly title: string;
  readonly blocks: (TypedParagraph | DraftBlock)[];
  readonly children: OpenNode[];
}

interface Candidate {
  readonly label: TypedLabel | null;
  readonly paragraph: SourceParagraph;
  isTitled: boolean;
}

/** Beyond this a labelled paragraph is text, even where all its siblings are headings. */
const maxTitleChars = 500;

const isPart = (label: TypedLabel) => label.kind === "part";
const mayBeTitled = (label: TypedLabel) => looksTitled(label.rest) || (isPart(label) && label.rest === "");

function readCandidates(body: readonly SourceParagraph[]): readonly Candidate[] {
  const readLabel = labelReader();
  return body.map((paragraph) => {
    const label = readLabel(textOf(paragraph));
    return { label, paragraph, isTitled: label !== null && mayBeTitled(label) };
  });
}

/** Siblings are headings together or not at all, so that one short paragraph among long ones is not taken for a heading. */
function voteAmongSiblings(candidates: readonly Candidate[]): void {
  const path: { level: number; members: Candidate[] }[] = [];
  const groups: Candidate[][] = [];
  for (const candidate of candidates) {
    const { label } = candidate;
    if (!label) continue;
    while ((path.at(-1)?.level ?? -1) > label.level) path.pop();
    let top = path.at(-1);
    if (top?.level !== label.level) {
      top = { level: label.level, members: [] };
      groups.push(top.members);
      path.push(top);
    }
    top.members.push(candidate);
  }
  for (const siblings of groups) {
    const isMajority = siblings.filter((s) => s.isTitled).length * 2 > siblings.length;
    for (const sibling of siblings) {
      const { label } = sibling;
      // A title in capitals is one whatever its siblings are; so is "Phần I".
      const isPlain =
        label !== null && (isPart(label) || (capitalShare(label.rest) > 0.8 && looksTitled(label.rest)));
      sibling.isTitled = isPlain || (isMajority && label !== null && label.rest.length <= maxTitleChars);
    }
  }
}

/** Numbers that do not go on, and numbers that come again. "Điều" is counted across chapters. */
function sequenceCheck(root: OpenNode): {
  readonly issues: DraftIssue[];
  readonly note: (parent: OpenNode, label: TypedLabel) => void;
} {
  const issues: DraftIssue[] = [];
  const seen = new Map<OpenNode, Map<LabelKind, TypedLabel>>();
  const note = (parent: OpenNode, label: TypedLabel) => {
    const scope = label.kind === "article" ? root : parent;
    const last = seen.get(scope) ?? new Map<LabelKind, TypedLabel>();
    seen.set(scope, last);
    const before = last.get(label.kind);
    const after = before?.text ?? "";
    if (label.ordinal > (before?.ordinal ?? 0) + 1)
      issues.push({ code: "number-gap", label: label.text, after });
    else if (before && label.ordinal <= before.ordinal)
      issues.push({ code: "number-repeat", label: label.text, after });
    last.set(label.kind, label);
  };
  return { issues, note };
}

const toDraft = (node: OpenNode): DraftNode => ({
  key: node.key,
  typedLabel: node.typedLabel,
  title: node.title,
  blocks: keepTypedLabels(node.blocks),
  children: node.children.map(toDraft),
});

function buildTree(candidates: readonly Candidate[]): {
  readonly nodes: readonly DraftNode[];
  readonly loose: readonly string[];
  readonly issues: readonly DraftIssue[];
} {
  const root: OpenNode = { key: "root", level: -1, typedLabel: "", title: "", blocks: [], children: [] };
  const stack: OpenNode[] = [root];
  const { issues, note } = sequenceCheck(root);
  let nextKey = 1;
  const top = () => stack.at(-1) ?? root;
  for (const { label, paragraph, isTitled } of candidates) {
    if (label && isTitled) {
      while (top().level >= label.level) stack.pop();
      const parent = top();
      note(parent, label);
      const node: OpenNode = {
        key: `n${nextKey++}`,
        level: label.level,
        // A part without a title is called by its number.
        typedLabel: label.rest === "" ? "" : label.text,
        title: label.rest === "" ? label.text : label.rest,
        blocks: [],
        children: [],
      };
      parent.children.push(node);
      stack.push(node);
      node.blocks.push(...(paragraph.gone ?? []));
    } else {
      if (label?.kind === "decimal") note(top(), label);
      top().blocks.push(...blocksOf(paragraph, (letters) => asListItem(letters, label)));
    }
  }
  return {
    nodes: root.children.map(toDraft),
    loose: root.blocks.flatMap((block) =>
      "typed" in block ? `${block.typed} ${block.text}`.trim() : textsOf(block),
    ),
    issues,
  };
}

const frameHint = /^(?:Số\s*:|Kính gửi|BÁO CÁO)/u;

/** A text without headings: one section takes all that is not frame. */
function asOneSection(body: readonly SourceParagraph[]): {
  readonly head: readonly SourceParagraph[];
  readonly blocks: readonly DraftBlock[];
  readonly issues: readonly DraftIssue[];
} {
  const headEnd =
    body.slice(0, maxHeadParagraphs).findLastIndex((p) => p.lines.some((l) => frameHint.test(l))) + 1;
  const joined = joinBroken(body.slice(headEnd));
  const readLabel = labelReader();
  const blocks = joined.paragraphs.flatMap((p) =>
    blocksOf(p, (letters) => asListItem(letters, readLabel(letters.text))),
  );
  return { head: body.slice(0, headEnd), blocks: keepTypedLabels(blocks), issues: joined.issues };
}
/** Where the frame of a text without headings is looked for. */
const maxHeadParagraphs = 40;

/** Annexes behind the signature are no part of the outline that was agreed on; they are kept as sections of plain text. */
function annexNodes(paragraphs: readonly SourceParagraph[]): readonly DraftNode[] {
  const nodes: { typedLabel: string; title: string; blocks: DraftBlock[] }[] = [];
  for (const paragraph of paragraphs) {
    const { lines, gone = [] } = paragraph;
    const [first = "", ...others] = lines;
    const label = /^(?:PHỤ LỤC|Phụ lục)(?:\s+(?:[IVXLC]+|\d{1,2}))?(?=\s*[.:]?$)/u.exec(first)?.[0];
    const title = others.join(" ");
    const last = nodes.at(-1);
    // Labels of an annex are not this report's: they stay as typed.
    if (label === undefined && last) last.blocks.push(...blocksOf(paragraph, bodyOf));
    else if (label !== undefined && looksTitled(title))
      nodes.push({ typedLabel: label, title, blocks: [...gone] });
    else {
      const blocks = title === "" ? [] : [bodyOf(cutMarked(markedOf(paragraph), first.length + 1))];
      nodes.push({
        typedLabel: "",
        title: label ?? first.slice(0, maxTitleChars),
        blocks: [...blocks, ...gone],
      });
    }
  }
  return nodes.map((node, i) => ({ ...node, key: `annex${i + 1}`, children: [] }));
}
/**
 * Reads the plain text of a report into an outline.
 * @param text decoded text, any line ends, any normal form; at most some 20 MB.
 */
export const parseReportText = (text: string): OutlineDraft => readReport(sourceLines(text));

/**
 * Reads a report into an outline. Never throws; whatever is not understood stays as body text, and no letter is lost
 * but labels, markup and the words of the frame that every report has. A table is found among the paragraphs of its
 * section; in head and end of the paper its rows are lines.
 * @param lines composed letters (NFC), an empty line between paragraphs; at most some 20 MB.
 * @returns a draft within the bounds of `protocol/http-api`.
 */
export function readReport(lines: readonly SourceLine[]): OutlineDraft {
  const clean = removeMarkup(splitParagraphs(splitColumns(lines)));
  const cut = cutTail(clean.paragraphs);
  const tail = readTail(withoutTables(cut.tail));
  const body = joinPartTitles(cut.body);

  const readLabel = labelReader();
  const firstLabel = body.findIndex((p) => {
    const label = readLabel(textOf(p));
    return label !== null && label.ordinal >= 1 && mayBeTitled(label);
  });
  const joined = joinBroken(firstLabel === -1 ? [] : body.slice(firstLabel));
  const candidates = readCandidates(joined.paragraphs);
  voteAmongSiblings(candidates);
  const tree = buildTree(candidates);
  const hasHeadings = tree.nodes.length > 0;
  const plain = hasHeadings ? null : asOneSection(body);

  const head = readHead(withoutTables(plain ? plain.head : body.slice(0, firstLabel)));
  const opening = fitFrame([...head.opening, ...(plain ? [] : tree.loose)]);
  const closing = fitFrame(tail.header.closing);
  const nodes = plain
    ? [{ key: "n1", typedLabel: "", title: "Nội dung", blocks: plain.blocks, children: [] }]
    : tree.nodes;
  const fitted = fitNodes([
    ...asNode("before", "Phần đầu văn bản", opening.rest),
    ...nodes,
    ...asNode("after", "Phần cuối văn bản", [...closing.rest, ...tail.rest]),
    ...annexNodes(cut.annexes),
  ]);
  const found: readonly DraftIssue[] = [
    ...clean.issues,
    ...(plain ? plain.issues : [...joined.issues, ...tree.issues]),
    ...tail.issues,
    ...(plain ? [{ code: "no-heading" } as const] : []),
  ];
  return {
    header: { ...head, ...tail.header, opening: opening.kept, closing: closing.kept },
    nodes: fitted.nodes,
    ...fitIssues([...fitted.issues, ...found]),
  };
}
