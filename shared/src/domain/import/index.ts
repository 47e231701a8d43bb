export * from "./outline-draft.ts";
export * from "./parse-report-text.ts";
export * from "./edit-outline-draft.ts";
export * from "./secrecy-stamp.ts";
export { countParts, draftLimits } from "./fit-limits.ts";
export type * from "./word-findings.ts";
