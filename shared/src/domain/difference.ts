import type { SuggesterId, UserId } from "./ids.ts";
import type { Alignment, ParagraphStyle } from "./report-model.ts";

/** What became of something between two texts. Moved things stand at both places. */
export type Change = "same" | "inserted" | "deleted" | "moved-here" | "moved-away";

/** Whose change it is. */
export interface ChangeAuthor {
  /** Null where nobody knows. Of an accepted suggestion: who suggested it (SUG31). */
  readonly by: SuggesterId | null;
  /** Who accepted the suggestion that the change was; null where it was none. */
  readonly acceptedBy: UserId | null;
}

/** A stretch of text; a line break is a piece of its own with the text "\n". */
export interface Piece extends ChangeAuthor {
  readonly change: Change;
  readonly text: string;
  /** Any of "b", "i", "u"; of the newer text where it is in both. */
  readonly marks: string;
  /** Where the text stayed and its marks did not: those that it had. */
  readonly formerMarks: string | null;
}

export interface ParagraphLook {
  readonly style: ParagraphStyle;
  readonly level: number;
  readonly align: Alignment;
}

/**
 * Text up to the end of a paragraph in either text. `end` is what became of that end: an inserted one cuts a paragraph
 * in two (or ends an inserted paragraph), a deleted one joins it to what follows.
 */
export interface ParagraphDifference extends ParagraphLook {
  readonly kind: "paragraph";
  readonly pieces: readonly Piece[];
  readonly end: Change;
  readonly endAuthor: ChangeAuthor;
  /** Where the paragraph stayed and its look did not: the one it had. */
  readonly former: ParagraphLook | null;
}

export interface CellDifference {
  readonly change: Change;
  readonly isHeader: boolean;
  readonly colspan: number;
  readonly rowspan: number;
  readonly blocks: readonly ParagraphDifference[];
}
export interface RowDifference {
  readonly change: Change;
  readonly cells: readonly CellDifference[];
}
export interface TableDifference {
  readonly kind: "table";
  readonly change: Change;
  readonly rows: readonly RowDifference[];
}
export type BlockDifference = ParagraphDifference | TableDifference;

export const isOld = (change: Change): boolean => change !== "inserted" && change !== "moved-here";
export const isNew = (change: Change): boolean => change !== "deleted" && change !== "moved-away";
