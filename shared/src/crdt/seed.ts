import * as Y from "yjs";
import type { Block, ParagraphBlock } from "../domain/report-model.ts";
import { contentOf } from "./doc-layout.ts";
import { blockElement, emptyParagraph, type RecordsOf } from "./make-elements.ts";

export interface SeedParagraph {
  readonly style: ParagraphBlock["style"];
  /** 1-3. */
  readonly level: number;
  readonly text: string;
}

/**
 * First state of a section's text, written by the server once, so that two editors never both make the first paragraph.
 * Laid out as the editor's binding would. Reading it back (`readBlocks`) gives the same blocks.
 * @param clientId taken by nobody else; the gate treats ids without a claim as foreign.
 * @param recordsOf what is suggested about its parts.
 * @returns a Yjs v1 update. No blocks gives one empty paragraph.
 */
export function seedBlocks(blocks: readonly Block[], clientId: number, recordsOf?: RecordsOf): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  doc.transact(() => {
    contentOf(doc).insert(
      0,
      (blocks.length > 0 ? blocks : [emptyParagraph]).map((block) => blockElement(block, recordsOf)),
    );
  });
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}

/** The same for plain paragraphs, as an import gives them. */
export const seedDocument = (paragraphs: readonly SeedParagraph[], clientId: number): Uint8Array =>
  seedBlocks(
    paragraphs.map(({ text, ...rest }) => ({
      ...emptyParagraph,
      ...rest,
      runs: [{ kind: "text", text, bold: false, italic: false, underline: false }],
    })),
    clientId,
  );
