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
      if (pos < from || pos + node.nodeSize > to) return;
      for (const name of recordAttributes) if (node.attrs[name] != null) tr.setNodeAttribute(pos, name, null);
    });
  }
  return tr;
}
