import type { Locale } from "./keys.ts";

const tags: Readonly<Record<Locale, string>> = { vi: "vi-VN", en: "en-GB" };
const cached = <T>(make: (tag: string) => T): ((locale: Locale) => T) => {
  const made = new Map<Locale, T>();
  return (locale) => {
    const known = made.get(locale);
    if (known !== undefined) return known;
    const fresh = make(tags[locale]);
    made.set(locale, fresh);
    return fresh;
  };
};

const numberFormat = cached((tag) => new Intl.NumberFormat(tag));
const pluralRules = cached((tag) => new Intl.PluralRules(tag));
const two = (value: number): string => String(value).padStart(2, "0");
let vietnamese: Intl.Collator | null = null;
const givenNameOf = (name: string): string => name.slice(name.trimEnd().lastIndexOf(" ") + 1);
/**
 * People in the order of a Vietnamese office, in both languages: by given name, which comes last, then by the whole
 * name, in the Vietnamese alphabet. The collator is made at the first use: it takes the browser a while.
 */
export function compareNames(a: string, b: string): number {
  vietnamese ??= new Intl.Collator("vi");
  return vietnamese.compare(givenNameOf(a), givenNameOf(b)) || vietnamese.compare(a, b);
}

/** "50.128" or "50,128". */
export const formatNumber = (locale: Locale, value: number): string =>
  // Small counts are the same in both languages, and need not wait for the browser's tables.
  Number.isInteger(value) && Math.abs(value) < 1_000 ? String(value) : numberFormat(locale).format(value);
// Dates and times are written by hand, since both languages write them alike, whatever the browser speaks: its own
// formatter takes 20-50 ms to be made, and the save line is drawn before the first key.
/** "26/07/2023": dd/mm/yyyy, as typed into the date fields. */
export function formatDate(_locale: Locale, at: number): string {
  const date = new Date(at);
  return `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
}
/** "08:42". */
export function formatTime(_locale: Locale, at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}
/** "08:42:15". */
export const formatTimeWithSeconds = (locale: Locale, at: number): string =>
  `${formatTime(locale, at)}:${two(new Date(at).getSeconds())}`;
/** "08:42 26/07/2023". */
export const formatDateTime = (locale: Locale, at: number): string =>
  `${formatTime(locale, at)} ${formatDate(locale, at)}`;
/** "08:42:15 26/07/2023", where the order of events matters. */
export const formatExactTime = (locale: Locale, at: number): string =>
  `${formatTimeWithSeconds(locale, at)} ${formatDate(locale, at)}`;

/** Picks from "one|other". */
export function pickPlural(locale: Locale, value: number, forms: string): string {
  const [one = "", other = one] = forms.split("|");
  return pluralRules(locale).select(value) === "one" ? one : other;
}
