import type { ParagraphStyle } from "../report-model.ts";
import type { ReportHeader } from "../report.ts";
import type { MarkedText } from "./marked-text.ts";

/** What an imported text is read into, before anything is created. Plain values: the preview edits them with `edit-outline-draft`. */
export interface OutlineDraft {
  readonly header: ReportHeader;
  readonly nodes: readonly DraftNode[];
  readonly issues: readonly DraftIssue[];
  /** How many were found, where `issues` holds only the first of them. */
  readonly issueCount?: number;
}

export interface DraftNode {
  /** Unique within the draft; stays with the node through edits. */
  readonly key: string;
  /** The label as it stood in the text, with its mark; empty when made in the preview. */
  readonly typedLabel: string;
  readonly title: string;
  readonly blocks: readonly DraftBlock[];
  readonly children: readonly DraftNode[];
}

export type DraftBlock = DraftParagraph | DraftTable;

export interface DraftParagraph extends MarkedText {
  readonly style: ParagraphStyle;
  /** 1-3. */
  readonly level: number;
  /** In a cell; absent where its letters stand as usual. */
  readonly align?: "center" | "right" | undefined;
}

/** Of a Word file. Its cells fill each place of a grid once. */
export interface DraftTable {
  readonly rows: readonly DraftRow[];
  /** Of its columns, in px of a text as wide as the paper's; absent where they are alike. */
  readonly widths?: readonly number[] | undefined;
}
/** Of a row or cell, which is there or not as a whole. Letters in it have revisions of their own that say the same. */
export interface PartRevision {
  readonly kind: "insertion" | "deletion";
  readonly author: string;
}
export interface DraftRow {
  readonly revision?: PartRevision | undefined;
  readonly cells: readonly DraftCell[];
}
export interface DraftCell {
  readonly revision?: PartRevision | undefined;
  readonly isHeader: boolean;
  readonly colspan: number;
  readonly rowspan: number;
  /** None in an empty cell. */
  readonly blocks: readonly DraftParagraph[];
}

export type DraftIssue =
  /** `label` follows `after` although a number lies between (or it repeats one). */
  | { readonly code: "number-gap"; readonly label: string; readonly after: string }
  | { readonly code: "number-repeat"; readonly label: string; readonly after: string }
  /** Two pieces of a paragraph that a page break had cut were joined; `at` is where the second began. */
  | { readonly code: "paragraph-joined"; readonly at: string }
  | { readonly code: "markup-removed"; readonly text: string }
  /** A Word file has too many revisions in a section, or in all ("" as title): they count as accepted. */
  | { readonly code: "revisions-accepted"; readonly title: string }
  | { readonly code: "no-heading" };
