import { contentOf } from "@dongsoan/shared/crdt";
import { schemaExtensions } from "@dongsoan/shared/schema";
import { Editor, type Extensions } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { Fragment, Slice } from "@tiptap/pm/model";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import { authorMarks } from "./author-marks.ts";
import { readableTop } from "./readable-top.ts";
import { isCaretInSight } from "./caret-in-sight.ts";
import { remoteCarets } from "./carets.ts";
import { commentMarks } from "./comment-marks.ts";
import { findHighlight } from "./find.ts";
import { reportKeymap } from "./keymap.ts";
import { cleanPastedHtml, paragraphsFromText } from "./paste-cleaner.ts";
import { keepFirstLook } from "./paste-look.ts";
import { quickLetters } from "./quick-letters.ts";
import { steadyCaret } from "./steady-caret.ts";
import { steadyCells } from "./steady-cells.ts";
import { plainTextOf } from "./tracking/clean-content.ts";
import { withRecordTables } from "./tracking/record-tables.ts";
import { suggestedUndo } from "./tracking/suggested-undo.ts";
import { tracker, type TrackerOptions } from "./tracking/tracker.ts";
import { undoSteps } from "./undo-steps.ts";

/** The table extension's declarations come in two module forms, which the compiler takes for two types. There is one copy. */
const reportSchema = schemaExtensions as unknown as Extensions;

export interface EditorOptions {
  readonly element: HTMLElement;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly isEditable: boolean;
  /** Id of the section's heading: the name of its text box. */
  readonly labelledBy: string;
  readonly onEscape: () => void;
  readonly tracking: TrackerOptions;
  /** A click on text that a comment is about. */
  readonly onPickComment: (threadId: string) => void;
}

const caretMargin = {
  get top() {
    return readableTop() + 4;
  },
  bottom: 60,
  left: 0,
  right: 0,
};

/** One section's editor. The document comes only from Yjs; undo takes back only what was typed here. */
export function createSectionEditor(options: EditorOptions): Editor {
  return new Editor({
    element: options.element,
    editable: options.isEditable,
    // The page's own style sheet has these rules; a style element would need a hole in the content security policy.
    injectCSS: false,
    enableExtensionDispatchTransaction: true,
    extensions: [
      ...withRecordTables(reportSchema),
      Collaboration.configure({ fragment: contentOf(options.doc) }),
      steadyCaret,
      steadyCells,
      quickLetters,
      undoSteps,
      suggestedUndo(options.tracking),
      reportKeymap(options.onEscape),
      remoteCarets(options.awareness),
      findHighlight,
      authorMarks(options.doc),
      commentMarks(options.doc, options.onPickComment),
      tracker(options.tracking),
    ],
    editorProps: {
      attributes: {
        class: "section-text",
        role: "textbox",
        "aria-multiline": "true",
        "aria-labelledby": options.labelledBy,
        spellcheck: "false",
        lang: "vi",
      },
      // The sticky header and toolbar must not hide the caret.
      scrollMargin: caretMargin,
      scrollThreshold: caretMargin,
      handleScrollToSelection: (view) => isCaretInSight(view, caretMargin),
      transformPastedHTML: cleanPastedHtml,
      transformPasted: (slice, view) => keepFirstLook(slice, view.state),
      clipboardTextSerializer: plainTextOf,
      clipboardTextParser: (text, $context) => {
        const { schema } = $context.doc.type;
        const type = schema.nodes["paragraph"];
        if (!type) return Slice.empty;
        const paragraphs = paragraphsFromText(text).map((p) =>
          type.create({ style: p.style }, p.text === "" ? null : schema.text(p.text)),
        );
        return new Slice(Fragment.from(paragraphs), 1, 1);
      },
    },
  });
}
