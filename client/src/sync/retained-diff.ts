import { contentOf, RangeSet, textRanges } from "@dongsoan/shared/crdt";
import * as Y from "yjs";
import { paragraphsOf, type TextParagraph } from "./section-text.ts";

export interface RefusedParagraph {
  readonly text: string;
  /** The accepted text of the same paragraph; null when the paragraph is new, or gone from the section by now. */
  readonly before: string | null;
}

const isBlank = ({ text }: TextParagraph) => text.trim() === "";

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
  const refused = new Y.Doc();
  Y.applyUpdate(refused, own);
  const out = isSameLineage ? beyond(refused, server) : unlike(refused, server);
  refused.destroy();
  return out;
}

function beyond(refused: Y.Doc, server: Y.Doc): readonly RefusedParagraph[] {
  const merged = new Y.Doc();
  Y.applyUpdate(merged, Y.encodeStateAsUpdate(server));
  Y.applyUpdate(merged, Y.encodeStateAsUpdate(refused));
  const accepted = new Map(paragraphsOf(server).map((p) => [p.key, p.text]));
  const changed = paragraphsOf(merged).flatMap((p) => {
    const before = accepted.get(p.key) ?? null;
    return isBlank(p) || p.text === before ? [] : [{ text: p.text, before }];
  });
  // Whoever deleted, joined or moved a paragraph meanwhile took away what was being written in it: no merge shows that.
  const isLost = lostIn(merged, Y.decodeStateVector(Y.encodeStateVector(server)));
  const lost = paragraphsOf(refused).flatMap((p) =>
    isBlank(p) || !isLost(p) ? [] : [{ text: p.text, before: null }],
  );
  merged.destroy();
  return [...changed, ...lost];
}

/** Does a paragraph hold letters that the server never had, and that are not in the merged text either? */
function lostIn(merged: Y.Doc, known: ReadonlyMap<number, number>): (paragraph: TextParagraph) => boolean {
  const shown = new RangeSet(textRanges(contentOf(merged)));
  return ({ element }) =>
    textRanges(element).some(({ client, clock, length }) => {
      const end = clock + length;
      const from = Math.max(clock, known.get(client) ?? 0);
      const fresh = { client, clock: from, length: Math.max(0, end - from) };
      const shownLength = shown.partsOf(fresh).reduce((sum, part) => sum + part.to - part.from, 0);
      return shownLength < fresh.length;
    });
}

function unlike(refused: Y.Doc, server: Y.Doc): readonly RefusedParagraph[] {
  const known = new Set(paragraphsOf(server).map((p) => p.text));
  return paragraphsOf(refused).flatMap((p) =>
    isBlank(p) || known.has(p.text) ? [] : [{ text: p.text, before: null }],
  );
}
