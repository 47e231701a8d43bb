import type { vi } from "./vi.ts";

/** Vietnamese is the first language: its dictionary says which words exist. */
export type MessageKey = keyof typeof vi;
export type Locale = "vi" | "en";
export type Params = Readonly<Record<string, string | number>>;
export const locales: readonly Locale[] = ["vi", "en"];
