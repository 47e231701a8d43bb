import { Fragment, type Mark, type Node, type ResolvedPos, Slice } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import { cleanSlice } from "./clean-content.ts";
import { CannotSuggest, type Suggester } from "./suggester.ts";

/** Puts content in at one place, all of it as this person's suggestion. @param closes how many ends of blocks behind the place belong to the content's. @returns the place behind it. */
export function suggestInsertion(
  tr: Transaction,
  by: Suggester,
  at: number,
  content: Slice,
  closes = 0,
): number {
  const $at = tr.doc.resolve(at);
  const { schema } = tr.doc.type;
  // Letters that are being composed bear their record already: another one would break the composition off.
  const composed = by.isComposing ? by.ownMark(content.content.firstChild, "ins") : null;
  const ins = composed ?? by.markBeside(schema, "ins", $at.nodeBefore, $at.nodeAfter);
  const slice = suggested(cleanSlice(content), $at, ins, by);
  const size = tr.doc.content.size;
  const step = new ReplaceStep(at, at + closes, slice);
  if (tr.maybeStep(step).failed) throw new CannotSuggest("structure");
  return at + closes + (tr.doc.content.size - size);
}

function suggested(slice: Slice, $at: ResolvedPos, ins: Mark, by: Suggester): Slice {
  const { content, openStart, openEnd } = slice;
  if ($at.parent.inlineContent && openStart === 0 && openEnd === 0 && isInline(content))
    return new Slice(inline(content, ins, by), 0, 0);
  const nodes: Node[] = [];
  content.forEach((node, _offset, index) => {
    // The first goes on in the paragraph that is there.
    const isContinuation = index === 0 && openStart > 0;
    nodes.push(block(node, ins, by, isContinuation ? null : recordOf(node, index, content, $at, openStart)));
  });
  return new Slice(Fragment.fromArray(nodes), openStart, openEnd);
}

const isInline = (content: Fragment): boolean => content.firstChild?.isInline ?? true;

function inline(content: Fragment, ins: Mark, by: Suggester): Fragment {
  const nodes: Node[] = [];
  content.forEach((node) =>
    nodes.push(
      node.isText
        ? node.mark(ins.addToSet(node.marks))
        : node.type.create({ ...node.attrs, tcIns: by.attribute }, null, node.marks),
    ),
  );
  return Fragment.fromArray(nodes);
}

/** Which record says that a block is new: split off the paragraph before it, or, where there is none, put in. */
function recordOf(
  node: Node,
  index: number,
  content: Fragment,
  $at: ResolvedPos,
  openStart: number,
): "tcSplit" | "tcIns" {
  if (node.type.name !== "paragraph") return "tcIns";
  // What is put in between is taken out first, so a paragraph behind a new table is split off the one before that.
  const isBehindParagraph =
    openStart > 0 ||
    index > 0 ||
    ($at.parent.inlineContent ? true : $at.nodeBefore?.type.name === "paragraph");
  const isAllNew = content.childCount > 0;
  return isBehindParagraph && isAllNew ? "tcSplit" : "tcIns";
}

function block(node: Node, ins: Mark, by: Suggester, record: "tcSplit" | "tcIns" | null): Node {
  const attrs = record === null ? node.attrs : { ...node.attrs, [record]: by.attribute };
  if (node.type.name === "paragraph") return node.type.create(attrs, inline(node.content, ins, by));
  // What stands in a new table, row or cell goes with it: only its letters bear records of their own.
  const children: Node[] = [];
  node.content.forEach((child) => children.push(block(child, ins, by, null)));
  return node.type.create(attrs, Fragment.fromArray(children));
}
