import type { ReportHeader } from "./report.ts";

/**
 * The whole report as plain values, made from stored rows and section text: what is sealed, hashed and rendered.
 * Text is NFC and final text only (never mixed with suggestions).
 */
export interface ReportModel {
  readonly header: ReportHeader;
  readonly sections: readonly SectionModel[];
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
}

export interface TableBlock {
  readonly kind: "table";
  readonly rows: readonly TableRow[];
}
export interface TableRow {
  readonly cells: readonly TableCell[];
}
export interface TableCell {
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
    }
  | { readonly kind: "break" };
