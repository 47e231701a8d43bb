import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { ySyncPluginKey } from "@tiptap/y-tiptap";

/** Where the caret was before others' changes: relative to the text, and as plain offsets (`abs…`). */
interface KeptSelection {
  readonly absAnchor: number | null;
  readonly absHead: number | null;
}

interface Binding {
  beforeTransactionSelection: KeptSelection | null;
}

/**
 * Keeps the caret at its letter while others write in the same paragraph. The binding (y-tiptap 3.0.9) takes any change
 * of the caret's paragraph for a moved block, and puts the caret back to its old plain offset: with two people in one
 * dash item, the words of one were torn apart. Without plain offsets it goes by the text alone, which is exact.
 */
export const steadyCaret: Extension = Extension.create({
  name: "steadyCaret",
  addProseMirrorPlugins: () => [
    new Plugin({
      view: (view) => {
        const binding = (ySyncPluginKey.getState(view.state) as { binding: Binding | null } | undefined)
          ?.binding;
        if (binding) {
          let kept = binding.beforeTransactionSelection;
          Object.defineProperty(binding, "beforeTransactionSelection", {
            configurable: true,
            get: () => kept,
            set: (selection: KeptSelection | null) => {
              kept = selection && { ...selection, absAnchor: null, absHead: null };
            },
          });
        }
        return {};
      },
    }),
  ],
});
