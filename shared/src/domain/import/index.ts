export * from "./outline-draft.ts";
