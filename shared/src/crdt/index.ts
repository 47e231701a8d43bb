export * from "./doc-layout.ts";
