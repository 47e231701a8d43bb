import * as Y from "yjs";

/** The only root type of a section's document. The gate refuses updates that create another. */
export const contentRoot = "content";

/**
 * Applies stored or received updates as they are. By itself Yjs tidies up formats after foreign changes, as edits of its
 * own: a document that nobody writes in would then no longer be what was stored and what everybody else has.
 */
export function applyUntouched(doc: Y.Doc, updates: Iterable<Uint8Array>): void {
  doc.transact((transaction) => {
    for (const update of updates) Y.applyUpdate(doc, update);
    // What Yjs looks at before it tidies up.
    transaction.local = true;
  });
}

export const contentOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(contentRoot);

/**
 * Changes a document for good, and destroys it.
 * @param clientId used by nobody in this section.
 * @returns a Yjs v1 update; null when nothing was changed.
 */
export function editOf(doc: Y.Doc, clientId: number, change: () => void): Uint8Array | null {
  doc.clientID = clientId;
  // Yjs may tidy up formats behind an edit, as an edit of its own.
  const updates: Uint8Array[] = [];
  doc.on("update", (bytes: Uint8Array) => updates.push(bytes));
  change();
  doc.destroy();
  return updates.length === 0 ? null : Y.mergeUpdates(updates);
}

/** A document of stored bytes, to be read; the caller destroys it. */
export function openStored(state: Uint8Array | null, updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  applyUntouched(doc, state ? [state, ...updates] : updates);
  return doc;
}
