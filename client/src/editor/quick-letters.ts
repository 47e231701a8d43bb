import { Extension } from "@tiptap/core";
import type { Fragment, Node, ResolvedPos } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";

/** What of the binding (y-tiptap 3.0.9) is used: the shared text, and the editor's node that each of its parts was made of. */
export interface Mapped {
  readonly type: Y.XmlFragment;
  readonly mapping: Map<unknown, Node | readonly Node[]>;
}
interface Binding extends Mapped {
  readonly doc: Y.Doc;
  _prosemirrorChanged: (doc: Node) => void;
}

const halfOfPair = /[\uD800-\uDFFF]/;

/**
 * Puts letters that were added in one place of one paragraph into its shared text; all else is left to the binding.
 * @param caret where it stands after that.
 */
export function putLetters({ type, mapping }: Mapped, doc: Node, caret?: ResolvedPos): void {
  const blocks = type.toArray();
  if (blocks.length !== doc.childCount) return;
  const isOther = (block: (typeof blocks)[number], i: number) => mapping.get(block) !== doc.child(i);
  const index = blocks.findIndex(isOther);
  if (index < 0 || blocks.findLastIndex(isOther) !== index) return;
  const block = blocks[index];
  const before = mapping.get(block);
  const after = doc.child(index);
  const letters = block instanceof Y.XmlElement && block.length === 1 ? block.get(0) : null;
  if (!before || !("content" in before) || !after.isTextblock || !before.sameMarkup(after)) return;
  if (!(letters instanceof Y.XmlText) || letters.length !== before.content.size) return;
  const size = after.content.size - before.content.size;
  const at = addedAt(before.content, after.content, caret?.parent === after ? caret.parentOffset - size : -1);
  if (at === null) return;
  const text = after.textBetween(at, at + size);
  if (text.length !== size || halfOfPair.test(text)) return;
  letters.insert(at, text);
  // The binding takes what is mapped for granted; this it is to compare.
  mapping.delete(letters);
}

/**
 * CARET3: a letter before the same letter reads as if it had come behind it.
 * @param typedAt where it has come if the caret stands behind it; negative if it does not.
 * @returns where these letters were added; null where they were not all that changed.
 */
function addedAt(before: Fragment, after: Fragment, typedAt: number): number | null {
  const from = before.findDiffStart(after);
  const to = before.findDiffEnd(after);
  if (from === null || to === null || to.a > from) return null;
  const behind = typedAt + after.size - before.size;
  const isTyped =
    typedAt >= 0 && typedAt < from && after.cut(0, typedAt).append(after.cut(behind)).eq(before);
  return isTyped ? typedAt : from;
}

/**
 * The binding compares a changed paragraph's letters with all their marks, and works out a hash for each mark: in a
 * paragraph full of suggestions that took longer than the rest of the key. Letters are put in before it looks, just as it
 * would do it, and it finds nothing left to do; where it does, it sets it right.
 */
export const quickLetters: Extension = Extension.create({
  name: "quickLetters",
  addProseMirrorPlugins: () => [
    new Plugin({
      view: (view) => {
        const state = ySyncPluginKey.getState(view.state) as { readonly binding: Binding | null } | undefined;
        const binding = state?.binding;
        if (!binding) return {};
        const change = binding._prosemirrorChanged.bind(binding);
        binding._prosemirrorChanged = (doc) => {
          binding.doc.transact(() => {
            putLetters(binding, doc, view.state.selection.$head);
            change(doc);
          }, ySyncPluginKey);
        };
        return {};
      },
    }),
  ],
});
