import { decodeAttrRecord, decodeRecord, recordAttributes, recordMarks } from "@dongsoan/shared/schema";
import type { Node } from "@tiptap/pm/model";
import { type Selection, TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { focusText } from "../focus-text.ts";

/** Where one record of a suggestion lies: letters, or a whole paragraph, table, row or cell. */
export interface RecordPlace {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly isBlock: boolean;
}

/** All records of a text in reading order. */
export function recordPlaces(doc: Node): readonly RecordPlace[] {
  const places: RecordPlace[] = [];
  doc.descendants((node, pos) => {
    const to = pos + node.nodeSize;
    for (const { type, attrs } of node.marks)
      if ((recordMarks as readonly string[]).includes(type.name))
        places.push({ id: String(attrs["id"]), from: pos, to, isBlock: false });
    for (const name of recordAttributes) {
      const record = name === "tcAttr" ? decodeAttrRecord(node.attrs[name]) : decodeRecord(node.attrs[name]);
      if (record) places.push({ id: record.id, from: pos, to, isBlock: node.isBlock });
    }
  });
  return places;
}

/**
 * Suggestions that a selection touches: at a caret the innermost one, in a range those of its letters and those of the
 * blocks whose start lies in it.
 */
export function suggestionsAt(doc: Node, { from, to, empty }: Selection): ReadonlySet<string> {
  const places = recordPlaces(doc);
  if (!empty)
    return new Set(
      places.filter((p) => p.from < to && (p.isBlock ? p.from >= from : p.to > from)).map(({ id }) => id),
    );
  const [inner] = places
    .filter((p) => p.from <= from && from <= p.to)
    .toSorted(
      (a, b) =>
        Number(a.isBlock) - Number(b.isBlock) ||
        // Of two that meet at the caret, the one that begins there.
        Number(a.to === from) - Number(b.to === from) ||
        a.to - a.from - (b.to - b.from),
    );
  return new Set(inner ? [inner.id] : []);
}

/** What to select of a change, so that it is seen and decided: its first letters as far as they go on, or a caret in its block. */
export function placeOfChange(doc: Node, ids: readonly string[]): TextSelection | null {
  const places = recordPlaces(doc).filter(({ id }) => ids.includes(id));
  const [first, ...others] = places.filter(({ isBlock }) => !isBlock);
  const [block] = places;
  if (!block) return null;
  if (!first || (block.isBlock && block.to <= first.from)) {
    const near = TextSelection.near(doc.resolve(block.from + 1), 1);
    return TextSelection.create(doc, near.from);
  }
  let { to } = first;
  for (const place of others) if (place.from <= to) to = Math.max(to, place.to);
  return TextSelection.create(doc, first.from, to);
}

/** Goes into the text to a change. @returns whether it stands in this text. */
export function revealChange(view: EditorView, ids: readonly string[]): boolean {
  const at = placeOfChange(view.state.doc, ids);
  if (!at) return false;
  focusText(view);
  view.dispatch(view.state.tr.setSelection(at).scrollIntoView());
  return true;
}
