import * as Y from "yjs";
import type { TextId } from "./carried-ids.ts";
import { alignLists } from "./compare/align.ts";
import { mergeTexts } from "./compare/merge-texts.ts";
import { KeyRing, tokensOf } from "./compare/tokens.ts";
import { contentOf, editOf, openStored } from "./doc-layout.ts";
import { blockElement, inlineNodes, markAttributes, rowElement, setAttributes } from "./make-elements.ts";
import {
  plainBlock,
  plainParagraph,
  plainRow,
  type TracedBlock,
  type TracedCell,
  type TracedParagraph,
  type TracedRow,
  type TracedTable,
  traceFragment,
} from "./traced-text.ts";

/**
 * The edit that leads from the text that stands to an older one of the same section (VER9): forward, in the same history, and as small
 * as it can be, so that what others type meanwhile, and carets in what stays, keep their place.
 * @param clientId used by nobody in this section.
 * @returns a Yjs v1 update; null when nothing is to be done.
 */
export function restoreText(
  state: Uint8Array,
  target: readonly TracedBlock[],
  clientId: number,
): Uint8Array | null {
  const doc = openStored(state, []);
  return editOf(doc, clientId, () =>
    doc.transact(() => restoreBlocks(contentOf(doc), traceFragment(contentOf(doc), "base"), target)),
  );
}

interface Identified {
  readonly id: TextId;
}

interface ChildKind<T> {
  /** Equal for two that have nothing to be changed from one to the other. */
  readonly contentOf: (item: T) => string;
  /** Can the same thing be led back to what it was, or must it be made anew? */
  readonly canBecome: (now: T, target: T) => boolean;
  readonly make: (item: T) => Y.XmlElement;
  readonly into: (element: Y.XmlElement, now: T, target: T) => void;
}

/**
 * Makes the children of a node what they were. What is the same thing, or has the same content, stays and is looked into;
 * the rest goes, and is made anew.
 */
function restoreChildren<T extends Identified>(
  parent: Y.XmlFragment,
  now: readonly T[],
  target: readonly T[],
  { contentOf: content, canBecome, make, into }: ChildKind<T>,
): void {
  const contents = new Map([...now, ...target].map((item) => [item, content(item)] as const));
  const weight = (a: T, b: T) => {
    if (isSameId(a, b)) return canBecome(a, b) ? 2 : 0;
    return contents.get(a) === contents.get(b) ? 1 : 0;
  };
  const elements = new Map(
    parent
      .toArray()
      .flatMap((child): [string, Y.XmlElement][] =>
        child instanceof Y.XmlElement && child._item
          ? [[`${child._item.id.client}:${child._item.id.clock}`, child]]
          : [],
      ),
  );
  const elementOf = ({ id }: T) => elements.get(`${id.client}:${id.clock}`);
  const stays = new Map((alignLists(now, target, weight) ?? []).map(([a, b]) => [b, now[a]] as const));
  const staying = new Set([...stays.values()].map((item) => item && elementOf(item)));
  for (let at = parent.length - 1; at >= 0; at -= 1)
    if (!staying.has(parent.get(at) as Y.XmlElement)) parent.delete(at, 1);
  for (const [at, item] of target.entries()) {
    const kept = stays.get(at);
    const element = kept && elementOf(kept);
    if (kept && element) into(element, kept, item);
    else parent.insert(at, [make(item)]);
  }
}

const isAlike = (a: TracedBlock, b: TracedBlock): boolean =>
  JSON.stringify(plainBlock(a)) === JSON.stringify(plainBlock(b));
const isSameId = (a: Identified, b: Identified): boolean =>
  a.id.client === b.id.client && a.id.clock === b.id.clock;

function restoreBlocks(
  parent: Y.XmlFragment,
  now: readonly TracedBlock[],
  target: readonly TracedBlock[],
): void {
  restoreChildren(parent, now, target, {
    contentOf: (block) => JSON.stringify(plainBlock(block)),
    canBecome: (a, b) => a.kind === b.kind,
    make: (block) => blockElement(plainBlock(block)),
    into: (element, is, was) => {
      if (is.kind === "paragraph" && was.kind === "paragraph") restoreParagraph(element, is, was);
      if (is.kind === "table" && was.kind === "table") restoreTable(element, is, was);
    },
  });
}

