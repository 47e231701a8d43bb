import type { Block } from "../domain/report-model.ts";
import { contentOf, openStored } from "./doc-layout.ts";
import { countWords, readBlocks } from "./read-blocks.ts";
import { listChanges } from "./suggestions/list-changes.ts";

/** What a text says, and what a seal asks of it. */
export interface ReadText {
  readonly blocks: readonly Block[];
  readonly wordCount: number;
  /** SUG19: is anything suggested that nobody has decided? */
  readonly hasOpenSuggestions: boolean;
}

/** @param updates Yjs v1, in order; a state may come first. */
export function readText(updates: readonly Uint8Array[]): ReadText {
  const doc = openStored(null, updates);
  const content = contentOf(doc);
  const blocks = readBlocks(content);
  // Whether there are any: nobody compares them by what they say.
  const changes = listChanges(content, () => "");
  doc.destroy();
  return { blocks, wordCount: countWords(blocks), hasOpenSuggestions: changes.length > 0 };
}
