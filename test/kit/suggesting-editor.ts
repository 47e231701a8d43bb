import { EditorState, type Transaction } from "@tiptap/pm/state";
import { defaultDeleteFilter, defaultProtectedNodes } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import { contentOf } from "@dongsoan/shared/crdt";
import { textSchema } from "@dongsoan/shared/schema";
import { suggest } from "../../client/src/editor/tracking/suggest.ts";
import { CannotSuggest, Suggester } from "../../client/src/editor/tracking/suggester.ts";
import { editBound } from "./bound-editor.ts";

/** The undo of the page's editor; all that is typed until `stopCapturing` is one step. */
export const editorUndo = (doc: Y.Doc): Y.UndoManager =>
  new Y.UndoManager(contentOf(doc), {
    trackedOrigins: new Set(["editor"]),
    captureTimeout: Infinity,
    deleteFilter: (item) => defaultDeleteFilter(item, defaultProtectedNodes),
  });

/** A change that is made into suggestions on its way, as the page's editor does. What cannot be suggested is not done. */
export function suggestBound(
  doc: Y.Doc,
  person: string,
  newId: () => string,
  change: (tr: Transaction) => void,
): void {
  editBound(doc, (tr) => {
    const state = EditorState.create({ doc: tr.doc, schema: textSchema });
    const wanted = state.tr;
    change(wanted);
    try {
      for (const step of suggest(state, wanted, new Suggester(person, newId)).steps) tr.step(step);
    } catch (error) {
      if (!(error instanceof CannotSuggest)) throw error;
    }
  });
}
