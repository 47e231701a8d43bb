import * as Y from "yjs";
import {
  addedItems,
  applyUntouched,
  type BlockView,
  contentOf,
  isSameText,
  TextWithout,
} from "@dongsoan/shared/crdt";

type DeleteSet = Y.Transaction["deleteSet"];

export type Direction = "undo" | "redo";

export const stackOf = (manager: Y.UndoManager, direction: Direction): Y.UndoManager["undoStack"] =>
  direction === "undo" ? manager.undoStack : manager.redoStack;

/** What the next step would do to the text without a person's suggestions, and how many steps Yjs goes through for it. */
export interface Trial {
  /** Withdrawn: own letters that were accepted go, and nothing else: the server strikes them instead (SUG27). */
  readonly outcome: "same" | "withdrawn" | "changed";
  /** A step that finds nothing to do is passed over. */
  readonly stepCount: number;
}

/**
 * SUG28: the next step, done on a copy: what Yjs takes back is items, and where somebody has written on since, the same
 * items hold their words too.
 */
export function tryStep(manager: Y.UndoManager, direction: Direction, person: string): Trial {
  const copy = copyOf(manager.doc);
  carryRedone(manager.doc, copy);
  const content = contentOf(copy);
  const text = new TextWithout(content, person);
  const before = text.blocks();
  const trial = new Y.UndoManager(content, { deleteFilter: manager.deleteFilter });
  trial.undoStack = [...manager.undoStack];
  trial.redoStack = [...manager.redoStack];
  /** What goes, where that is all that is done. */
  let taken: DeleteSet | null = null;
  copy.once("afterTransaction", (transaction: Y.Transaction) => {
    text.forget(transaction.changedParentTypes.keys());
    if (takesOwnLetters(transaction)) taken = transaction.deleteSet;
  });
  trial[direction]();
  const after = text.blocks();
  const stepCount = stackOf(manager, direction).length - stackOf(trial, direction).length;
  trial.destroy();
  copy.destroy();
  if (isSameText(before, after)) return { outcome: "same", stepCount };
  const isWithdrawn = taken !== null && isSameText(blocksWithout(taken, manager.doc, person), after);
  return { outcome: isWithdrawn ? "withdrawn" : "changed", stepCount };
}

/** The text as it would be if these letters went, and what lies on letters stayed as it is. */
function blocksWithout(taken: DeleteSet, doc: Y.Doc, person: string): readonly BlockView[] {
  const copy = copyOf(doc);
  copy.transact((transaction) => {
    Y.iterateDeletedStructs(transaction, taken, (struct) => {
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentString) struct.delete(transaction);
    });
  });
  const blocks = new TextWithout(contentOf(copy), person).blocks();
  copy.destroy();
  return blocks;
}

/** The document in full: kept letters that are deleted are in its state too, and nothing is collected here. */
function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc({ gc: false });
  applyUntouched(copy, [Y.encodeStateAsUpdate(doc)]);
  // What is brought back is put among its neighbours by this id.
  copy.clientID = doc.clientID;
  return copy;
}

/** Which item continues one that undo brought back is no part of a state, and undo takes other items without it. */
function carryRedone(from: Y.Doc, to: Y.Doc): void {
  const redone = Y.createDeleteSet();
  for (const [client, structs] of from.store.clients) {
    const ranges = structs.flatMap((struct) =>
      redoneOf(struct) ? [{ clock: struct.id.clock, len: struct.length }] : [],
    );
    if (ranges.length > 0) redone.clients.set(client, ranges);
  }
  to.transact((transaction) => {
    // Cuts the copy's items where the document's begin and end.
    Y.iterateDeletedStructs(transaction, redone, (piece) => {
      const { clock } = piece.id;
      const struct = Y.getItem(from.store, piece.id);
      const next = redoneOf(struct);
      if (next && piece instanceof Y.Item)
        piece.redone = Y.createID(next.client, next.clock + clock - struct.id.clock);
    });
  });
}

const redoneOf = (struct: Y.AbstractStruct): Y.ID | null => (struct instanceof Y.Item ? struct.redone : null);

/**
 * Does a change take out letters of this page, with what lies on them, and do nothing else? With a paragraph goes what was
 * moved into it, even where only its attributes go, and it stays for what others wrote in it.
 */
function takesOwnLetters(transaction: Y.Transaction): boolean {
  let isSo = addedItems(transaction).next().done === true;
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (!(struct instanceof Y.Item) || struct.content instanceof Y.ContentFormat) return;
    isSo &&= struct.content instanceof Y.ContentString && struct.id.client === transaction.doc.clientID;
  });
  return isSo;
}
