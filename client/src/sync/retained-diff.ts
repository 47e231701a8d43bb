import * as Y from "yjs";
import { paragraphsOf } from "./section-text.ts";

export interface RefusedParagraph {
  readonly text: string;
  /** The accepted text of the same paragraph; null when the paragraph is new. */
  readonly before: string | null;
}

/** Bounds of the REST command that keeps them (`retainedBody`). */
const maxChars = 20_000;
const maxParagraphs = 2_000;

/**
 * What a person had written and the server did not take, by paragraph.
 * @param own state of the refused document.
 * @param server a fresh document as the server has it; not changed.
 * @param isSameLineage true when both grew from one history. The two are then merged in a copy, so that what others
 * wrote meanwhile is not mistaken for this person's; otherwise merging would double the text, and texts are compared.
 */
export function refusedParagraphs(
  own: Uint8Array,
  server: Y.Doc,
  isSameLineage: boolean,
): readonly RefusedParagraph[] {
  const copy = new Y.Doc();
  const accepted = paragraphsOf(server);
  const out: RefusedParagraph[] = [];
  if (isSameLineage) {
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(server));
    Y.applyUpdate(copy, own);
    const byKey = new Map(accepted.map((p) => [p.key, p.text]));
    for (const { key, text } of paragraphsOf(copy)) {
      const before = byKey.get(key) ?? null;
      if (text.trim() !== "" && text !== before) out.push({ text, before });
    }
  } else {
    Y.applyUpdate(copy, own);
    const known = new Set(accepted.map((p) => p.text));
    for (const { text } of paragraphsOf(copy))
      if (text.trim() !== "" && !known.has(text)) out.push({ text, before: null });
  }
  copy.destroy();
  return out.slice(0, maxParagraphs).map((p) => ({
    text: p.text.slice(0, maxChars),
    before: p.before === null ? null : p.before.slice(0, maxChars),
  }));
}