function restoreTable(table: Y.XmlElement, now: TracedTable, target: TracedTable): void {
  const hasSameCells = (a: TracedRow, b: TracedRow) =>
    a.cells.length === b.cells.length &&
    a.cells.every((cell, i) => {
      const other = b.cells[i];
      return other !== undefined && isSameId(cell, other) && cell.isHeader === other.isHeader;
    });
  restoreChildren(table, now.rows, target.rows, {
    contentOf: (row) => JSON.stringify(plainRow(row)),
    canBecome: hasSameCells,
    make: (row) => rowElement(plainRow(row)),
    into: (element, is, was) => {
      for (const [at, cell] of was.cells.entries()) {
        const child = element.get(at);
        const former = is.cells[at];
        if (child instanceof Y.XmlElement && former) restoreCell(child, former, cell);
      }
    },
  });
}

function restoreCell(element: Y.XmlElement, now: TracedCell, target: TracedCell): void {
  const { colspan, rowspan, colwidth } = target;
  const isAsWas =
    now.colspan === colspan &&
    now.rowspan === rowspan &&
    JSON.stringify(now.colwidth) === JSON.stringify(colwidth);
  if (!isAsWas) {
    if (colwidth === null) element.removeAttribute("colwidth");
    setAttributes(element, { colspan, rowspan, colwidth });
  }
  restoreBlocks(element, now.blocks, target.blocks);
}

function restoreParagraph(element: Y.XmlElement, now: TracedParagraph, target: TracedParagraph): void {
  const { style, level, align } = target;
  if (now.style !== style || now.level !== level || now.align !== align)
    setAttributes(element, {
      ...(now.style === style ? {} : { style }),
      ...(now.level === level ? {} : { level }),
      ...(now.align === align ? {} : { align }),
    });
  if (isAlike({ ...now, style, level, align }, target)) return;
  const [text, ...others] = element.toArray();
  const length = now.runs.reduce((sum, run) => sum + (run.kind === "text" ? run.text.length : 1), 0);
  const hasBreaks = [...now.runs, ...target.runs].some((run) => run.kind === "break");
  if (text instanceof Y.XmlText && others.length === 0 && !hasBreaks && text.length === length)
    return text.applyDelta(deltaTo(now, target));
  // Line breaks are nodes between texts: the paragraph's words are put in anew.
  element.delete(0, element.length);
  element.insert(0, inlineNodes(plainParagraph(target).runs));
}

interface DeltaStep {
  retain?: number;
  delete?: number;
  insert?: string;
  attributes?: Record<string, object | null>;
}

function deltaTo(now: TracedParagraph, target: TracedParagraph): DeltaStep[] {
  const keys = new KeyRing();
  const tokens = (paragraph: TracedParagraph) => tokensOf([paragraph], (range) => [range], keys).slice(0, -1);
  const steps: DeltaStep[] = [];
  for (const { old, new: wanted } of mergeTexts(tokens(now), tokens(target))) {
    const last = steps.at(-1);
    if (!wanted) {
      if (last?.delete !== undefined) last.delete += 1;
      else steps.push({ delete: 1 });
    } else if (!old) {
      const attributes = markAttributes(wanted.marks);
      if (last?.insert !== undefined && JSON.stringify(last.attributes) === JSON.stringify(attributes))
        last.insert += wanted.text;
      else steps.push({ insert: wanted.text, attributes });
    } else if (old.marks === wanted.marks) {
      if (last?.retain !== undefined && last.attributes === undefined) last.retain += 1;
      else steps.push({ retain: 1 });
    } else {
      const off = Object.fromEntries(Object.keys(markAttributes(old.marks)).map((mark) => [mark, null]));
      steps.push({ retain: 1, attributes: { ...off, ...markAttributes(wanted.marks) } });
    }
  }
  return steps;
}
