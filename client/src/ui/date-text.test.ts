import { describe, expect, test } from "vitest";
import { dueOnDay, formatDay, isNoSuchDay, parseDay } from "./date-text.ts";

const shown = (text: string) => {
  const day = parseDay(text);
  return day && formatDay(day);
};

describe("dates as they are typed", () => {
  test("[DATE1] day, month, year in this order, zeros or not, is dd/mm/yyyy", () => {
    expect(shown("5/3/2026")).toBe("05/03/2026");
    expect(shown(" 28 - 11 - 2026 ")).toBe("28/11/2026");
    expect(shown("28.11.2026")).toBe("28/11/2026");
    expect(shown("28112026")).toBe("28/11/2026");
    expect(shown("29/2/2028")).toBe("29/02/2028");
  });
  test.each([
    "",
    "hôm nay",
    "31/2/2026",
    "29/2/2026",
    "11/28/2026",
    "2026-11-28",
    "1/1/26",
    "0/1/2026",
    "1/1/1026",
  ])("[DATE1] %j is no day", (text) => {
    expect(parseDay(text)).toBeNull();
  });
  test("[DATE1] what is written as a day and in no calendar is told from what is written otherwise", () => {
    for (const text of ["31/2/2026", "29.02.2027", "11/28/2026"])
      expect([text, isNoSuchDay(text)]).toEqual([text, true]);
    for (const text of ["", "hôm nay", "2026-11-28", "28/11/2026"])
      expect([text, isNoSuchDay(text)]).toEqual([text, false]);
  });
  test("[DATE2] a due date is the end of the office day", () => {
    expect(new Date(dueOnDay(new Date(2026, 10, 28))).toString()).toContain("28 2026 17:00:00");
  });
});
