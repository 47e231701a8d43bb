import { textsOf } from "./draft-table.ts";
import type { MarkedText } from "./marked-text.ts";
import type { DraftTable } from "./outline-draft.ts";

/** A line of what is read, or a table that stands between lines. */
export type SourceLine = MarkedText | DraftTable;

/** @param text with any line ends, in any normal form. */
export const sourceLines = (text: string): readonly SourceLine[] =>
  text
    .normalize("NFC")
    .split(/\r\n|\r|\n|\f/u)
    .map((line) => ({ text: line }));

/** Tables as their rows. */
export const textOfLines = (lines: readonly SourceLine[]): string => lines.flatMap(textsOf).join("\n");
