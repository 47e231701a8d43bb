import { countParagraph, noLists, paragraphLabel } from "../numbering.ts";
import { bodyOf, isGone, isTable, mapCells, withText } from "./draft-table.ts";
import { labelReader, readListMark, type TypedLabel } from "./label.ts";
import { cutMarked, type MarkedText, tidySpace } from "./marked-text.ts";
import type { DraftBlock, DraftParagraph } from "./outline-draft.ts";

/** A paragraph with the label it bore in the text. */
export interface TypedParagraph extends DraftParagraph {
  readonly typed: string;
  /** As it stood, with its label. */
  readonly source: MarkedText;
}

/** A paragraph that is no heading; a number or a mark before it makes it one of a list. */
export function asListItem(source: MarkedText, label: TypedLabel | null): TypedParagraph {
  const { style, level, typed } =
    label?.kind === "decimal"
      ? { style: "number" as const, level: 1, typed: label.text }
      : readListMark(source.text);
  // What was taken out between a mark and the text is the text's.
  const letters = typed === "" ? source : tidySpace(cutMarked(source, typed.length));
  return { style, level, ...letters, typed, source };
}

/** "1/" and "1)" are habits of some offices for "1.". */
export const computedLabel = (typed: string): string => typed.replace(/^(\d+)[/)]$/u, "$1.");

/**
 * Labels of paragraphs are computed from their place. Where that would give another than was typed (a list that begins
 * at 4, or misses a letter), the paragraph keeps its label as text: other parts of the report may refer to it.
 */
function labelKeeper(): (paragraph: TypedParagraph) => DraftParagraph {
  let counters = noLists;
  return ({ typed, source, ...paragraph }) => {
    const { style, level } = paragraph;
    const counted = countParagraph(counters, style);
    const isCounted = style === "number" || style === "letter";
    if (!isCounted || paragraphLabel(counted, style, level) === computedLabel(typed)) {
      counters = counted;
      return paragraph;
    }
    counters = countParagraph(counters, "body");
    return bodyOf(source);
  };
}

/** A table ends no list, and each of its cells counts for itself (LIST3). */
export function keepTypedLabels(blocks: readonly (TypedParagraph | DraftBlock)[]): readonly DraftBlock[] {
  const keep = labelKeeper();
  return blocks.map((block) => {
    if (isTable(block)) return mapCells(block, readCell);
    return "typed" in block ? keep(block) : block;
  });
}

/** One paragraph is no list: "1. Ngàn" in a row of its own, and "- 5,2" below zero, stay as typed. */
function readCell(paragraphs: readonly DraftParagraph[]): readonly DraftParagraph[] {
  if (paragraphs.filter((each) => !isGone(each)).length < 2) return paragraphs;
  const readLabel = labelReader();
  const keep = labelKeeper();
  return paragraphs.map((paragraph) => {
    if (isGone(paragraph)) return paragraph;
    const { style, level, ...letters } = keep(asListItem(paragraph, readLabel(paragraph.text)));
    return withText({ ...paragraph, style, level }, letters);
  });
}
