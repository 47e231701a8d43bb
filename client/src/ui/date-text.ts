import { format, isValid, parse } from "date-fns";

/** The browser's own date field speaks the browser's language; ours says dd/mm/yyyy always. */
const shown = "dd/MM/yyyy";
const firstYear = 2000;
const lastYear = 2200;

export const formatDay = (day: Date): string => format(day, shown);

/** @returns the day at 00:00 local time; null for anything that is not one. Dots and hyphens pass for slashes, and eight digits need none. */
export function parseDay(text: string): Date | null {
  const tidy = text
    .trim()
    .replace(/\s*[.\-/]\s*/g, "/")
    .replace(/^(\d{2})(\d{2})(\d{4})$/, "$1/$2/$3");
  if (!/^\d{1,2}\/\d{1,2}\/\d{4}$/.test(tidy)) return null;
  const day = parse(tidy, "d/M/yyyy", new Date(firstYear, 0, 1));
  return isValid(day) && day.getFullYear() >= firstYear && day.getFullYear() <= lastYear ? day : null;
}

/** A due date is the end of the office day, 17:00 local time. */
const officeEndHour = 17;
export const dueOnDay = (day: Date): number => new Date(day).setHours(officeEndHour, 0, 0, 0);
