import { readHead, readTail, tailStart } from "./head-and-tail.ts";
import { readLabel, readListMark, type LabelKind, type TypedLabel } from "./label.ts";
import type { DraftBlock, DraftIssue, DraftNode, OutlineDraft } from "./outline-draft.ts";
import {
  capitalShare,
  isSentence,
  joinBroken,
  removeMarkup,
  splitParagraphs,
  textOf,
  type SourceParagraph,
} from "./paragraphs.ts";

/** Longest text that still looks like a heading, in UTF-16 units. */
const maxTitleChars = 220;

interface OpenNode {
  readonly key: string;
  readonly level: number;
  readonly kind: LabelKind | null;
  readonly typedLabel: string;
  readonly title: string;
  readonly blocks: DraftBlock[];
  readonly children: OpenNode[];
}

interface Candidate {
  readonly label: TypedLabel | null;
  readonly text: string;
  looksTitled: boolean;
  /** Siblings are labelled paragraphs of one kind under one parent; they are headings together or not at all. */
  group: number;
}

const looksTitled = (rest: string) =>
  rest !== "" && ((!isSentence(rest) && rest.length <= maxTitleChars) || capitalShare(rest) > 0.8);

function readCandidates(body: readonly SourceParagraph[]): Candidate[] {
  let previousUpper: number | null = null;
  let previousRoman: number | null = null;
  return body.map((paragraph) => {
    const text = textOf(paragraph);
    const label = readLabel(text, previousUpper, previousRoman);
    if (label?.kind === "upper") {
      previousUpper = label.ordinal;
      previousRoman = null;
    }
    if (label?.kind === "roman") previousRoman = label.ordinal;
    return { label, text, looksTitled: label !== null && looksTitled(label.rest), group: -1 };
  });
}

/** Groups siblings, so that one short untitled paragraph among long ones is not taken for a heading. */
function voteAmongSiblings(candidates: readonly Candidate[]): void {
  const path: { level: number; group: number }[] = [];
  const members: Candidate[][] = [];
  for (const candidate of candidates) {
    const { label } = candidate;
    if (!label) continue;
    while ((path.at(-1)?.level ?? -1) > label.level) path.pop();
    let top = path.at(-1);
    if (top?.level !== label.level) {
      top = { level: label.level, group: members.push([]) - 1 };
      path.push(top);
    }
    candidate.group = top.group;
    members[top.group]?.push(candidate);
  }
  for (const siblings of members) {
    const titled = siblings.filter((s) => s.looksTitled).length;
    const decided = titled * 2 > siblings.length;
    for (const sibling of siblings) sibling.looksTitled = decided;
  }
}

function buildTree(candidates: readonly Candidate[]): {
  nodes: readonly DraftNode[];
  loose: readonly DraftBlock[];
  issues: readonly DraftIssue[];
} {
  const issues: DraftIssue[] = [];
  const root: OpenNode = {
    key: "root",
    level: -1,
    kind: null,
    typedLabel: "",
    title: "",
    blocks: [],
    children: [],
  };
  const stack: OpenNode[] = [root];
  let nextKey = 1;
  const lastOrdinals = new Map<OpenNode, Map<LabelKind, TypedLabel>>();
  const noteSequence = (parent: OpenNode, label: TypedLabel) => {
    const last = lastOrdinals.get(parent) ?? new Map<LabelKind, TypedLabel>();
    lastOrdinals.set(parent, last);
    const before = last.get(label.kind);
    if (before && label.ordinal > before.ordinal + 1)
      issues.push({ code: "number-gap", label: label.text, after: before.text });
    if (before && label.ordinal <= before.ordinal)
      issues.push({ code: "number-repeat", label: label.text, after: before.text });
    if (!before && label.ordinal > 1) issues.push({ code: "number-gap", label: label.text, after: "" });
    last.set(label.kind, label);
  };
  const top = () => stack.at(-1) ?? root;
  for (const { label, text, looksTitled: isTitled } of candidates) {
    if (label && isTitled) {
      while (top().level >= label.level) stack.pop();
      const parent = top();
      noteSequence(parent, label);
      const node: OpenNode = {
        key: `n${nextKey++}`,
        level: label.level,
        kind: label.kind,
        typedLabel: label.text,
        title: label.rest,
        blocks: [],
        children: [],
      };
      parent.children.push(node);
      stack.push(node);
    } else if (label?.kind === "decimal") {
      noteSequence(top(), label);
      top().blocks.push({ style: "number", level: 1, text: label.rest });
    } else {
      top().blocks.push(readListMark(text));
    }
  }
  return { nodes: root.children, loose: root.blocks, issues };
}

/**
 * Reads the plain text of a report into an outline. Never throws; whatever is not understood stays as body text.
 * @param text decoded text, any line ends, any normal form; at most some 20 MB.
 */
export function parseReportText(text: string): OutlineDraft {
  const clean = removeMarkup(splitParagraphs(text));
  const cut = tailStart(clean.paragraphs);
  const hasTail =
    cut < clean.paragraphs.length &&
    clean.paragraphs.slice(cut).some((p) => /^Nơi nhận/iu.test(p.lines[0] ?? ""));
  const tail = hasTail ? clean.paragraphs.slice(cut) : [];
  const beforeTail = hasTail ? clean.paragraphs.slice(0, cut) : clean.paragraphs;

  const firstLabel = beforeTail.findIndex((p) => {
    const label = readLabel(textOf(p), null, null);
    return label !== null && label.ordinal >= 1 && looksTitled(label.rest);
  });
  if (firstLabel === -1) return withoutHeadings(beforeTail, tail, clean.issues);

  const joined = joinBroken(beforeTail.slice(firstLabel));
  const candidates = readCandidates(joined.paragraphs);
  voteAmongSiblings(candidates);
  const { nodes, loose, issues } = buildTree(candidates);
  const head = readHead(beforeTail.slice(0, firstLabel));
  const header = { ...head, opening: [...head.opening, ...loose.map((b) => b.text)], ...readTail(tail) };
  if (nodes.length === 0) return withoutHeadings(beforeTail, tail, clean.issues);
  return { header, nodes, issues: [...clean.issues, ...joined.issues, ...issues] };
}

function withoutHeadings(
  body: readonly SourceParagraph[],
  tail: readonly SourceParagraph[],
  issues: readonly DraftIssue[],
): OutlineDraft {
  const looksLikeHead = body.some((p) => /^(Số\s*:|Kính gửi|BÁO CÁO)/u.test(p.lines[0] ?? ""));
  const lastHead = looksLikeHead
    ? body.findLastIndex((p) => /^(Số\s*:|Kính gửi|BÁO CÁO)/u.test(p.lines[0] ?? ""))
    : -1;
  const joined = joinBroken(body.slice(lastHead + 1));
  const header = { ...readHead(body.slice(0, lastHead + 1)), ...readTail(tail) };
  const blocks = joined.paragraphs.map((p) => readListMark(textOf(p)));
  return {
    header,
    nodes: [{ key: "n1", typedLabel: "", title: "Nội dung", blocks, children: [] }],
    issues: [...issues, ...joined.issues, { code: "no-heading" }],
  };
}
