export * from "./schema-version.ts";
export * from "./extensions.ts";
export { alignments, maxListLevel, paragraphStyles } from "./nodes/paragraph.ts";
export { reservedMarks } from "./marks/suggestion.ts";
