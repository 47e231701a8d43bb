export * from "./schema-version.ts";
export * from "./extensions.ts";
export { alignments, maxListLevel, paragraphStyles } from "./nodes/paragraph.ts";
export * from "./records.ts";
export * from "./text-marks.ts";
