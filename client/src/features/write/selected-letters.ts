import { contentOf, locateText, quoteOf } from "@dongsoan/shared/crdt";
import { lettersBetween } from "../../editor/letters.ts";
import type { EditorRegistry } from "../../editor/editor-registry.ts";
import type { SectionDocuments } from "../../sync/section-documents.ts";
import type { CommentDraft } from "./comment-board.ts";

/**
 * What is selected on the page, also in text that one may only read.
 * @returns null where no letter of a single section is selected.
 */
export function selectedLetters(registry: EditorRegistry, sections: SectionDocuments): CommentDraft | null {
  const selection = getSelection();
  const { anchorNode, focusNode } = selection ?? {};
  if (!selection || selection.isCollapsed || !anchorNode || !focusNode) return null;
  for (const [sectionId, { view, state }] of registry.all) {
    if (!view.dom.contains(anchorNode) || !view.dom.contains(focusNode)) continue;
    const ends = [
      view.posAtDOM(anchorNode, selection.anchorOffset),
      view.posAtDOM(focusNode, selection.focusOffset),
    ];
    const held = sections.all.find((section) => section.sectionId === sectionId);
    if (!held) return null;
    const content = contentOf(held.text.doc);
    const ranges = lettersBetween(state, content, Math.min(...ends), Math.max(...ends));
    const quoted = quoteOf(locateText(content), ranges, 0);
    return quoted ? { sectionId, anchor: { ranges, quote: quoted.quote }, suggestionId: null } : null;
  }
  return null;
}
