import type { TextRange } from "@dongsoan/shared/crdt";
import type { EditorState } from "@tiptap/pm/state";
import * as Y from "yjs";

/**
 * Walks the shared document, which knows ids, beside the editor's, which knows positions: the binding keeps them alike.
 * @param visit letters with neighbouring ids, and the editor's position before the first.
 */
export function walkLetters(
  state: EditorState,
  root: Y.XmlFragment,
  visit: (letters: TextRange, pos: number) => void,
): void {
  const walk = (parent: Y.XmlFragment | Y.XmlElement, start: number): number => {
    let pos = start;
    for (const child of parent.toArray()) {
      if (child instanceof Y.XmlText) pos = walkText(child, pos);
      else if (child instanceof Y.XmlElement)
        pos = state.schema.nodes[child.nodeName]?.isLeaf ? pos + 1 : walk(child, pos + 1) + 1;
    }
    return pos;
  };
  const walkText = (text: Y.XmlText, start: number): number => {
    let pos = start;
    for (let item = text._start; item; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      visit({ client: item.id.client, clock: item.id.clock, length: item.length }, pos);
      pos += item.length;
    }
    return pos;
  };
  walk(root, 0);
}

/** @returns the letters between two positions of the editor, in reading order. */
export function lettersBetween(
  state: EditorState,
  root: Y.XmlFragment,
  from: number,
  to: number,
): TextRange[] {
  const found: TextRange[] = [];
  walkLetters(state, root, ({ client, clock, length }, pos) => {
    const start = Math.max(from, pos);
    const end = Math.min(to, pos + length);
    if (start < end) found.push({ client, clock: clock + start - pos, length: end - start });
  });
  return found;
}
