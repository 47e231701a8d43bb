import type { ParagraphStyle } from "../report-model.ts";
import type { ReportHeader } from "../report.ts";

/**
 * What an imported text is understood to be: shown for confirmation, edited by `edit-outline-draft.ts`, and only then
 * made into a report. Plain values; nothing is stored before the coordinator agrees.
 */
export interface OutlineDraft {
  readonly header: ReportHeader;
  readonly nodes: readonly DraftNode[];
  /** In the order of the text. */
  readonly issues: readonly DraftIssue[];
}

export interface DraftNode {
  /** Unique in its draft and kept by every edit. */
  readonly key: string;
  /** As typed in the source ("III.", "Điều 4.", "a)"), empty when the source had none. Labels of a report are computed. */
  readonly label: string;
  readonly title: string;
  readonly blocks: readonly DraftBlock[];
  readonly children: readonly DraftNode[];
}

/** A paragraph whose list mark ("- ", "a) ", "1. ") was taken off the text and became its style. */
export interface DraftBlock {
  readonly style: ParagraphStyle;
  /** 1-3, lists only. */
  readonly level: number;
  readonly text: string;
}

/** The part of the paper that an issue speaks of when it is not a section. */
export type DraftPlace = "head" | "opening" | "body" | "closing" | "tail";

/**
 * What the reader of the preview must know: every guess, every removal, every oddity of the source.
 * `nodeKey` is null outside the sections. Excerpts are at most 60 characters.
 */
export type DraftIssue =
  /** A number is missing among siblings: "III" after "I". */
  | { readonly code: "number-gap"; readonly nodeKey: string | null; readonly label: string; readonly after: string }
  | { readonly code: "number-repeat"; readonly nodeKey: string | null; readonly label: string; readonly after: string }
  /** "3.1." under "2.". */
  | { readonly code: "number-parent"; readonly nodeKey: string | null; readonly label: string; readonly parent: string }
  /** A page break had cut this paragraph in two. */
  | {
      readonly code: "paragraph-joined";
      readonly place: DraftPlace;
      readonly nodeKey: string | null;
      /** End of the first piece and start of the second. */
      readonly before: string;
      readonly after: string;
    }
  /** The file broke its lines at a fixed width. */
  | { readonly code: "lines-unwrapped"; readonly count: number; readonly width: number }
  /** Left over from another program: "**", "##", HTML tags, ruled lines, "(Đã ký)". */
  | { readonly code: "markup-removed"; readonly residue: string; readonly count: number; readonly line: number }
  | { readonly code: "characters-removed"; readonly count: number }
  | { readonly code: "page-numbers-removed"; readonly first: number; readonly last: number }
  /** A number typed before an untitled paragraph has no computed counterpart and stays in its text. */
  | { readonly code: "label-kept"; readonly nodeKey: string | null; readonly label: string }
  /** A numbered section that has no title of its own. */
  | { readonly code: "untitled-section"; readonly nodeKey: string; readonly label: string }
  /** The text bears no heading: it is offered as one section. */
  | { readonly code: "no-heading" }
  /** Text around the title or the signature that fits no field; it was put into the opening or the closing. */
  | { readonly code: "unplaced-text"; readonly place: DraftPlace; readonly excerpt: string }
  /** More than a report can hold: split or shorten before creating it. */
  | {
      readonly code: "over-limit";
      readonly nodeKey: string | null;
      readonly what: "paragraphs" | "sections" | "depth" | "characters";
      readonly count: number;
      readonly limit: number;
    }
  /** Issues beyond `maxIssues` are only counted. */
  | { readonly code: "more-issues"; readonly count: number };

export type DraftIssueCode = DraftIssue["code"];

/** A broken file of 100,000 lines must not become 100,000 messages. */
export const maxIssues = 500;

/** Start or end of a text, for a message. */
export const excerptStart = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 59)}…`);
export const excerptEnd = (text: string): string => (text.length <= 60 ? text : `…${text.slice(-59)}`);

/** Depth first, parents before children: the order of the paper. */
export function* draftNodes(nodes: readonly DraftNode[]): Generator<DraftNode> {
  for (const node of nodes) {
    yield node;
    yield* draftNodes(node.children);
  }
}
