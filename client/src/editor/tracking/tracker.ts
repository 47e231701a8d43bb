import { Extension } from "@tiptap/core";
import type { Mark } from "@tiptap/pm/model";
import { recordMarks } from "@dongsoan/shared/schema";
import { type EditorState, Plugin, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { readSelection } from "../read-selection.ts";
import { withoutRecords, withoutStruck } from "./clean-content.ts";
import { HeldComposition } from "./held-composition.ts";
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
  const held = new HeldComposition();
  return Extension.create({
    name: "tracker",
    // Before every other extension that looks at transactions.
    priority: 10_000,
    dispatchTransaction({ transaction, next }) {
      if (!transaction.docChanged || comesFromDocument(transaction) || held.isHeld) return next(transaction);
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
        // When the text takes no more, what is in hand of a word counts like the letters before it.
        view: () => ({
          update: (view) => {
            if (!view.editable) held.finish(view);
          },
        }),
        props: {
          // Who copies text takes what it would read, not what is to go.
          transformCopied: withoutStruck,
          handleDOMEvents: {
            // An input method is about to replace a selection: the letters are struck first, since what it types over
            // would be gone from the page before anybody is asked.
            keydown: (view, event) => {
              if (event.keyCode === 229 && options.isSuggesting()) {
                readSelection(view);
                strikeSelection(view);
              }
              return false;
            },
            // The text, the selection and what is drawn must stay as they are here.
            compositionstart: (view) => {
              if (!view.editable) return false;
              readSelection(view);
              const isSuggesting = options.isSuggesting();
              if (!view.state.selection.empty) {
                if (isSuggesting || touchesRecords(view.state)) held.begin(view);
              } else if (isSuggesting) storeInsertion(view, suggester());
              else if (touchesRecords(view.state)) storePlain(view);
              return false;
            },
            // The editor reads the last letters in the turn after this one.
            compositionend: (view) => {
              if (held.isHeld)
                void Promise.resolve()
                  .then(() => undefined)
                  .then(() => held.finish(view));
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

const isRecord = ({ type }: Mark): boolean => (recordMarks as readonly string[]).includes(type.name);

/** Would letters that are typed here lie within somebody's record? */
function touchesRecords({ doc, selection, storedMarks }: EditorState): boolean {
  const { empty, $from, from, to } = selection;
  if (empty) return (storedMarks ?? $from.marks()).some(isRecord);
  let isTouched = false;
  doc.nodesBetween(from, to, (node) => {
    isTouched ||= node.marks.some(isRecord);
  });
  return isTouched;
}

const plainMarks = ({ storedMarks, selection }: EditorState): readonly Mark[] =>
  (storedMarks ?? selection.$from.marks()).filter((mark) => !isRecord(mark));

/** Marks of the next letters: without changing the text or the selection, which would end the composition. */
function storeInsertion(view: EditorView, by: Suggester): void {
  const { $from } = view.state.selection;
  const ins = by.markBeside(view.state.schema, "ins", $from.nodeBefore, $from.nodeAfter);
  view.dispatch(view.state.tr.setStoredMarks(ins.addToSet(plainMarks(view.state))));
}

/** Letters composed within somebody's suggestion are the typist's own from the first one on. */
const storePlain = (view: EditorView): void =>
  view.dispatch(view.state.tr.setStoredMarks(plainMarks(view.state)));
