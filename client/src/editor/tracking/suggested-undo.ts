import { type CommandProps, Extension } from "@tiptap/core";
// The commands that are replaced are declared there.
import type {} from "@tiptap/extension-collaboration";
import { redo, undo, yUndoPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import { addedItems, type BlockView, contentOf, isSameText, TextWithout } from "@dongsoan/shared/crdt";
import type { TrackerOptions } from "./tracker.ts";

type Direction = "undo" | "redo";

const stackOf = (manager: Y.UndoManager, direction: Direction) =>
  direction === "undo" ? manager.undoStack : manager.redoStack;

/**
 * SUG28: would the next step leave the text without this person's suggestions as it is? Tried on a copy: what Yjs takes
 * back is items, and where somebody has written on since, the same items hold their words too.
 */
export function leavesTextAlone(manager: Y.UndoManager, direction: Direction, person: string): boolean {
  // Kept letters that are deleted are in the state too, and a copy that collects nothing can bring them back.
  const copy = new Y.Doc({ gc: false });
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(manager.doc));
  const read = () => ({
    text: new TextWithout(contentOf(copy), person).blocks(),
    all: new TextWithout(contentOf(copy), "").blocks(),
  });
  const before = read();
  const { deleteFilter } = manager;
  const trial = new Y.UndoManager(contentOf(copy), { deleteFilter });
  trial.undoStack = [...manager.undoStack];
  trial.redoStack = [...manager.redoStack];
  let isOwnLoss = true;
  copy.on("afterTransaction", (transaction: Y.Transaction) => {
    isOwnLoss &&= onlyTakesOut(transaction, manager.doc.clientID);
  });
  trial[direction]();
  const after = read();
  // Own letters that were accepted meanwhile are taken out, and nothing else: the server strikes them instead (SUG27).
  const goneCount = lettersIn(before.all) - lettersIn(after.all);
  const isWithdrawal =
    isOwnLoss && goneCount > 0 && lettersIn(before.text) - lettersIn(after.text) === goneCount;
  const isLeft = isWithdrawal || isSameText(before.text, after.text);
  trial.destroy();
  copy.destroy();
  return isLeft;
}

/**
 * Puts nothing in, and takes out letters that were written under this id, within paragraphs: with a paragraph goes what
 * was moved into it.
 */
function onlyTakesOut(transaction: Y.Transaction, clientId: number): boolean {
  let isOwn = addedItems(transaction).next().done === true;
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (!(struct instanceof Y.Item)) return;
    isOwn &&= !(struct.content instanceof Y.ContentType);
    if (struct.content instanceof Y.ContentString) isOwn &&= struct.id.client === clientId;
  });
  return isOwn;
}

const lettersIn = (blocks: readonly BlockView[]): number =>
  blocks.reduce(
    (sum, block) =>
      sum +
      (block.kind === "paragraph"
        ? block.runs.reduce((length, [, text]) => length + text.length, 0)
        : lettersIn(block.children)),
    0,
  );

/** While suggesting, a step that cannot be taken back as a suggestion is refused with a word instead of by the server. */
export const suggestedUndo = (tracking: TrackerOptions): Extension => {
  const step =
    (direction: Direction) =>
    () =>
    ({ tr, state, dispatch }: CommandProps): boolean => {
      tr.setMeta("preventDispatch", true);
      const { undoManager } = yUndoPluginKey.getState(state) as { readonly undoManager: Y.UndoManager };
      const stack = stackOf(undoManager, direction);
      if (stack.length === 0) return false;
      if (!dispatch) return true;
      if (tracking.isSuggesting() && !leavesTextAlone(undoManager, direction, tracking.userId)) {
        // The one before it may still be.
        stack.pop();
        tracking.onRefused("undo");
        return true;
      }
      return direction === "undo" ? undo(state) : redo(state);
    };
  return Extension.create({
    name: "suggestedUndo",
    // Behind the collaboration extension, whose commands these replace.
    priority: 900,
    addCommands: () => ({ undo: step("undo"), redo: step("redo") }),
  });
};
