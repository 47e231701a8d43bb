import * as Y from "yjs";
import { applyUntouched, contentOf, editOf } from "../doc-layout.ts";
import { keepingLaterLetters } from "./later-letters.ts";

/**
 * The edit that takes one stored update back and leaves everything after it as it is (SUG18): what it put in goes, what it
 * took out is there again, behind its former neighbour, and what was typed since looks as it did.
 * @param before the state that the update was made on, and the updates that lead to it.
 * @param after the updates that came after it, in order.
 * @param clientId used by nobody in this section.
 * @returns a Yjs v1 update; null when nothing of it is left to take back.
 */
export function takeBack(
  before: Iterable<Uint8Array>,
  update: Uint8Array,
  after: Iterable<Uint8Array>,
  clientId: number,
): Uint8Array | null {
  // What the update deletes must still be there to be read.
  const doc = new Y.Doc({ gc: false });
  applyUntouched(doc, before);
  const origin = Symbol("the update");
  const undo = new Y.UndoManager(contentOf(doc), { trackedOrigins: new Set([origin]), captureTimeout: 0 });
  doc.transact((transaction) => {
    Y.applyUpdate(doc, update);
    transaction.local = true;
  }, origin);
  const known = Y.decodeStateVector(Y.encodeStateVector(doc));
  applyUntouched(doc, after);
  // What is put in again now is no later text.
  known.set(clientId, Infinity);
  return editOf(doc, clientId, () => {
    keepingLaterLetters(contentOf(doc), known, () => undo.undo());
    undo.destroy();
  });
}
