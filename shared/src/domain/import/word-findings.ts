/** What a Word file held beside its text. Plain values, for the preview. */
export interface WordFindings {
  /** Of each author, in the order in which they appear. */
  readonly revisions: readonly RevisionCount[];
  readonly comments: readonly CommentCount[];
  /** Tables whose rows became lines of text. */
  readonly tableCount: number;
  readonly pictureCount: number;
  /** Footnotes and endnotes. */
  readonly noteCount: number;
}

/** Neighbouring revisions of one kind count as one. */
export interface RevisionCount {
  readonly author: string;
  readonly insertions: number;
  readonly deletions: number;
  /** Of looks: letters, paragraphs, tables. */
  readonly looks: number;
}

export interface CommentCount {
  readonly author: string;
  readonly count: number;
}
