export * from "./carried-ids.ts";
export * from "./carry-over.ts";
export { RecentlyDeleted } from "./deleted-text.ts";
export * from "./doc-layout.ts";
export * from "./read-blocks.ts";
export * from "./seed.ts";
export * from "./text-ranges.ts";
export * from "./written-index.ts";
export * from "./traced-text.ts";
