import type { Block, ParagraphBlock } from "./report-model.ts";

/**
 * Labels are computed, never typed. Source: Nghị định 30/2020/NĐ-CP, Phụ lục V, mục 6.b: "I.", "1.", "a)";
 * "1.1." is common practice below "1.". Points follow the Vietnamese alphabet: a b c d đ e g h i k …
 */
const pointLetters = [..."abcdđeghiklmnopqrstuvxy"];
const romanDigits: readonly (readonly [number, string])[] = [
  [100, "C"],
  [90, "XC"],
  [50, "L"],
  [40, "XL"],
  [10, "X"],
  [9, "IX"],
  [5, "V"],
  [4, "IV"],
  [1, "I"],
];

/** @param n 1-399. */
export function roman(n: number): string {
  let rest = n;
  let out = "";
  for (const [value, digits] of romanDigits) {
    while (rest >= value) {
      out += digits;
      rest -= value;
    }
  }
  return out;
}

/** @param n 1-based; past the alphabet it doubles: "aa", "bb" … */
export function pointLetter(n: number): string {
  const letter = pointLetters[(n - 1) % pointLetters.length] ?? "a";
  return letter.repeat(Math.floor((n - 1) / pointLetters.length) + 1);
}

/**
 * Label of an outline node with its mark.
 * @param depth 1-based. @param ordinal 1-based place among its siblings. @param parentLabel the parent's label with its mark.
 */
export function sectionLabel(depth: number, ordinal: number, parentLabel: string): string {
  if (depth === 1) return `${roman(ordinal)}.`;
  if (depth === 2) return `${ordinal}.`;
  if (depth === 3 || depth === 4) return `${parentLabel}${ordinal}.`;
  return `${pointLetter(ordinal)})`;
}

/** Labels of list paragraphs in order; empty for the others. A body paragraph or a table ends a list; a deeper dash does not. */
export function paragraphLabels(blocks: readonly Block[]): readonly string[] {
  let letters = 0;
  let numbers = 0;
  const labelOf = (block: ParagraphBlock): string => {
    switch (block.style) {
      case "letter":
        letters += 1;
        return `${pointLetter(letters)})`;
      case "number":
        numbers += 1;
        letters = 0;
        return `${numbers}.`;
      case "dash":
        return block.level === 2 ? "+" : "-";
      case "body":
        letters = 0;
        return "";
    }
  };
  return blocks.map((block) => (block.kind === "paragraph" ? labelOf(block) : ""));
}

/** Computes every label of an outline given in reading order with depths. */
export function outlineLabels(nodes: readonly { readonly depth: number }[]): readonly string[] {
  const counters: number[] = [];
  const labels: string[] = [];
  return nodes.map(({ depth }) => {
    counters.length = depth;
    const ordinal = (counters[depth - 1] ?? 0) + 1;
    counters[depth - 1] = ordinal;
    const label = sectionLabel(depth, ordinal, depth > 1 ? (labels[depth - 2] ?? "") : "");
    labels.length = depth;
    labels[depth - 1] = label;
    return label;
  });
}
