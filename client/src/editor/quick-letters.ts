import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";

/** What of the binding (y-tiptap 3.0.9) is used: the shared text, and the editor's node that each of its parts was made of. */
interface Mapped {
  readonly type: Y.XmlFragment;
  readonly mapping: Map<unknown, Node | readonly Node[]>;
}
interface Binding extends Mapped {
  readonly doc: Y.Doc;
  _prosemirrorChanged: (doc: Node) => void;
}

const halfOfPair = /[\uD800-\uDFFF]/;

/** Puts letters that were added in one place of one paragraph into its shared text; all else is left to the binding. */
export function putLetters({ type, mapping }: Mapped, doc: Node): void {
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
  const from = before.content.findDiffStart(after.content);
  const to = before.content.findDiffEnd(after.content);
  if (from === null || to === null || to.a > from) return;
  const end = from + after.content.size - before.content.size;
  const text = after.textBetween(from, end);
  if (text.length !== end - from || halfOfPair.test(text)) return;
  letters.insert(from, text);
  // The binding takes what is mapped for granted; this it is to compare.
  mapping.delete(letters);
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
            putLetters(binding, doc);
            change(doc);
          }, ySyncPluginKey);
        };
        return {};
      },
    }),
  ],
});
