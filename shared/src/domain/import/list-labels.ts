import { countParagraph, noLists, paragraphLabel, type ListCounters } from "../numbering.ts";
import type { DraftBlock } from "./outline-draft.ts";

/** A paragraph with the label it bore in the text. */
export interface TypedBlock extends DraftBlock {
  readonly typed: string;
}

/** "1/" and "1)" are habits of some offices for "1.". */
const normal = (typed: string): string => typed.replace(/^(\d+)[/)]$/u, "$1.");

/**
 * Labels of paragraphs are computed from their place. Where that would give another than was typed (a list that begins
 * at 4, or misses a letter), the paragraph keeps its label as text: other parts of the report may refer to it.
 */
export function keepTypedLabels(blocks: readonly TypedBlock[]): readonly DraftBlock[] {
  let counters: ListCounters = noLists;
  return blocks.map(({ style, level, text, typed }) => {
    const counted = countParagraph(counters, style);
    const isCounted = style === "number" || style === "letter";
    if (!isCounted || paragraphLabel(counted, style, level) === normal(typed)) {
      counters = counted;
      return { style, level, text };
    }
    counters = countParagraph(counters, "body");
    return { style: "body", level: 1, text: `${typed} ${text}` };
  });
}
