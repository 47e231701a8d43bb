import * as Y from "yjs";
import type { TextId } from "./carried-ids.ts";

/**
 * Visits the letters that stand in one text node, in stretches, with what lies on them. Writes nothing. By the items
 * themselves: a delta says nothing about ids.
 * @param lookOf what the formats on some letters come to; asked once while they stay as they are.
 * @param visit is told the id of the first letter.
 * @param matters whether a format has anything to do with the look.
 */
export function walkFormatted<Look>(
  text: Y.XmlText,
  lookOf: (formats: ReadonlyMap<string, unknown>) => Look,
  visit: (letters: string, id: TextId, look: Look) => void,
  matters: (format: string) => boolean = () => true,
): void {
  const formats = new Map<string, unknown>();
  let known: { readonly look: Look } | null = null;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    if (content instanceof Y.ContentFormat) {
      if (content.value === null) formats.delete(content.key);
      else formats.set(content.key, content.value);
      if (matters(content.key)) known = null;
    } else if (content instanceof Y.ContentString) {
      known ??= { look: lookOf(formats) };
      visit(content.str, item.id, known.look);
    }
  }
}
