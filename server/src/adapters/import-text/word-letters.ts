import type { Element } from "@xmldom/xmldom";
import {
  type DraftParagraph,
  type DraftTable,
  isTable,
  type MarkedText,
  type PartRevision,
  putIn,
  takenOut,
} from "@dongsoan/shared/domain";
import { valueOf } from "./word-file.ts";
import { authorOf } from "./word-findings.ts";

export type WordParagraph = MarkedText & Pick<DraftParagraph, "align">;
export type Piece = WordParagraph | DraftTable;

export const nothing: MarkedText = { text: "" };

/** Without width; our own files keep numbers and codes on one line with it. */
const wordJoiner = "\u2060";
/** LibreOffice puts a letter without width into empty cells of a row that was revised. */
export function lettersIn(part: Element): string {
  const letters = (part.textContent ?? "").replaceAll(wordJoiner, "");
  return letters === "\u200d" ? "" : letters;
}

/** The end of a paragraph that somebody put in or took out. */
export const endOf = (kind: "insertion" | "deletion", revision: Element): MarkedText => ({
  text: "",
  revisions: [{ kind: `end-${kind}`, from: 0, to: 0, author: authorOf(revision) }],
});

/** A space beside an end that was put in is in neither paragraph, but comes back when the end goes. */
export const endApart = <Line extends Piece>(line: Line): Line =>
  isTable(line) || line.revisions === undefined
    ? line
    : {
        ...line,
        revisions: line.revisions.map((each) =>
          each.kind === "end-insertion" ? { ...each, isApart: true } : each,
        ),
      };

export const hasOnlyTakenOut = ({ text, revisions = [] }: MarkedText): boolean =>
  text.trim() === "" && revisions.some((each) => each.kind === "deletion" && each.text.trim() !== "");

/** What stands in a row or cell came or went with it. */
export const revisedAs = ({ kind, author }: PartRevision, letters: MarkedText): MarkedText =>
  kind === "insertion" ? putIn(letters, author) : takenOut(letters, author);

/** Source: ECMA-376 part 1, 17.3.1.13. */
export function alignOf(properties: Element | null): DraftParagraph["align"] {
  const value = valueOf(properties, "w:jc");
  if (value === "center") return "center";
  return value === "right" || value === "end" ? "right" : undefined;
}
