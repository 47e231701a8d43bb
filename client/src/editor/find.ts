import type { Projection } from "@dongsoan/shared/crdt";
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey, TextSelection } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { findFolded } from "./accent-fold.ts";
import { projectedLines } from "./projected-lines.ts";

export interface Match {
  readonly from: number;
  readonly to: number;
}

interface FindState {
  readonly query: string;
  readonly matches: readonly Match[];
  readonly current: number | null;
  readonly decorations: DecorationSet;
}

const empty: FindState = { query: "", matches: [], current: null, decorations: DecorationSet.empty };
const findKey = new PluginKey<FindState>("find");

/** In reading order; none reaches into the next. */
const matchesAs = (doc: Node, query: string, projection: Projection): readonly Match[] =>
  projectedLines(doc, projection).flatMap(({ text, positions }) =>
    findFolded(text, query).flatMap(([start, end]): Match[] => {
      const [from, last] = [positions[start], positions[end - 1]];
      return from === undefined || last === undefined ? [] : [{ from, to: last + 1 }];
    }),
  );

/**
 * Places inside single paragraphs of the text as it will read with every suggestion, and, where that has none, as it
 * reads without them: a struck word is found too. What is struck and what is put in never make one word.
 */
export function matchesIn(doc: Node, query: string): readonly Match[] {
  const final = matchesAs(doc, query, "final");
  let at = 0;
  const others = matchesAs(doc, query, "base").filter(({ from, to }) => {
    while ((final[at]?.to ?? Infinity) <= from) at += 1;
    return (final[at]?.from ?? Infinity) >= to;
  });
  return [...final, ...others].toSorted((a, b) => a.from - b.from);
}

function show(doc: Node, query: string, current: number | null): FindState {
  if (query === "") return empty;
  const matches = matchesIn(doc, query);
  const decorations = matches.map((match, index) =>
    Decoration.inline(match.from, match.to, { class: index === current ? "found found-current" : "found" }),
  );
  return { query, matches, current, decorations: DecorationSet.create(doc, decorations) };
}

export const findHighlight = Extension.create({
  name: "findHighlight",
  addProseMirrorPlugins: () => [
    new Plugin<FindState>({
      key: findKey,
      state: {
        init: () => empty,
        apply(tr, former) {
          const asked = tr.getMeta(findKey) as { query: string; current: number | null } | undefined;
          if (asked) return show(tr.doc, asked.query, asked.current);
          return tr.docChanged && former.query !== "" ? show(tr.doc, former.query, former.current) : former;
        },
      },
      props: { decorations: (state) => findKey.getState(state)?.decorations },
    }),
  ],
});

export function setFind(view: EditorView, query: string, current: number | null): readonly Match[] {
  const former = findKey.getState(view.state);
  if (former?.query !== query || former.current !== current)
    view.dispatch(view.state.tr.setMeta(findKey, { query, current }).setMeta("addToHistory", false));
  return findKey.getState(view.state)?.matches ?? [];
}

export function revealMatch(view: EditorView, match: Match): void {
  const selection = TextSelection.create(view.state.doc, match.from, match.to);
  view.dispatch(view.state.tr.setSelection(selection));
  const { node } = view.domAtPos(match.from);
  (node instanceof Element ? node : node.parentElement)?.scrollIntoView({ block: "center" });
}
