import { maxListLevel, type alignments, type paragraphStyles } from "@dongsoan/shared/schema";
import type { Node } from "@tiptap/pm/model";
import type { Command, EditorState, Transaction } from "@tiptap/pm/state";

export type ParagraphStyle = (typeof paragraphStyles)[number];
export type Alignment = (typeof alignments)[number];

/** Paragraphs that the selection touches. Attributes are changed in place: a change of node type would re-create text. */
function selectedParagraphs(state: EditorState): readonly { readonly node: Node; readonly pos: number }[] {
  const found = new Map<number, Node>();
  for (const range of state.selection.ranges)
    state.doc.nodesBetween(range.$from.pos, range.$to.pos, (node, pos) => {
      if (node.type.name === "paragraph") found.set(pos, node);
    });
  return [...found].map(([pos, node]) => ({ node, pos }));
}

const setAttributes =
  (changes: (node: Node) => Readonly<Record<string, unknown>> | null): Command =>
  (state, dispatch) => {
    const tr = state.tr;
    for (const { node, pos } of selectedParagraphs(state)) {
      const wanted = changes(node);
      if (!wanted) continue;
      for (const [name, value] of Object.entries(wanted))
        if (node.attrs[name] !== value) tr.setNodeAttribute(pos, name, value);
    }
    if (!tr.docChanged) return false;
    dispatch?.(tr.scrollIntoView());
    return true;
  };

export const setParagraphStyle = (style: ParagraphStyle): Command =>
  setAttributes((node) => ({ style, level: style === "body" ? 1 : node.attrs["level"] }));

/** Pressing the button of the style that is already there goes back to plain text. */
export const toggleParagraphStyle =
  (style: ParagraphStyle): Command =>
  (state, dispatch) => {
    const paragraphs = selectedParagraphs(state);
    const isAll = paragraphs.length > 0 && paragraphs.every(({ node }) => node.attrs["style"] === style);
    return setParagraphStyle(isAll ? "body" : style)(state, dispatch);
  };

export const setAlignment = (align: Alignment): Command => setAttributes(() => ({ align }));

/** Deeper (+1) or shallower (-1) list level; a first level going shallower becomes plain text. */
export const changeLevel = (by: 1 | -1): Command =>
  setAttributes((node) => {
    if (node.attrs["style"] === "body") return null;
    const level = Number(node.attrs["level"]) + by;
    if (level < 1) return { style: "body", level: 1 };
    return { level: Math.min(maxListLevel, level) };
  });

const inList = (state: EditorState) => {
  const { $from, empty } = state.selection;
  return empty && $from.parent.type.name === "paragraph" && $from.parent.attrs["style"] !== "body"
    ? $from
    : null;
};

export const isInList = (state: EditorState): boolean =>
  selectedParagraphs(state).some(({ node }) => node.attrs["style"] !== "body");

/** Enter in an empty list paragraph ends the list, one level at a time. */
export const leaveEmptyListItem: Command = (state, dispatch) => {
  const $from = inList(state);
  return $from !== null && $from.parent.content.size === 0 ? changeLevel(-1)(state, dispatch) : false;
};

/** Backspace at the start of a list paragraph takes its mark off before it joins anything. */
export const removeMarkAtStart: Command = (state, dispatch) => {
  const $from = inList(state);
  return $from !== null && $from.parentOffset === 0 ? changeLevel(-1)(state, dispatch) : false;
};

const typedMarks: readonly (readonly [RegExp, ParagraphStyle])[] = [
  [/^-$/, "dash"],
  [/^a\)$/, "letter"],
  [/^1\.$/, "number"],
];

/** "- ", "a) " or "1. " typed at the start of a plain paragraph becomes its mark. */
export function markFromTyping(state: EditorState, from: number, text: string): Transaction | null {
  if (text !== " ") return null;
  const $from = state.doc.resolve(from);
  const { parent } = $from;
  if (parent.type.name !== "paragraph" || parent.attrs["style"] !== "body") return null;
  const before = parent.textBetween(0, $from.parentOffset, "\n", "\ufffc");
  const style = typedMarks.find(([pattern]) => pattern.test(before))?.[1];
  if (!style) return null;
  const start = $from.start();
  return state.tr.setNodeAttribute($from.before(), "style", style).delete(start, from);
}
