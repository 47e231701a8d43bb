import * as Y from "yjs";
import { decodeAttrRecord, decodeRecord, type RecordAttribute } from "../../schema/records.ts";
import { contentOf, editOf, openStored } from "../doc-layout.ts";
import { setAttributes } from "../make-elements.ts";
import { type SuggestedLetters, suggestedLetters } from "./suggested-letters.ts";
import { namesIn } from "./text-without.ts";

export type Verdict = "accept" | "reject";

/**
 * The edit that decides suggestions (SUG17): what is accepted becomes part of the text, what is rejected leaves it as it
 * was, everybody else's records stay.
 * @param clientId used by nobody in this section.
 * @returns a Yjs v1 update; null when none of these suggestions is there.
 */
export function decideChanges(
  state: Uint8Array,
  ids: ReadonlySet<string>,
  verdict: Verdict,
  clientId: number,
): Uint8Array | null {
  const doc = openStored(state, []);
  return editOf(doc, clientId, () => doc.transact(() => decideBlocks(contentOf(doc), { ids, verdict })));
}

interface Decision {
  readonly ids: ReadonlySet<string>;
  readonly verdict: Verdict;
}

/** A paragraph is what its container must hold at least one of. */
const lastResort = () => new Y.XmlElement("paragraph");

const elementsIn = (parent: Y.XmlFragment): Y.XmlElement[] =>
  parent.toArray().filter((node): node is Y.XmlElement => node instanceof Y.XmlElement);

/** Blocks of the section or of a cell. What goes is gone before paragraphs are joined, since it may stand between them. */
function decideBlocks(parent: Y.XmlFragment, decision: Decision): void {
  const joined: Y.XmlElement[] = [];
  for (const element of elementsIn(parent).toReversed()) {
    if (element.nodeName !== "paragraph") decideContainer(parent, element, decision);
    else if (decideParagraph(parent, element, decision)) joined.push(element);
  }
  // From the first on: each is written anew once, however many become one.
  for (const paragraph of joined.toReversed()) join(parent, paragraph);
  if (parent.length === 0) parent.insert(0, [lastResort()]);
}

/** @returns whether a record of this kind is decided here; it is taken off. */
function takeOff(element: Y.XmlElement, kind: RecordAttribute, { ids }: Decision): boolean {
  const value = attribute(element, kind);
  const record = kind === "tcAttr" ? decodeAttrRecord(value) : decodeRecord(value);
  if (!record || !ids.has(record.id)) return false;
  element.removeAttribute(kind);
  return true;
}

const attribute = (element: Y.XmlElement, kind: RecordAttribute): unknown =>
  (element.getAttributes() as Readonly<Record<string, unknown>>)[kind];

function remove(parent: Y.XmlFragment, element: Y.XmlElement): void {
  parent.delete(parent.toArray().indexOf(element), 1);
}

function decideContainer(parent: Y.XmlFragment, element: Y.XmlElement, decision: Decision): void {
  const isCell = element.nodeName === "tableCell" || element.nodeName === "tableHeader";
  if (isCell) decideBlocks(element, decision);
  else for (const child of elementsIn(element).toReversed()) decideContainer(element, child, decision);
  const isEmptied = !isCell && element.length === 0;
  if (isEmptied || goes(element, decision, () => !holdsText(element))) remove(parent, element);
}

/** Does the decision take this block away? A rejected insertion stays while anybody's text stands in it (SUG5). */
function goes(element: Y.XmlElement, decision: Decision, isBare: () => boolean): boolean {
  const isDeletionDecided = takeOff(element, "tcDel", decision);
  const isInsertionDecided = takeOff(element, "tcIns", decision);
  return decision.verdict === "accept" ? isDeletionDecided : isInsertionDecided && isBare();
}

const holdsText = (node: Y.XmlFragment): boolean =>
  node.toArray().some((child) => {
    if (child instanceof Y.XmlText) return child.length > 0;
    if (!(child instanceof Y.XmlElement)) return false;
    return child.nodeName === "hardBreak" || holdsText(child);
  });

