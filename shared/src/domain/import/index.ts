export * from "./outline-draft.ts";
export * from "./parse-report-text.ts";
export * from "./edit-outline-draft.ts";
export * from "./secrecy-stamp.ts";
