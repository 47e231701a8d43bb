export * from "./doc-layout.ts";
export * from "./read-blocks.ts";
export * from "./seed.ts";
