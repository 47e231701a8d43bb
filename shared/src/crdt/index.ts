export * from "./added-items.ts";
export * from "./anchored-text.ts";
export * from "./authors-of-text.ts";
export {
  CarriedIds,
  type CarriedRange,
  type CutRange,
  hasUnit,
  lastUnitOf,
  type RangePart,
  type TextId,
  type TextRange,
} from "./carried-ids.ts";
export * from "./carry-over.ts";
export * from "./compare/compare-states.ts";
export { compareTexts, type CompareDeps } from "./compare/compare-texts.ts";
export * from "./compare/compare-words.ts";
export { RecentlyDeleted } from "./deleted-text.ts";
export * from "./deleters.ts";
export * from "./doc-layout.ts";
export * from "./formatted-letters.ts";
export { setAttributes } from "./make-elements.ts";
export { packRanges, unpackRanges } from "./packed-ranges.ts";
export * from "./read-blocks.ts";
export * from "./read-text.ts";
export * from "./record-key.ts";
export * from "./restore-text.ts";
export * from "./revisions/read-revisions.ts";
export { type WordSuggestion, writeRevisions } from "./revisions/write-revisions.ts";
export type { CommentedLetters } from "./revisions/comment-edges.ts";
export * from "./seed.ts";
export { firstThatReaches, partsWithin } from "./sorted-ranges.ts";
export { standsIn } from "./standing-ranges.ts";
export * from "./suggestions/decide-changes.ts";
export * from "./suggestions/list-changes.ts";
export * from "./suggestions/take-back.ts";
export {
  type BlockView,
  type FormerParagraphs,
  isSameText,
  namesIn,
  type ReadLetters,
  readLook,
  type Run,
  TextWithout,
} from "./suggestions/text-without.ts";
export * from "./text-ranges.ts";
export * from "./word-author.ts";
export { RunCollector, type TextRun } from "./text-runs.ts";
export * from "./written-index.ts";
export * from "./traced-text.ts";
export * from "./typed-before.ts";
export * from "./range-set.ts";
export { isPutBack } from "./undone-text.ts";
