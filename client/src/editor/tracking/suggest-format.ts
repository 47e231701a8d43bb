import { type Mark, type Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { CannotSuggest, type Suggester } from "./suggester.ts";

const names = (value: unknown): Set<string> =>
  new Set(typeof value === "string" ? value.split(",").filter(Boolean) : []);
const listed = (set: ReadonlySet<string>): string => [...set].toSorted().join(",");

/** Two people's records about one mark of the same letters would undo one another. */
const isOthersFormat = (record: Mark, by: Suggester, name: string): boolean =>
  record.type.name === "fmt" &&
  !by.isOwnMark(record) &&
  (names(record.attrs["add"]).has(name) || names(record.attrs["remove"]).has(name));

/** Puts a mark on, or takes it off, and writes down what was done; undoing it by hand takes the record off too. */
export function suggestFormat(
  tr: Transaction,
  by: Suggester,
  { from, to, mark, isAdded }: { from: number; to: number; mark: Mark; isAdded: boolean },
): void {
  const pieces: { readonly node: Node; readonly from: number; readonly to: number }[] = [];
  tr.doc.nodesBetween(from, to, (node, pos) => {
    if (node.isText) pieces.push({ node, from: Math.max(from, pos), to: Math.min(to, pos + node.nodeSize) });
  });
  for (const piece of pieces) {
    if (mark.isInSet(piece.node.marks) === isAdded) continue;
    if (isAdded) tr.addMark(piece.from, piece.to, mark);
    else tr.removeMark(piece.from, piece.to, mark);
    // An own insertion may look as it likes.
    if (by.ownMark(piece.node, "ins")) continue;
    if (piece.node.marks.some((other) => isOthersFormat(other, by, mark.type.name)))
      throw new CannotSuggest("others-look");
    const former = by.ownMark(piece.node, "fmt");
    const [add, remove] = [names(former?.attrs["add"]), names(former?.attrs["remove"])];
    const [done, undone] = isAdded ? [add, remove] : [remove, add];
    if (!undone.delete(mark.type.name)) done.add(mark.type.name);
    if (former) tr.removeMark(piece.from, piece.to, former);
    if (add.size + remove.size === 0) continue;
    const values = {
      add: listed(add),
      remove: listed(remove),
      ...(former ? { id: String(former.attrs["id"]) } : {}),
    };
    tr.addMark(piece.from, piece.to, by.newMark(tr.doc.type.schema, "fmt", values));
  }
}
