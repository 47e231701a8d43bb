import type { Node } from "@tiptap/pm/model";
import { CellSelection, deleteRow, mergeCells } from "@tiptap/pm/tables";
import { EditorState } from "@tiptap/pm/state";
import { initProseMirrorDoc } from "@tiptap/y-tiptap";
import { contentOf, seedDocument } from "@dongsoan/shared/crdt";
import { textSchema } from "@dongsoan/shared/schema";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { editBound } from "../../../test/kit/bound-editor.ts";
import { cellsNow, keepCells, type KeptCells } from "./steady-cells.ts";

const cell = (words: string) =>
  textSchema.node("tableCell", null, [
    textSchema.node("paragraph", null, words === "" ? [] : [textSchema.text(words)]),
  ]);
const table = (...rows: readonly (readonly string[])[]) =>
  textSchema.node(
    "table",
    null,
    rows.map((row) => textSchema.node("tableRow", null, row.map(cell))),
  );

const cellAt = (doc: Node, words: string): number => {
  let found = -1;
  doc.descendants((node, pos) => {
    if (node.type.name === "tableCell" && node.textContent === words) found = pos;
  });
  return found;
};
const wordsIn = (selection: CellSelection | null) => {
  const words: string[] = [];
  selection?.forEachCell((node) => void words.push(node.textContent));
  return words;
};

/** Two columns of a table with a paragraph before it, of which some cells are selected; then somebody else writes. */
function selectedWhile(from: string, to: string, change: (doc: Y.Doc) => void): readonly string[] {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedDocument([{ style: "body", level: 1, text: "Thu:" }], 7));
  editBound(
    doc,
    (tr) => void tr.insert(tr.doc.content.size, table(["Thuế", "12"], ["Phí", ""], ["Quỹ", "7"])),
  );
  const bound = () => ({ type: contentOf(doc), ...initProseMirrorDoc(contentOf(doc), textSchema) });
  const before = bound();
  const selection = CellSelection.create(before.doc, cellAt(before.doc, from), cellAt(before.doc, to));
  const kept = keepCells(selection, before) as KeptCells;
  change(doc);
  const after = bound();
  return wordsIn(cellsNow(kept, after.doc, after));
}

describe("cells that are selected while others write", () => {
  it.each<[string, string, string, (doc: Y.Doc) => void, readonly string[]]>([
    [
      "before the table",
      "Thuế",
      "Phí",
      (doc) => editBound(doc, (tr) => void tr.insertText("Tổng ", 1)),
      ["Thuế", "Phí"],
    ],
    [
      "in one of them",
      "Thuế",
      "12",
      (doc) => editBound(doc, (tr) => void tr.insertText("5", cellAt(tr.doc, "12") + 4)),
      ["Thuế", "125"],
    ],
    [
      "in one that is empty",
      "Phí",
      "",
      (doc) => editBound(doc, (tr) => void tr.insertText("3", cellAt(tr.doc, "") + 2)),
      ["Phí", "3"],
    ],
    [
      "backwards",
      "7",
      "Phí",
      (doc) => editBound(doc, (tr) => void tr.insertText("Tổng ", 1)),
      ["Phí", "", "Quỹ", "7"],
    ],
    [
      "and take a row out before them",
      "Phí",
      "Quỹ",
      (doc) =>
        editBound(doc, (tr) => {
          const state = EditorState.create({ doc: tr.doc });
          const at = cellAt(tr.doc, "Thuế");
          const selected = state.apply(state.tr.setSelection(CellSelection.create(tr.doc, at, at)));
          deleteRow(selected, ({ steps }) => steps.forEach((step) => tr.step(step)));
        }),
      ["Phí", "Quỹ"],
    ],
  ])("[CARET4] %s: they stay selected", (_name, from, to, change, expected) => {
    expect(selectedWhile(from, to, change)).toEqual(expected);
  });

  it("[CARET4] of cells of which one is gone none is selected: nobody empties those beside it", () => {
    const merge = (doc: Y.Doc) =>
      editBound(doc, (tr) => {
        const state = EditorState.create({ doc: tr.doc });
        const selection = CellSelection.create(tr.doc, cellAt(tr.doc, "Thuế"), cellAt(tr.doc, "12"));
        mergeCells(state.apply(state.tr.setSelection(selection)), ({ steps }) =>
          steps.forEach((step) => tr.step(step)),
        );
      });
    expect(selectedWhile("12", "7", merge)).toEqual([]);
  });
});
