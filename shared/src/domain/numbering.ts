import type { ParagraphBlock, ParagraphStyle } from "./report-model.ts";

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

/** Where the lists of a section stand: the number last given, and the letter. */
export interface ListCounters {
  readonly numbers: number;
  readonly letters: number;
}
export const noLists: ListCounters = { numbers: 0, letters: 0 };

/** Counters behind the next paragraph. A body paragraph and a number end a lettered list; a dash does not. */
export function countParagraph(before: ListCounters, style: ParagraphStyle): ListCounters {
  switch (style) {
    case "letter":
      return { ...before, letters: before.letters + 1 };
    case "number":
      return { numbers: before.numbers + 1, letters: 0 };
    case "body":
      return { ...before, letters: 0 };
    case "dash":
      return before;
  }
}

/** Label of a list paragraph, given the counters behind it; empty for a body paragraph. */
export function paragraphLabel(after: ListCounters, style: ParagraphStyle, level: number): string {
  switch (style) {
    case "letter":
      return `${pointLetter(after.letters)})`;
    case "number":
      return `${after.numbers}.`;
    case "dash":
      return level === 2 ? "+" : "-";
    case "body":
      return "";
  }
}

/** What of a block decides its label. */
type LabelledBlock = { readonly kind: "table" } | Pick<ParagraphBlock, "kind" | "style" | "level">;

/** Labels of list paragraphs in order; empty for the others and for tables, which end no list. */
export function paragraphLabels(blocks: readonly LabelledBlock[]): readonly string[] {
  let counters = noLists;
  return blocks.map((block) => {
    if (block.kind === "table") return "";
    counters = countParagraph(counters, block.style);
    return paragraphLabel(counters, block.style, block.level);
  });
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
