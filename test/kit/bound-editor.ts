import { Fragment, type Node, type ResolvedPos } from "@tiptap/pm/model";
import { EditorState, type Transaction } from "@tiptap/pm/state";
import { canJoin, canSplit } from "@tiptap/pm/transform";
import { initProseMirrorDoc, updateYFragment } from "@tiptap/y-tiptap";
import type * as Y from "yjs";
import { contentOf } from "@dongsoan/shared/crdt";
import { textSchema } from "@dongsoan/shared/schema";
import type { Rng } from "./rng.ts";

/** What an editor's binding makes of a change: the very code that writes into the document in the page, without a screen. */
export function editBound(doc: Y.Doc, change: (tr: Transaction) => void): void {
  const content = contentOf(doc);
  const { doc: node, meta } = initProseMirrorDoc(content, textSchema);
  const { tr } = EditorState.create({ doc: node, schema: textSchema });
  change(tr);
  if (tr.docChanged) doc.transact(() => updateYFragment(doc, content, tr.doc, meta), "editor");
}

interface Found {
  readonly node: Node;
  readonly pos: number;
  readonly place: ResolvedPos;
}

function paragraphsOf(doc: Node): Found[] {
  const found: Found[] = [];
  doc.descendants((node, pos) => {
    if (node.type.name === "paragraph") found.push({ node, pos, place: doc.resolve(pos) });
  });
  return found;
}

export interface BoundEdit {
  readonly kind: string;
  /** Letters that the edit put in and took out. */
  readonly typed: string;
  readonly deleted: string;
}

const table = (cells: number): Node =>
  textSchema.node("table", null, [
    textSchema.node(
      "tableRow",
      null,
      Array.from({ length: cells }, () => textSchema.node("tableCell", null, [textSchema.node("paragraph")])),
    ),
  ]);

const kinds = [
  "type",
  "type",
  "type",
  "type",
  "delete",
  "split",
  "join",
  "move",
  "remove",
  "style",
  "bold",
  "table",
];

/** One random change by the editor's own steps. @param letters to be typed, each of which stands nowhere else. */
export function randomBoundEdit(doc: Y.Doc, rng: Rng, letters: string): BoundEdit {
  const kind = rng.pick(kinds);
  let typed = "";
  let deleted = "";
  editBound(doc, (tr) => {
    // Two may have emptied a table's cells between them.
    if (paragraphsOf(tr.doc).length === 0) tr.insert(0, textSchema.node("paragraph"));
    const all = paragraphsOf(tr.doc);
    const { node, pos, place } = rng.pick(all);
    const size = node.content.size;
    const at = pos + 1 + rng.int(size + 1);
    if (kind === "type") {
      tr.insertText((typed = letters), at);
    } else if (kind === "delete" && size > 0) {
      const from = rng.int(size);
      const to = Math.min(size, from + 1 + rng.int(4));
      deleted = node.textBetween(from, to);
      tr.delete(pos + 1 + from, pos + 1 + to);
    } else if (kind === "split" && canSplit(tr.doc, at)) tr.split(at);
    else if (kind === "join" && place.nodeBefore?.type === node.type && canJoin(tr.doc, pos)) tr.join(pos);
    else if (kind === "remove" && place.parent.childCount > 1) {
      deleted = node.textContent;
      tr.delete(pos, pos + node.nodeSize);
    } else if (kind === "move" && place.parent.childCount > 1) {
      tr.delete(pos, pos + node.nodeSize);
      const ends = [0];
      tr.doc.forEach((child, offset) => ends.push(offset + child.nodeSize));
      tr.insert(rng.pick(ends), Fragment.from(node));
    } else if (kind === "style") tr.setNodeAttribute(pos, "align", rng.pick(["left", "center", "justify"]));
    else if (kind === "bold" && size > 0)
      tr.addMark(pos + 1 + rng.int(size), pos + 1 + size, textSchema.mark("bold"));
    else if (kind === "table" && place.depth === 0) tr.insert(pos, table(1 + rng.int(2)));
  });
  return { kind, typed, deleted };
}
