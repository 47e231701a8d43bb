import { formatNumber, pickPlural } from "./format.ts";
import type { Locale, MessageKey, Params } from "./keys.ts";
import { vi } from "./vi.ts";

export * from "./format.ts";
export * from "./keys.ts";

type Dictionary = Readonly<Record<MessageKey, string>>;
/** Vietnamese is always at hand; English is fetched when somebody asks for it. */
const dictionaries: Partial<Record<Locale, Dictionary>> = { vi };

/** Resolves when the words of a language are at hand; until then Vietnamese stands in. */
export async function loadLocale(locale: Locale): Promise<void> {
  if (dictionaries[locale] === undefined) dictionaries[locale] = (await import("./en.ts")).en;
}

/** `{name}` is replaced by the value; `{count:section|sections}` by the form that fits the number. */
const placeholder = /\{(\w+)(?::([^}]*))?\}/g;

/** Words for a key. Numbers are written in the way of the language. A missing value stays visible as its placeholder. */
export function t(locale: Locale, key: MessageKey, params: Params = {}): string {
  return (dictionaries[locale] ?? vi)[key].replace(
    placeholder,
    (whole, name: string, forms: string | undefined) => {
      const value = params[name];
      if (value === undefined) return whole;
      if (forms !== undefined) return typeof value === "number" ? pickPlural(locale, value, forms) : whole;
      return typeof value === "number" ? formatNumber(locale, value) : value;
    },
  );
}

export const isMessageKey = (text: string): text is MessageKey => Object.hasOwn(vi, text);

/** Names of the placeholders of a text, for the test that both languages have the same. */
export const placeholdersOf = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(placeholder)].map((m) => m[1] ?? ""))].sort();
