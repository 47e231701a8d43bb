import { TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from "@tiptap/y-tiptap";
import type * as Y from "yjs";

/** What of the binding (y-tiptap 3.0.9) is held still. */
interface Binding {
  readonly doc: Y.Doc;
  readonly type: Y.XmlFragment;
  readonly mapping: Parameters<typeof relativePositionToAbsolutePosition>[3];
  readonly _observeFunction: Parameters<Y.XmlFragment["observeDeep"]>[0];
  _prosemirrorChanged: (doc: unknown) => void;
  _forceRerender(): void;
}

interface Held {
  readonly binding: Binding;
  readonly change: Binding["_prosemirrorChanged"];
  readonly size: number;
  readonly from: number;
  readonly to: number;
  readonly places: readonly [Y.RelativePosition, Y.RelativePosition];
}

/**
 * An input method that types over a selection without saying so first: the browser has replaced the selected letters by
 * the time anybody is asked, and redrawing them would break the composition off and double its first letter. So the page
 * lets it work on the screen alone: nothing goes to the shared text or comes from it until the word is done; then the
 * screen is drawn from the shared text, and the word is put over the selection like any other.
 */
export class HeldComposition {
  #held: Held | null = null;

  get isHeld(): boolean {
    return this.#held !== null;
  }

  begin(view: EditorView): void {
    const state = ySyncPluginKey.getState(view.state) as { readonly binding: Binding | null } | undefined;
    const binding = state?.binding;
    const { selection } = view.state;
    if (this.#held || !binding || !(selection instanceof TextSelection) || selection.empty) return;
    const { from, to } = selection;
    const place = (at: number) =>
      absolutePositionToRelativePosition(at, binding.type, binding.mapping) as Y.RelativePosition;
    this.#held = {
      binding,
      change: binding._prosemirrorChanged,
      size: view.state.doc.content.size,
      from,
      to,
      places: [place(from), place(to)],
    };
    binding._prosemirrorChanged = () => undefined;
    binding.type.unobserveDeep(binding._observeFunction);
  }

  /** The word is done, and the editor has read it. */
  finish(view: EditorView): void {
    const held = this.#held;
    if (!held) return;
    this.#held = null;
    const { binding, change, from, to, size, places } = held;
    binding._prosemirrorChanged = change;
    if (view.isDestroyed) return;
    binding.type.observeDeep(binding._observeFunction);
    const { content } = view.state.doc;
    const end = Math.min(content.size, Math.max(from, to + content.size - size));
    const word = view.state.doc.textBetween(from, end, "\n");
    binding._forceRerender();
    const last = view.state.doc.content.size;
    const [start, stop] = places.map(
      (place, i) =>
        relativePositionToAbsolutePosition(binding.doc, binding.type, place, binding.mapping) ??
        Math.min(last, i === 0 ? from : to),
    ) as [number, number];
    const { tr } = view.state;
    tr.setSelection(TextSelection.between(tr.doc.resolve(start), tr.doc.resolve(Math.max(start, stop))));
    view.dispatch(word === "" ? tr.deleteSelection() : tr.insertText(word).scrollIntoView());
  }
}
