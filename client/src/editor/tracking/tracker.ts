import { Extension } from "@tiptap/core";
import { Plugin, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { withoutRecords } from "./clean-content.ts";
import { suggest } from "./suggest.ts";
import { CannotSuggest, Suggester, type Unsuggestable } from "./suggester.ts";

export interface TrackerOptions {
  readonly userId: string;
  /** Asked at each change: does this editor write, or suggest? */
  readonly isSuggesting: () => boolean;
  readonly onRefused: (reason: Unsuggestable) => void;
  readonly newId: () => string;
}

/** Others' changes and undo come from the document: they are what they are. */
const comesFromDocument = (tr: Transaction): boolean => tr.getMeta(ySyncPluginKey) !== undefined;

/**
 * Stands between everything that changes the text and the text: while suggesting, each change becomes suggestions, or is
 * refused with a word; while writing, what is put in bears nobody's record.
 */
export const tracker = (options: TrackerOptions): Extension => {
  const suggester = (isComposing = false) => new Suggester(options.userId, options.newId, isComposing);
  return Extension.create({
    name: "tracker",
    // Before every other extension that looks at transactions.
    priority: 10_000,
    dispatchTransaction({ transaction, next }) {
      if (!transaction.docChanged || comesFromDocument(transaction)) return next(transaction);
      if (!options.isSuggesting()) return next(withoutRecords(transaction));
      let made: Transaction;
      try {
        made = suggest(this.editor.state, transaction, suggester(this.editor.view.composing));
      } catch (error) {
        if (!(error instanceof CannotSuggest)) throw error;
        options.onRefused(error.reason);
        return undefined;
      }
      return next(made);
    },
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          handleDOMEvents: {
            // An input method is about to replace a selection: the letters are struck first, since what it types over
            // would be gone from the page before anybody is asked.
            keydown: (view, event) => {
              if (event.keyCode === 229 && options.isSuggesting()) strikeSelection(view);
              return false;
            },
            // Letters that are being composed stand in the suggestion's own element from the first one on.
            compositionstart: (view) => {
              if (options.isSuggesting()) storeInsertion(view, suggester());
              return false;
            },
          },
        },
      }),
    ],
  });
};

function strikeSelection(view: EditorView): void {
  if (!view.editable || view.composing || view.state.selection.empty) return;
  view.dispatch(view.state.tr.deleteSelection());
}

/** Marks of the next letter: without changing the text or the selection, which would end the composition. */
function storeInsertion(view: EditorView, by: Suggester): void {
  if (!view.editable || !view.state.selection.empty) return;
  const { $from } = view.state.selection;
  const ins = by.markBeside(view.state.schema, "ins", $from.nodeBefore, $from.nodeAfter);
  const marks = (view.state.storedMarks ?? $from.marks()).filter(
    ({ type }) => !["ins", "del", "fmt"].includes(type.name),
  );
  view.dispatch(view.state.tr.setStoredMarks(ins.addToSet(marks)));
}
