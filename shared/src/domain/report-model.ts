import type { ReportHeader } from "./report.ts";

/**
 * The whole report as plain values, made from stored rows and section text: what is sealed, hashed and rendered.
 * Text is NFC and final text only (never mixed with suggestions).
 */
export interface ReportModel {
  readonly header: ReportHeader;
  readonly sections: readonly SectionModel[];
  /** In a text with its suggestions only: answers come after what they answer. */
  readonly comments?: readonly CommentModel[];
}

export interface SectionModel {
  readonly id: string;
  /** 1-based depth in the outline. */
  readonly depth: number;
  /** Computed label with its mark, e.g. "I.", "1.", "3.1.", "a)". */
  readonly label: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly children: readonly SectionModel[];
  /** Numbers of the comments on the section as a whole. */
  readonly commentIds?: readonly number[];
}

export interface CommentModel {
  /** Unique in the report; 0 or more. */
  readonly id: number;
  /** What it answers. */
  readonly parentId: number | null;
  readonly author: string;
  readonly initials: string;
  readonly at: number;
  readonly text: string;
}

export type Block = ParagraphBlock | TableBlock;

export type ParagraphStyle = "body" | "dash" | "letter" | "number";
export type Alignment = "justify" | "left" | "center" | "right";

export interface ParagraphBlock {
  readonly kind: "paragraph";
  readonly style: ParagraphStyle;
  /** 1-3: nesting of dash and lettered lists. */
  readonly level: number;
  readonly align: Alignment;
  readonly runs: readonly Run[];
  /** In a text with its suggestions only: what is suggested about the end of this paragraph. */
  readonly endRevision?: Revision;
  /** In a text with its suggestions only: how it looked before a suggestion. */
  readonly formerLook?: FormerLook;
  /** In a text with its suggestions only: its mark stands in its runs, since suggestions may change it. */
  readonly isLabelInRuns?: true;
}

export interface TableBlock {
  readonly kind: "table";
  readonly rows: readonly TableRow[];
  /** In a text with its suggestions only, like those of rows and cells. */
  readonly revision?: Revision;
}
export interface TableRow {
  readonly revision?: Revision;
  readonly cells: readonly TableCell[];
}
export interface TableCell {
  readonly revision?: Revision;
  readonly isHeader: boolean;
  readonly colspan: number;
  readonly rowspan: number;
  /** Column widths in px as dragged in the editor; null where never set. */
  readonly colwidth: readonly number[] | null;
  readonly blocks: readonly ParagraphBlock[];
}

/** A stretch of text with the same marks, or a line break. */
export type Run =
  | {
      readonly kind: "text";
      readonly text: string;
      readonly bold: boolean;
      readonly italic: boolean;
      readonly underline: boolean;
      readonly revision?: Revision;
      /** How it looked before a suggestion, in a text with its suggestions. */
      readonly former?: FormerMarks;
    }
  | { readonly kind: "break"; readonly revision?: Revision }
  /** Where the text that a comment is about begins or ends, in a text with its suggestions. */
  | { readonly kind: "comment"; readonly edge: "start" | "end"; readonly id: number };

/** Who suggested something, and when. `id` is unique in one reading of a report. */
export interface RevisionAuthor {
  readonly id: number;
  readonly author: string;
  readonly at: number;
}
export interface Revision extends RevisionAuthor {
  readonly kind: "insertion" | "deletion";
}
export interface FormerLook extends RevisionAuthor {
  readonly style: ParagraphStyle;
  readonly level: number;
  readonly align: Alignment;
}
export interface FormerMarks extends RevisionAuthor {
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
}
