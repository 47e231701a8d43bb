/**
 * Bodies and answers of the REST commands under `/api`: the server parses with these, the page takes their types, and
 * `/api/openapi.json` is made from them. Bounds answer oversized input; they are far above what people type.
 */
export * from "./http-comments.ts";
export * from "./http-history.ts";
export * from "./http-identity.ts";
export * from "./http-operations.ts";
export * from "./http-reports.ts";
export * from "./http-suggestions.ts";
export * from "./http-work.ts";
export { parseSealedContent } from "./sealed-content.ts";