/** @returns whether it is to be joined with the one before it. */
function decideParagraph(parent: Y.XmlFragment, paragraph: Y.XmlElement, decision: Decision): boolean {
  const { verdict } = decision;
  for (const node of paragraph.toArray().toReversed()) {
    if (node instanceof Y.XmlText) decideLetters(node, decision);
    else if (node instanceof Y.XmlElement && goes(node, decision, () => true)) remove(paragraph, node);
  }
  const former = decodeAttrRecord(attribute(paragraph, "tcAttr"))?.former;
  if (takeOff(paragraph, "tcAttr", decision) && verdict === "reject" && former)
    setAttributes(paragraph, { ...former });
  const isSplitDecided = takeOff(paragraph, "tcSplit", decision);
  const isJoinDecided = takeOff(paragraph, "tcJoin", decision);
  if (goes(paragraph, decision, () => !holdsText(paragraph))) {
    remove(parent, paragraph);
    return false;
  }
  return verdict === "accept" ? isJoinDecided : isSplitDecided;
}

/**
 * In passes over all letters: an edit of its own for each stretch would begin at the first letter each time. No two edits
 * of a pass meet, and formats come first, so that each edit takes away the very formats that it makes idle: a decision
 * that is taken back brings those again (SUG18).
 */
function decideLetters(node: Y.XmlText, decision: Decision): void {
  const stretches = suggestedLetters(node).map((letters) => decideStretch(letters, decision));
  for (const turn of [0, 1])
    edit(
      node,
      stretches.map(({ length, formats }, i) =>
        formats && i % 2 === turn ? { retain: length, attributes: formats } : { retain: length },
      ),
    );
  edit(
    node,
    stretches.map(({ length, leaves }) => (leaves ? { delete: length } : { retain: length })),
  );
}

interface DecidedStretch {
  readonly length: number;
  readonly leaves?: true;
  readonly formats?: Readonly<Record<string, object | null>>;
}

type Edit =
  { readonly delete: number } | { readonly retain: number; readonly attributes?: DecidedStretch["formats"] };

/** Neighbours that leave are one edit. */
function edit(node: Y.XmlText, edits: readonly Edit[]): void {
  const merged: Edit[] = [];
  for (const each of edits) {
    const last = merged.at(-1);
    if (last && "delete" in last && "delete" in each)
      merged[merged.length - 1] = { delete: last.delete + each.delete };
    else merged.push(each);
  }
  if (merged.some((each) => "delete" in each || each.attributes)) node.applyDelta(merged);
}

function decideStretch({ text, records }: SuggestedLetters, { ids, verdict }: Decision): DecidedStretch {
  const { length } = text;
  const decided = records.filter(({ id }) => ids.has(id));
  if (decided.length === 0) return { length };
  const isDecided = (kind: string) => decided.some((record) => record.kind === kind);
  // SUG7: what several insert goes with the last of them.
  const isInsertedStill = records.some(({ kind, id }) => kind === "ins" && !ids.has(id));
  const leaves = verdict === "accept" ? isDecided("del") : isDecided("ins") && !isInsertedStill;
  if (leaves) return { length, leaves };
  const formats: Record<string, object | null> = {};
  for (const { kind, key, add, remove: removed } of decided) {
    formats[key] = null;
    if (kind !== "fmt" || verdict === "accept") continue;
    for (const mark of namesIn(add)) formats[mark] = null;
    for (const mark of namesIn(removed)) formats[mark] = {};
  }
  return { length, formats };
}

/** Joins a paragraph with the one before it, whose looks stay. After a table, or at the beginning, it stays on its own. */
function join(parent: Y.XmlFragment, paragraph: Y.XmlElement): void {
  const before = parent.get(parent.toArray().indexOf(paragraph) - 1);
  if (!(before instanceof Y.XmlElement) || before.nodeName !== "paragraph") return;
  const nodes = paragraph.toArray().map((node) => (node as Y.XmlElement | Y.XmlText).clone());
  const [first] = nodes;
  const last = before.get(before.length - 1);
  if (first instanceof Y.XmlText && last instanceof Y.XmlText) {
    nodes.shift();
    const source = paragraph.get(0) as Y.XmlText;
    last.applyDelta([{ retain: last.length }, ...(source.toDelta() as object[])]);
  }
  if (nodes.length > 0) before.insert(before.length, nodes);
  remove(parent, paragraph);
}
