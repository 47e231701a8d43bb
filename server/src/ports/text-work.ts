import type {
  AnchorPlace,
  AuthoredRange,
  ComparedTexts,
  Comparison,
  ReadText,
  TextRange,
  WordSuggestion,
  Written,
  WrittenRow,
} from "@dongsoan/shared/crdt";
import type { Anchor, Block } from "@dongsoan/shared/domain";
import type { VersionContent } from "./version-store.ts";

/**
 * Work on whole texts. Two texts of two megabytes are compared in ten seconds: it is done beside the event loop, where
 * nobody's typing waits for it (VER15).
 */
export interface TextWork {
  /** @param updates Yjs v1, in order; a state may come first. @returns the state that they make, and its text. */
  fold(updates: readonly Uint8Array[]): Promise<VersionContent>;
  /** VER6: the hash of a version's text. */
  hashText(textJson: string): Promise<string>;
  compare(question: Comparison): Promise<ComparedTexts>;
  /** @returns the Yjs v1 update that leads from the one text that stands to the other; null when nothing is to be done. */
  restore(restoration: Restoration): Promise<Uint8Array | null>;
  /** @returns the Yjs v1 update that undoes one update and leaves what came later; null when nothing of it is left. */
  takeBack(undoing: Undoing): Promise<Uint8Array | null>;
  /** COM5, COM6: where threads stand, in reading order. */
  locate(question: PlacesQuestion): Promise<readonly AnchorPlace[]>;
  /** COM3: what letters are now, and their first ids; null when one of them does not stand there. */
  quote(question: QuoteQuestion): Promise<Anchor | null>;
  /** LINE7: who wrote the text, by client and clock. */
  authors(question: AuthorsQuestion): Promise<readonly AuthoredRange[]>;
  /** LINE7: who stored which ids, of rows of a log that follow one another; for `WrittenIndex.extend`. */
  written(rows: readonly WrittenRow[]): Promise<readonly Written[]>;
  measure(updates: readonly Uint8Array[]): Promise<TextFigures>;
  /** What is sealed. */
  read(updates: readonly Uint8Array[]): Promise<SealableText>;
  /** @returns the first states of a report's texts, in order, their revisions as suggestions (SUG31). */
  seed(seedings: readonly Seeding[]): Promise<readonly SeededText[]>;
  /** At once: what was begun is given up, and its asker refused. */
  close(): Promise<void>;
}

/** A stored text: Yjs v1, in order; a state may come first. */
interface TextQuestion {
  readonly updates: readonly Uint8Array[];
  /** As the document store gives it. */
  readonly carried: readonly Uint8Array[];
}

export interface PlacesQuestion extends TextQuestion {
  readonly threads: readonly { readonly id: string; readonly anchor: Anchor }[];
}

export interface QuoteQuestion extends TextQuestion {
  readonly ranges: readonly TextRange[];
  /** UTF-16 units that are kept before and after. */
  readonly surrounding: number;
}

export interface AuthorsQuestion extends TextQuestion {
  readonly written: readonly Written[];
  /** ClientIDs that somebody has written under. */
  readonly claimed: readonly number[];
}

export type TextFigures = Omit<ReadText, "blocks">;

export interface SealableText extends TextFigures {
  /** The text's blocks as canonical JSON (RFC 8785): a string comes from a thread in no time, a tree of values does not. */
  readonly blocksJson: string;
}

export interface Seeding {
  readonly blocks: readonly Block[];
  /** Used by nobody in this section. */
  readonly clientId: number;
}

export interface SeededText {
  /** Yjs v1. */
  readonly update: Uint8Array;
  readonly suggestions: readonly WordSuggestion[];
}

export interface Restoration {
  readonly state: Uint8Array;
  /** The state whose text that stands is wanted. */
  readonly target: Uint8Array;
  /** Used by nobody in this section. */
  readonly clientId: number;
}

/** One update of a section's log, and what came before and after it, in order. A state may come first. */
export interface Undoing {
  readonly before: readonly Uint8Array[];
  readonly update: Uint8Array;
  readonly after: readonly Uint8Array[];
  /** Used by nobody in this section. */
  readonly clientId: number;
}
