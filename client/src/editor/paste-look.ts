import { Slice } from "@tiptap/pm/model";
import type { EditorState } from "@tiptap/pm/state";

/**
 * An empty paragraph takes the look of what is pasted into it, where that has one: without this a pasted list would lose
 * the mark of its first item. @param slice whose first paragraph would otherwise pour its letters into the empty one.
 */
export function keepFirstLook(slice: Slice, { selection, schema }: EditorState): Slice {
  const { $from, empty } = selection;
  const first = slice.content.firstChild;
  if (!empty || $from.parent.content.size > 0 || $from.parent.type !== schema.nodes["paragraph"])
    return slice;
  if (slice.openStart !== 1 || first?.type !== $from.parent.type) return slice;
  if (first.attrs["style"] === "body" && first.attrs["align"] === "justify") return slice;
  return new Slice(slice.content, 0, slice.content.childCount === 1 ? 0 : slice.openEnd);
}
