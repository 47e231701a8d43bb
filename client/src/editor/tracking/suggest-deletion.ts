import type { Mark, Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { CannotSuggest, type Suggester } from "./suggester.ts";

const isTablePart = (node: Node): boolean => node.type.name.startsWith("table");

/** What a deletion does, from the last place to the first, so that real removals leave the earlier places where they are. */
type Deed = (tr: Transaction) => void;

/**
 * Strikes what lies between two places: nothing of others goes. What this person has suggested to put in really goes; of
 * everything else the records say that it is to go.
 */
export function suggestDeletion(tr: Transaction, by: Suggester, from: number, to: number): void {
  const deeds: Deed[] = [];
  const { doc } = tr;
  const struck = strikeMark(tr, by, from, to);
  doc.nodesBetween(from, to, (node, pos, parent) => {
    const isWhole = pos >= from && pos + node.nodeSize <= to;
    const isBegun = pos >= from && pos < to;
    if (node.isText) {
      deeds.push(strikeText(node, Math.max(from, pos), Math.min(to, pos + node.nodeSize), by, struck));
      return false;
    }
    if (node.type.name === "hardBreak") {
      if (isWhole) deeds.push(strikeNode(node, pos, by));
      return false;
    }
    if (
      isTablePart(node) && node.type.name !== "tableCell" && node.type.name !== "tableHeader"
        ? isWhole
        : false
    ) {
      deeds.push(strikeNode(node, pos, by));
      return false;
    }
    if (isTablePart(node)) {
      if (isWhole) {
        deeds.push(strikeNode(node, pos, by));
        return false;
      }
      // From a paragraph into a table, or from one cell into another.
      if (isBegun || pos + node.nodeSize <= to) throw new CannotSuggest("structure");
      return true;
    }
    if (node.type.name === "paragraph" && isBegun && parent)
      deeds.push(...strikeStart(doc, node, pos, isWhole, by));
    return true;
  });
  for (const deed of deeds.toReversed()) deed(tr);
}

/** Letters beside an own deletion join it. */
function strikeMark(tr: Transaction, by: Suggester, from: number, to: number): Mark {
  const { nodeBefore } = tr.doc.resolve(from);
  const { nodeAfter } = tr.doc.resolve(to);
  return by.markBeside(tr.doc.type.schema, "del", nodeBefore, nodeAfter);
}

function strikeText(node: Node, from: number, to: number, by: Suggester, struck: Mark): Deed {
  if (by.ownMark(node, "ins")) return (tr) => void tr.delete(from, to);
  if (by.ownMark(node, "del")) return () => undefined;
  return (tr) => void tr.addMark(from, to, struck);
}

/** A table, a row, a cell, a line break. */
function strikeNode(node: Node, pos: number, by: Suggester): Deed {
  if (by.isOwnAttribute(node, "tcIns")) return (tr) => void tr.delete(pos, pos + node.nodeSize);
  if (node.attrs["tcDel"] !== null) return () => undefined;
  return (tr) => void tr.setNodeAttribute(pos, "tcDel", by.attribute);
}

/** An own paragraph goes when nobody else's letters stand in it. */
function removeIfBare(tr: Transaction, pos: number): void {
  const node = tr.doc.nodeAt(pos);
  if (node?.content.size === 0) tr.delete(pos, pos + node.nodeSize);
}

/** The start of a paragraph goes: it is to be joined with the one before, or, where there is none, to go as a whole. */
function strikeStart(doc: Node, node: Node, pos: number, isWhole: boolean, by: Suggester): readonly Deed[] {
  const { nodeBefore } = doc.resolve(pos);
  if (nodeBefore?.type.name === "paragraph") {
    // An own split, or an own paragraph, is really joined: its letters stay.
    if (by.isOwnAttribute(node, "tcSplit")) return [(tr) => void tr.join(pos)];
    return node.attrs["tcJoin"] === null
      ? [(tr) => void tr.setNodeAttribute(pos, "tcJoin", by.attribute)]
      : [];
  }
  if (!isWhole) {
    if (nodeBefore === null) return [];
    throw new CannotSuggest("structure");
  }
  if (by.isOwnAttribute(node, "tcIns")) return [(tr) => removeIfBare(tr, pos)];
  return node.attrs["tcDel"] === null ? [(tr) => void tr.setNodeAttribute(pos, "tcDel", by.attribute)] : [];
}
