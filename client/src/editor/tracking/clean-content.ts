import { recordAttributes, recordMarks } from "@dongsoan/shared/schema";
import { Fragment, type Node, Slice } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";

const isRecordMark = (name: string): boolean => (recordMarks as readonly string[]).includes(name);

function cleanNode(node: Node): Node {
  const marks = node.marks.filter(({ type }) => !isRecordMark(type.name));
  if (node.isText) return marks.length === node.marks.length ? node : node.mark(marks);
  const attrs = { ...node.attrs };
  for (const name of recordAttributes) if (name in attrs) attrs[name] = null;
  return node.type.create(attrs, cleanFragment(node.content), marks);
}

export function cleanFragment(fragment: Fragment): Fragment {
  const nodes: Node[] = [];
  fragment.forEach((node) => nodes.push(cleanNode(node)));
  return Fragment.fromArray(nodes);
}

/** What is put in brings nobody's record along: a copy is its maker's. */
export const cleanSlice = (slice: Slice): Slice =>
  new Slice(cleanFragment(slice.content), slice.openStart, slice.openEnd);

/** Without what is to go: letters, breaks, rows, cells and tables. What reaches beyond the slice's ends stays open there. */
export function withoutStruck(slice: Slice): Slice {
  const kept = (fragment: Fragment, openStart: number, openEnd: number): Fragment => {
    const nodes: Node[] = [];
    fragment.forEach((node, _offset, index) => {
      const start = index === 0 ? Math.max(0, openStart - 1) : 0;
      const end = index === fragment.childCount - 1 ? Math.max(0, openEnd - 1) : 0;
      const isOpen = (index === 0 && openStart > 0) || (index === fragment.childCount - 1 && openEnd > 0);
      const isStruck = node.attrs["tcDel"] != null || node.marks.some(({ type }) => type.name === "del");
      if (isStruck && !isOpen) return;
      nodes.push(node.isLeaf ? node : node.copy(kept(node.content, start, end)));
    });
    return Fragment.fromArray(nodes);
  };
  return new Slice(kept(slice.content, slice.openStart, slice.openEnd), slice.openStart, slice.openEnd);
}

/** What is copied as plain text: that very slice. Tiptap's own would read the selection, with what is struck in it. */
export const plainTextOf = ({ content }: Slice): string =>
  content.textBetween(0, content.size, "\n\n", ({ type }) => (type.name === "hardBreak" ? "\n" : ""));

/** In write mode: text typed or put within somebody's suggestion is the typist's own, unmarked (SUG13). */
export function withoutRecords(tr: Transaction): Transaction {
  for (const [i, step] of tr.steps.slice().entries()) {
    if (!(step instanceof ReplaceStep) || step.slice.size === 0) continue;
    const map = tr.mapping.slice(i + 1);
    const from = map.map(step.from, -1);
    const to = map.map(step.from + step.slice.size, 1);
    for (const name of recordMarks) {
      const type = tr.doc.type.schema.marks[name];
      if (type && tr.doc.rangeHasMark(from, to, type)) tr.removeMark(from, to, type);
    }
    tr.doc.nodesBetween(from, to, (node, pos) => {
      // Of a split only the beginning of the new paragraph is put in: the rest stood there before.
      if (pos < from || pos >= to) return;
      for (const name of recordAttributes) if (node.attrs[name] != null) tr.setNodeAttribute(pos, name, null);
    });
  }
  return tr;
}
