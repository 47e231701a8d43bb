import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, type Selection } from "@tiptap/pm/state";
import { CellSelection } from "@tiptap/pm/tables";
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from "@tiptap/y-tiptap";
import * as Y from "yjs";
import type { Mapped } from "./quick-letters.ts";

/** The cells that a selection begins and ends at, as the shared text knows them. */
export interface KeptCells {
  readonly anchor: Y.RelativePosition;
  readonly head: Y.RelativePosition;
}

/** @returns null where no cells are selected. */
export function keepCells(selection: Selection, { type, mapping }: Mapped): KeptCells | null {
  if (!(selection instanceof CellSelection)) return null;
  const keep = (pos: number) =>
    absolutePositionToRelativePosition(pos, type, mapping as never) as Y.RelativePosition;
  return { anchor: keep(selection.$anchorCell.pos), head: keep(selection.$headCell.pos) };
}

/** @returns null where one of the two is gone: what stands in its place was not selected. */
export function cellsNow(
  { anchor, head }: KeptCells,
  doc: Node,
  { type, mapping }: Mapped,
): CellSelection | null {
  const find = (kept: Y.RelativePosition): number | null => {
    if (!type.doc || !kept.item || Y.getItem(type.doc.store, kept.item).deleted) return null;
    return relativePositionToAbsolutePosition(type.doc, type, kept, mapping as never);
  };
  const [from, to] = [find(anchor), find(head)];
  return from === null || to === null ? null : CellSelection.create(doc, from, to);
}

/**
 * The binding (y-tiptap 3.0.9) puts a selection back by its letters at every change of others, and of selected cells made
 * a caret in one of them.
 */
export const steadyCells: Extension = Extension.create({
  name: "steadyCells",
  addProseMirrorPlugins: () => {
    let binding: (Mapped & { readonly doc: Y.Doc }) | null = null;
    let kept: KeptCells | null = null;
    return [
      new Plugin({
        view: (view) => {
          binding =
            (ySyncPluginKey.getState(view.state) as { binding: typeof binding } | undefined)?.binding ?? null;
          const doc = binding?.doc;
          const keep = ({ local }: Y.Transaction) => {
            kept = local || !binding ? null : keepCells(view.state.selection, binding);
          };
          doc?.on("beforeTransaction", keep);
          return { destroy: () => doc?.off("beforeTransaction", keep) };
        },
        appendTransaction(transactions, _before, { doc, tr }) {
          const isOthers = transactions.some((made) => made.getMeta(ySyncPluginKey)?.isChangeOrigin);
          const cells = kept && binding && isOthers ? cellsNow(kept, doc, binding) : null;
          return cells && tr.setSelection(cells);
        },
      }),
    ];
  },
});
