import { contentOf, RangeSet, type TextRange } from "@dongsoan/shared/crdt";
import { Extension } from "@tiptap/core";
import { type EditorState, Plugin, PluginKey, TextSelection } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import type * as Y from "yjs";
import { walkLetters } from "./letters.ts";

/** Where a comment stands: letters of the shared document. */
export interface CommentPlace {
  readonly threadId: string;
  readonly ranges: readonly TextRange[];
  /** The one that is being read or written. */
  readonly isActive: boolean;
}

interface CommentState {
  readonly places: readonly CommentPlace[];
  readonly decorations: DecorationSet;
}

const commentKey = new PluginKey<CommentState>("comments");
const nothing: CommentState = { places: [], decorations: DecorationSet.empty };

function draw(state: EditorState, root: Y.XmlFragment, places: readonly CommentPlace[]): CommentState {
  if (places.length === 0) return nothing;
  const decorations: Decoration[] = [];
  const size = state.doc.content.size;
  const sets = places.map((place) => ({ place, set: new RangeSet(place.ranges) }));
  walkLetters(state, root, (letters, pos) => {
    for (const { place, set } of sets)
      for (const { from, to } of set.partsOf(letters)) {
        const start = pos + from - letters.clock;
        const end = Math.min(pos + to - letters.clock, size);
        if (start < end)
          decorations.push(
            Decoration.inline(
              start,
              end,
              {
                class: place.isActive ? "commented is-active" : "commented",
                "data-comment": place.threadId,
              },
              { threadId: place.threadId },
            ),
          );
      }
  });
  return { places, decorations: DecorationSet.create(state.doc, decorations) };
}

/** Underlines what comments are about. COM11: moves along with the text until the server has told the places anew. */
export const commentMarks = (doc: Y.Doc, onPick: (threadId: string) => void): Extension =>
  Extension.create({
    name: "commentMarks",
    addProseMirrorPlugins: () => [
      new Plugin<CommentState>({
        key: commentKey,
        state: {
          init: () => nothing,
          apply(tr, former, _before, state) {
            const asked = tr.getMeta(commentKey) as readonly CommentPlace[] | undefined;
            if (asked) return draw(state, contentOf(doc), asked);
            if (!tr.docChanged || former.places.length === 0) return former;
            // The binding replaces more than what others changed: nothing would be left to move along.
            if (tr.getMeta(ySyncPluginKey)) return draw(state, contentOf(doc), former.places);
            return { places: former.places, decorations: former.decorations.map(tr.mapping, tr.doc) };
          },
        },
        props: {
          decorations: (state) => commentKey.getState(state)?.decorations,
          handleClick(_view, _pos, event) {
            const { target } = event;
            const marked = target instanceof Element ? target.closest<HTMLElement>("[data-comment]") : null;
            const threadId = marked?.dataset["comment"];
            if (threadId !== undefined) onPick(threadId);
            return false;
          },
        },
      }),
    ],
  });

/** Not while a word is being composed: its text node must stay. @returns whether it was done. */
export function showComments(view: EditorView, places: readonly CommentPlace[]): boolean {
  if (view.isDestroyed || view.composing) return false;
  view.dispatch(view.state.tr.setMeta(commentKey, places).setMeta("addToHistory", false));
  return true;
}

/** Selects what a comment is about and brings it to sight. @returns whether it stands in this text. */
export function revealComment(view: EditorView, threadId: string): boolean {
  const found =
    commentKey
      .getState(view.state)
      ?.decorations.find(undefined, undefined, (spec) => spec["threadId"] === threadId) ?? [];
  const [first] = found.toSorted((a, b) => a.from - b.from);
  if (!first) return false;
  const { doc } = view.state;
  const last = found.reduce((end, { from, to }) => (from <= end ? Math.max(end, to) : end), first.to);
  view.dispatch(view.state.tr.setSelection(TextSelection.create(doc, first.from, last)));
  const { node } = view.domAtPos(first.from);
  (node instanceof Element ? node : node.parentElement)?.scrollIntoView({ block: "center" });
  return true;
}
