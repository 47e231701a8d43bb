import { type CommandProps, Extension } from "@tiptap/core";
// The commands that are replaced are declared there.
import type {} from "@tiptap/extension-collaboration";
import { redo, undo, yUndoPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import { contentOf } from "@dongsoan/shared/crdt";
import type { TrackerOptions } from "./tracker.ts";
import { type Direction, stackOf, tryStep } from "./undo-trial.ts";

/**
 * Drops the next steps, and lets Yjs collect what they took out: it keeps that for a step as long as somebody may take it
 * back. Only a whole stack can be let go of, so these become one.
 */
export function dropSteps(manager: Y.UndoManager, direction: Direction, count: number): void {
  const dropped = new Y.UndoManager(contentOf(manager.doc));
  dropped.undoStack = stackOf(manager, direction).splice(-count);
  dropped.clear();
  dropped.destroy();
  // What is typed next is no part of the step before.
  manager.stopCapturing();
}

/** While suggesting, a step that cannot be taken back as a suggestion is refused with a word instead of by the server. */
export const suggestedUndo = (tracking: TrackerOptions): Extension => {
  const step =
    (direction: Direction) =>
    () =>
    ({ tr, state, dispatch }: CommandProps): boolean => {
      tr.setMeta("preventDispatch", true);
      const { undoManager } = yUndoPluginKey.getState(state) as { readonly undoManager: Y.UndoManager };
      if (stackOf(undoManager, direction).length === 0) return false;
      if (!dispatch) return true;
      if (tracking.isSuggesting()) {
        const { outcome, stepCount } = tryStep(undoManager, direction, tracking.userId);
        if (outcome === "changed") {
          // The one before may still be taken back.
          dropSteps(undoManager, direction, stepCount);
          tracking.onRefused("undo");
          return true;
        }
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
