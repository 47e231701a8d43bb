export * from "./outline-draft.ts";
export * from "./parse-report-text.ts";
export * from "./edit-outline-draft.ts";
export * from "./secrecy-stamp.ts";
export { runsOf, toBlocks } from "./draft-blocks.ts";
export { countTables, isGone, isGrid, isTable, textsOf } from "./draft-table.ts";
export { isTooLarge } from "./fit-limits.ts";
export {
  composeMarked,
  joinMarked,
  marked,
  onTakenOut,
  splitMarked,
  tidySpace,
  type MarkedText,
} from "./marked-text.ts";
export { putIn, spacesAround, takenOut } from "./text-pieces.ts";
export { acceptedTable, countRevisions, withoutRevisions } from "./draft-revisions.ts";
export { type SourceLine, sourceLines, textOfLines } from "./source-line.ts";
export type * from "./word-findings.ts";
