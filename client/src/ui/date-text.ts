import { format, isValid, parse } from "date-fns";

/** The browser's own date field speaks the browser's language; ours says dd/mm/yyyy always. */
const shown = "dd/MM/yyyy";
const firstYear = 2000;
const lastYear = 2200;

export const formatDay = (day: Date): string => format(day, shown);

const tidied = (text: string): string =>
  text
    .trim()
    .replace(/\s*[.\-/]\s*/g, "/")
    .replace(/^(\d{2})(\d{2})(\d{4})$/, "$1/$2/$3");
const read = (tidy: string): Date => parse(tidy, "d/M/yyyy", new Date(firstYear, 0, 1));
const isDayShaped = (tidy: string): boolean => /^\d{1,2}\/\d{1,2}\/\d{4}$/.test(tidy);

/** Written as a day should be, and in no calendar: 31/02/2026. */
export const isNoSuchDay = (text: string): boolean =>
  isDayShaped(tidied(text)) && !isValid(read(tidied(text)));

/** @returns the day at 00:00 local time; null for anything that is not one. Dots and hyphens pass for slashes, and eight digits need none. */
export function parseDay(text: string): Date | null {
  const tidy = tidied(text);
  if (!isDayShaped(tidy)) return null;
  const day = read(tidy);
  return isValid(day) && day.getFullYear() >= firstYear && day.getFullYear() <= lastYear ? day : null;
}

/** A due date is the end of the office day, 17:00 local time. */
const officeEndHour = 17;
export const dueOnDay = (day: Date): number => new Date(day).setHours(officeEndHour, 0, 0, 0);
