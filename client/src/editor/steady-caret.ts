import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import { behindReturned, CarriedPlaces, type NewPlace } from "./carried-caret.ts";

/** Where the caret was before others' changes: relative to the text, and as plain offsets (`abs…`). */
interface KeptSelection {
  readonly anchor: Y.RelativePosition;
  readonly head: Y.RelativePosition;
  readonly absAnchor: number | null;
  readonly absHead: number | null;
}

interface Binding {
  readonly doc: Y.Doc;
  beforeTransactionSelection: KeptSelection | null;
  /** Keeps the selection that the editor knows of, unless one is kept already. */
  readonly beforeAllTransactions: () => void;
}

/**
 * The binding (y-tiptap 3.0.9) takes any change of the caret's paragraph for a moved block, and puts the caret back to
 * its old plain offset: with two people in one dash item, the words of one were torn apart. Without plain offsets it
 * goes by the text alone, which is exact.
 */
function forgetPlainOffsets(binding: Binding): void {
  let kept = binding.beforeTransactionSelection;
  Object.defineProperty(binding, "beforeTransactionSelection", {
    configurable: true,
    get: () => kept,
    set: (selection: KeptSelection | null) => {
      kept = selection && { ...selection, absAnchor: null, absHead: null };
    },
  });
}

/**
 * A key may just have moved the caret, and the browser says so only in its next task: others' letters that come first
 * would put it back where it was. The editor is told before they are drawn.
 */
function readCaretFirst(binding: Binding, view: EditorView): () => void {
  const handleTransaction = ({ local }: Y.Transaction) => {
    if (local || view.composing || !view.hasFocus()) return;
    view.dom.ownerDocument.dispatchEvent(new Event("selectionchange"));
    binding.beforeTransactionSelection = null;
    binding.beforeAllTransactions();
  };
  binding.doc.on("beforeTransaction", handleTransaction);
  return () => binding.doc.off("beforeTransaction", handleTransaction);
}

/** CARET2: the binding would leave the caret where its letters were taken away, though they stand elsewhere now. */
function followLetters(binding: Binding): () => void {
  let standIn: NewPlace | null = null;
  const handleChange = (transaction: Y.Transaction) => {
    const kept = binding.beforeTransactionSelection;
    if (!kept) return;
    const isCaret = isCaretAt(kept, kept.head);
    const held = standIn && isCaretAt(kept, standIn.position) ? standIn : null;
    const places = new CarriedPlaces(transaction);
    const head = places.of(held?.before ?? kept.head);
    const anchor = isCaret ? head : places.of(kept.anchor);
    standIn = head && isCaret ? { ...head, lost: head.lost + (held?.lost ?? "") } : held;
    if (standIn) standIn = behindReturned(standIn, binding.doc);
    if (!anchor && !head && !standIn) return;
    binding.beforeTransactionSelection = {
      ...kept,
      anchor: standIn?.position ?? anchor?.position ?? kept.anchor,
      head: standIn?.position ?? head?.position ?? kept.head,
    };
    if (standIn?.lost === "" && !standIn.before) standIn = null;
  };
  binding.doc.on("beforeObserverCalls", handleChange);
  return () => binding.doc.off("beforeObserverCalls", handleChange);
}

const isCaretAt = ({ anchor, head }: KeptSelection, position: Y.RelativePosition): boolean =>
  [anchor, head].every((end) => Y.compareRelativePositions(end, position));

/**
 * For 200 ms after the focus prosemirror-view (1.42.9) takes a caret at the text's start for the browser's doing and puts
 * it back. After Home it is the writer's: Ctrl+Home went nowhere, and the words into another place.
 */
function trustHome(view: EditorView, { key }: KeyboardEvent): boolean {
  if (key === "Home") (view as unknown as { readonly input: { lastFocus: number } }).input.lastFocus = 0;
  return false;
}

/** Keeps one's own caret at its letter while others write in the same paragraph, and where one's own key put it. */
export const steadyCaret: Extension = Extension.create({
  name: "steadyCaret",
  addProseMirrorPlugins: () => [
    new Plugin({
      props: { handleDOMEvents: { keydown: trustHome } },
      view: (view) => {
        const binding = (ySyncPluginKey.getState(view.state) as { binding: Binding | null } | undefined)
          ?.binding;
        if (!binding) return {};
        forgetPlainOffsets(binding);
        const ends = [readCaretFirst(binding, view), followLetters(binding)];
        return { destroy: () => ends.forEach((end) => end()) };
      },
    }),
  ],
});
