import type { EditorView } from "@tiptap/pm/view";

/** Into a text, also one that is only read: the editor's own way leaves such a text out. */
export function focusText(view: EditorView): void {
  if (view.editable) view.focus();
  else view.dom.focus({ preventScroll: true });
}
