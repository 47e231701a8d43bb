import type { EditorView } from "@tiptap/pm/view";

/** A key just before may have moved the caret, and the browser says so only in its next task: asks now. */
export function readSelection(view: EditorView): void {
  if (view.hasFocus()) view.dom.ownerDocument.dispatchEvent(new Event("selectionchange"));
}
