import { Extension } from "@tiptap/core";
import type { Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import { ySyncPluginKey, yUndoPluginKey } from "@tiptap/y-tiptap";
import type { UndoManager } from "yjs";

/** What keys and input methods do to the letters of one paragraph. What is pasted, cut or dropped is something else. */
export function isTyping(transaction: Transaction): boolean {
  if (transaction.getMeta("uiEvent") !== undefined) return false;
  return transaction.steps.every((step, i) => {
    const doc = transaction.docs[i];
    if (!(step instanceof ReplaceStep) || !doc) return false;
    const { from, to, slice } = step;
    const isInline = slice.content.content.every((node) => node.isInline);
    const $from = doc.resolve(from);
    return isInline && slice.openStart === 0 && $from.parent.isTextblock && $from.sameParent(doc.resolve(to));
  });
}

/**
 * UNDO1: Yjs makes one step of all that follows within half a second, so a split and the cut after it came back
 * together. Only typing runs together.
 */
export const undoSteps: Extension = Extension.create({
  name: "undoSteps",
  // Before the tracker, which makes other steps of what was done.
  priority: 11_000,
  dispatchTransaction({ transaction, next }) {
    const isOwn = transaction.docChanged && transaction.getMeta(ySyncPluginKey) === undefined;
    if (!isOwn || isTyping(transaction)) return next(transaction);
    const state = yUndoPluginKey.getState(this.editor.state) as
      { readonly undoManager: UndoManager } | undefined;
    state?.undoManager.stopCapturing();
    next(transaction);
    state?.undoManager.stopCapturing();
  },
});
