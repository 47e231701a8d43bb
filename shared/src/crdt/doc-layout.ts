import type * as Y from "yjs";

/** The only root type of a section's document. The gate refuses updates that create another. */
export const contentRoot = "content";

export const contentOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(contentRoot);
