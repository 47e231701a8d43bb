import type { CommentId, EpochMs, SectionId, ThreadId, UnitId, UserId } from "./ids.ts";

/** Comments beside the text. Rules COM1-COM13 in docs/spec/comments.md. */

/** UTF-16 units of one comment. */
export const maxCommentLength = 4_000;
export const maxThreadsInSection = 500;
/** Comments of one thread beside its first. */
export const maxAnswers = 200;
/** People and units that one comment may mention: a mention of a unit reaches everybody in it. */
export const maxMentions = 20;
/** Longest quoted text, UTF-16 units; who means more comments on the section. */
export const maxQuoteLength = 10_000;
/** Pieces of text with neighbouring ids that a quote may consist of. */
export const maxAnchorRanges = 2_000;
/** What is kept of the text before and after a quote. */
export const surroundingLength = 40;
/** Comments that one person may write in a minute: more is a program gone wild, and everybody would be told each time. */
export const maxCommentsAMinute = 60;

/** Letters with neighbouring ids, by the id under which they were first written. */
export interface AnchorRange {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** What a thread is about: letters for ever, and words in case the letters are gone. */
export interface Anchor {
  readonly ranges: readonly AnchorRange[];
  readonly quote: string;
  readonly prefix: string;
  readonly suffix: string;
}

export type Mention =
  { readonly kind: "person"; readonly id: UserId } | { readonly kind: "unit"; readonly id: UnitId };

export interface ThreadComment {
  readonly id: CommentId;
  readonly threadId: ThreadId;
  readonly by: UserId;
  readonly at: EpochMs;
  /** Empty once it was deleted. */
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly editedAt: EpochMs | null;
  readonly deletedAt: EpochMs | null;
}

export interface CommentThread {
  readonly id: ThreadId;
  readonly sectionId: SectionId;
  /** The suggestion that it is about, if it is about one. */
  readonly suggestionId: string | null;
  /** Null: about the whole section. */
  readonly anchor: Anchor | null;
  readonly by: UserId;
  readonly at: EpochMs;
  readonly resolved: { readonly at: EpochMs; readonly by: UserId } | null;
  /** Oldest first; at least one. */
  readonly comments: readonly ThreadComment[];
}

/** A thread of which nothing is left to read is not shown. */
export const isShown = (thread: CommentThread): boolean =>
  thread.comments.some((comment) => comment.deletedAt === null);

/** @returns each mention once, in order. */
export function distinctMentions(mentions: readonly Mention[]): readonly Mention[] {
  const seen = new Set<string>();
  return mentions.filter(({ kind, id }) => {
    const key = `${kind} ${id}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
}
