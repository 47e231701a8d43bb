import { contentOf } from "@dongsoan/shared/crdt";
import { Extension } from "@tiptap/core";
import { Plugin, PluginKey, type EditorState } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import type * as Y from "yjs";
import { walkLetters } from "./letters.ts";

/** Colours are put on again this long after the last change: typing itself never waits for them. */
const redrawAfterMs = 400;

/** How a piece of text is shown: whose look, and the words for who and when. */
export interface AuthorMark {
  /** Classes beside `author`. */
  readonly look: string;
  readonly title: string;
}

/** Asked for units with neighbouring ids; null = not known (yet). The parts are in order and cover the whole length. */
export type AuthorLookup = (
  client: number,
  clock: number,
  length: number,
) => readonly { readonly length: number; readonly mark: AuthorMark | null }[];

interface AuthorState {
  readonly lookup: AuthorLookup | null;
  readonly decorations: DecorationSet;
}

const authorKey = new PluginKey<AuthorState>("authors");
const off: AuthorState = { lookup: null, decorations: DecorationSet.empty };

/** @returns one decoration for each piece of one author. */
function draw(state: EditorState, root: Y.XmlFragment, lookup: AuthorLookup): DecorationSet {
  const decorations: Decoration[] = [];
  const size = state.doc.content.size;
  walkLetters(state, root, ({ client, clock, length }, start) => {
    let pos = start;
    for (const part of lookup(client, clock, length)) {
      const to = Math.min(pos + part.length, size);
      if (part.mark && to > pos)
        decorations.push(
          Decoration.inline(
            pos,
            to,
            { class: `author ${part.mark.look}`, title: part.mark.title },
            { title: part.mark.title },
          ),
        );
      pos += part.length;
    }
  });
  return DecorationSet.create(state.doc, decorations);
}

class AuthorView {
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #view: EditorView;

  constructor(view: EditorView) {
    this.#view = view;
  }

  update(view: EditorView, former: EditorState): void {
    const lookup = authorKey.getState(view.state)?.lookup;
    if (!lookup || view.state.doc.eq(former.doc)) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => showAuthors(this.#view, lookup), redrawAfterMs);
  }

  destroy(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }
}

/** Who wrote what, by colour and line, when it is asked for. */
export const authorMarks = (doc: Y.Doc): Extension =>
  Extension.create({
    name: "authorMarks",
    addProseMirrorPlugins: () => [
      new Plugin<AuthorState>({
        key: authorKey,
        state: {
          init: () => off,
          apply(tr, former, _before, state) {
            const asked = tr.getMeta(authorKey) as { readonly lookup: AuthorLookup | null } | undefined;
            if (asked)
              return asked.lookup
                ? { lookup: asked.lookup, decorations: draw(state, contentOf(doc), asked.lookup) }
                : off;
            if (!tr.docChanged || !former.lookup) return former;
            return { lookup: former.lookup, decorations: former.decorations.map(tr.mapping, tr.doc) };
          },
        },
        props: { decorations: (state) => authorKey.getState(state)?.decorations },
        view: (view) => new AuthorView(view),
      }),
    ],
  });

/** Shows authors by this lookup, or takes them away. Not while a word is being composed: its text node must stay. */
export function showAuthors(view: EditorView, lookup: AuthorLookup | null): void {
  if (view.isDestroyed || (view.composing && lookup)) return;
  view.dispatch(view.state.tr.setMeta(authorKey, { lookup }).setMeta("addToHistory", false));
}

/** @returns the words for whoever wrote what stands before the caret; null where nothing is shown. */
export function authorAtCaret(state: EditorState): string | null {
  const { head } = state.selection;
  const [found] = authorKey.getState(state)?.decorations.find(Math.max(0, head - 1), head) ?? [];
  return (found?.spec as { readonly title: string } | undefined)?.title ?? null;
}
