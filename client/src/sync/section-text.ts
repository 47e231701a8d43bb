import * as Y from "yjs";
import { contentOf } from "@dongsoan/shared/crdt";

/** A paragraph of a section as plain text, found again by the id of its Yjs element. */
export interface TextParagraph {
  readonly key: string;
  readonly text: string;
  readonly element: Y.XmlElement;
}

function textOf(element: Y.XmlElement): string {
  let out = "";
  for (const child of element.toArray()) {
    if (child instanceof Y.XmlText) {
      for (const part of child.toDelta() as { insert: unknown }[])
        out += typeof part.insert === "string" ? part.insert : "";
    } else if (child instanceof Y.XmlElement) out += child.nodeName === "hardBreak" ? "\n" : textOf(child);
  }
  return out;
}

/**
 * Paragraphs in document order, those in table cells too. Read-only on purpose: the editor binding's own converters
 * write into the document they read.
 */
export function paragraphsOf(doc: Y.Doc): readonly TextParagraph[] {
  const out: TextParagraph[] = [];
  const walk = (parent: Y.XmlFragment | Y.XmlElement) => {
    for (const child of parent.toArray()) {
      if (!(child instanceof Y.XmlElement)) continue;
      if (child.nodeName === "paragraph") {
        const id = child._item?.id;
        out.push({
          key: id ? `${id.client}:${id.clock}` : `#${out.length}`,
          text: textOf(child),
          element: child,
        });
      } else walk(child);
    }
  };
  walk(contentOf(doc));
  return out;
}
