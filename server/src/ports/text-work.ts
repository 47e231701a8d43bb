import type { CarriedRange, TracedBlock, Written } from "@dongsoan/shared/crdt";
import type { BlockDifference, UserId } from "@dongsoan/shared/domain";

/**
 * Work on whole texts. Two texts of two megabytes are compared in ten seconds: it is done beside the event loop, where
 * nobody's typing waits for it (VER15).
 */
export interface TextWork {
  /** @param updates Yjs v1, in order; a state may come first. @returns the state that they make, and its text. */
  fold(updates: readonly Uint8Array[]): Promise<FoldedText>;
  compare(question: Comparison): Promise<readonly BlockDifference[]>;
  /** @returns the Yjs v1 update that leads from the state's text to `target`; null when nothing is to be done. */
  restore(restoration: Restoration): Promise<Uint8Array | null>;
  /** @returns the Yjs v1 update that undoes one update and leaves what came later; null when nothing of it is left. */
  takeBack(undoing: Undoing): Promise<Uint8Array | null>;
  /** At once: what was begun is given up, and its asker refused. */
  close(): Promise<void>;
}

export interface FoldedText {
  /** A complete Yjs v1 state, garbage collected. */
  readonly state: Uint8Array;
  readonly text: readonly TracedBlock[];
}

/** Two texts of one section, and what its log tells of who wrote and who took away. */
export interface Comparison {
  readonly older: readonly TracedBlock[];
  readonly newer: readonly TracedBlock[];
  readonly carried: readonly CarriedRange[];
  readonly written: readonly Written[];
  /** The log's rows between the two, in order. */
  readonly between: readonly { readonly payload: Uint8Array; readonly by: UserId }[];
}

export interface Restoration {
  readonly state: Uint8Array;
  readonly target: readonly TracedBlock[];
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
