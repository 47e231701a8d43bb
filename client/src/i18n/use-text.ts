import {
  formatDate,
  formatDateTime,
  formatExactTime,
  formatNumber,
  formatTime,
  loadLocale,
  t as translate,
  type Locale,
  type MessageKey,
  type Params,
} from "@dongsoan/shared/i18n";
import { useSyncExternalStore } from "react";

/** The chosen language: remembered on this machine, said to the browser in `<html lang>`. */
const storageKey = "dongsoan.locale";
const listeners = new Set<() => void>();

function remembered(): Locale {
  try {
    return localStorage.getItem(storageKey) === "en" ? "en" : "vi";
  } catch {
    // Storage may be forbidden; the language is then the first one.
    return "vi";
  }
}

let current: Locale = "vi";
document.documentElement.lang = current;
if (remembered() !== current) void setLocale(remembered());

/** The words are fetched first; on a cut line the page stays in the language it has. */
export async function setLocale(locale: Locale): Promise<void> {
  try {
    await loadLocale(locale);
  } catch {
    return;
  }
  current = locale;
  document.documentElement.lang = locale;
  try {
    localStorage.setItem(storageKey, locale);
  } catch {
    // Storage may be forbidden; the choice then holds until the page is closed.
  }
  for (const listener of listeners) listener();
}

export const currentLocale = (): Locale => current;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export interface Text {
  readonly locale: Locale;
  readonly t: (key: MessageKey, params?: Params) => string;
  readonly date: (at: number) => string;
  readonly time: (at: number) => string;
  readonly dateTime: (at: number) => string;
  /** With seconds. */
  readonly exactTime: (at: number) => string;
  readonly number: (value: number) => string;
}

const textIn = (locale: Locale): Text => ({
  locale,
  t: (key, params) => translate(locale, key, params),
  date: (at) => formatDate(locale, at),
  time: (at) => formatTime(locale, at),
  dateTime: (at) => formatDateTime(locale, at),
  exactTime: (at) => formatExactTime(locale, at),
  number: (value) => formatNumber(locale, value),
});

/** One for all components of a page: a report has a thousand of them. */
const texts: Readonly<Record<Locale, Text>> = { vi: textIn("vi"), en: textIn("en") };

/** Text, dates and numbers in the chosen language. */
export const useText = (): Text => texts[useSyncExternalStore(subscribe, currentLocale)];
