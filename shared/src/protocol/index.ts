export * from "./protocol-version.ts";
export * from "./frames.ts";
export * from "./control.ts";
export * from "./close-codes.ts";
export * from "./paths.ts";
