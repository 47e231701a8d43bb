import * as Y from "yjs";
import { contentOf } from "./doc-layout.ts";

export interface SeedParagraph {
  readonly style: string;
  /** 1-3. */
  readonly level: number;
  readonly text: string;
}

/**
 * First state of a section's text, written by the server once, so that two editors never both make the first paragraph.
 * Laid out as the editor's binding would: attributes only where they differ from nothing, one text node a paragraph.
 * @param clientId taken by nobody else; the gate treats ids without a claim as foreign.
 * @returns a Yjs v1 update. No paragraphs gives one empty paragraph.
 */
export function seedDocument(paragraphs: readonly SeedParagraph[], clientId: number): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  const list = paragraphs.length > 0 ? paragraphs : [{ style: "body", level: 1, text: "" }];
  doc.transact(() => {
    const elements = list.map(({ style, level, text }) => {
      const element = new Y.XmlElement("paragraph");
      element.setAttribute("style", style);
      // The binding keeps numbers as numbers; Yjs' type says string.
      (element as unknown as { setAttribute(key: string, value: number): void }).setAttribute("level", level);
      element.setAttribute("align", "justify");
      if (text !== "") element.insert(0, [new Y.XmlText(text.normalize("NFC"))]);
      return element;
    });
    contentOf(doc).insert(0, elements);
  });
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}
