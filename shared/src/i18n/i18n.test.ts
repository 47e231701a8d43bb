import { beforeAll, describe, expect, test } from "vitest";
import { errorCodes } from "../domain/error-codes.ts";
import { en } from "./en.ts";
import {
  compareNames,
  formatDate,
  formatExactTime,
  formatNumber,
  formatTime,
  isMessageKey,
  loadLocale,
  placeholdersOf,
  t,
} from "./index.ts";
import { enMail, mailText, viMail } from "./mail.ts";
import { vi } from "./vi.ts";

const keys = Object.keys(vi) as (keyof typeof vi)[];

describe("the two languages", () => {
  test("have the same keys, and a few hundred of them", () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort());
    expect(keys.length).toBeGreaterThan(300);
  });
  test("have the same placeholders in each text", () => {
    const differing = keys.filter(
      (key) => JSON.stringify(placeholdersOf(vi[key])) !== JSON.stringify(placeholdersOf(en[key])),
    );
    expect(differing).toEqual([]);
  });
  test("leave no text empty", () => {
    expect(keys.filter((key) => vi[key].trim() === "" || en[key].trim() === "")).toEqual([]);
  });
  test("have words for every refusal of the error table", () => {
    expect(Object.keys(errorCodes).filter((code) => !isMessageKey(`error.${code}`))).toEqual([]);
  });
});

describe("t", () => {
  beforeAll(() => loadLocale("en"));
  test("fills in names and writes numbers in the way of the language", () => {
    expect(t("vi", "outline.words", { count: 50128 })).toBe("50.128 từ");
    expect(t("en", "outline.words", { count: 50128 })).toBe("50,128 words");
  });
  test("picks the English form that fits the number", () => {
    expect(t("en", "outline.selected", { count: 1 })).toBe("1 section selected");
    expect(t("en", "outline.selected", { count: 2 })).toBe("2 sections selected");
  });
  test("leaves a placeholder without a value visible", () => {
    expect(t("vi", "outline.select")).toContain("{label}");
  });
});

describe("dates, times and numbers", () => {
  const at = new Date(2023, 6, 26, 8, 42, 5).getTime();
  test("are written as on official papers", () => {
    expect(formatDate("vi", at)).toBe("26/07/2023");
    expect(formatDate("en", at)).toBe("26/07/2023");
    expect(formatTime("vi", at)).toBe("08:42");
    expect(formatExactTime("vi", at)).toBe("08:42:05 26/07/2023");
    expect(formatNumber("vi", 1234.5)).toBe("1.234,5");
  });
});

describe("the words of mails", () => {
  test("have the same placeholders in both languages", () => {
    for (const key of Object.keys(viMail) as (keyof typeof viMail)[])
      expect(placeholdersOf(enMail[key]), key).toEqual(placeholdersOf(viMail[key]));
  });
  test("take a value as it is, whatever it looks like", () => {
    const text = mailText("vi", "section-returned.subject", { subject: "{link} $&" });
    expect(text).toBe("Mục được trả lại: {link} $&");
  });
});

describe("names of people", () => {
  test("[NAME1] sort by given name, in the Vietnamese alphabet", () => {
    const names = ["Trần Văn Ến", "Nguyễn Thị Đào", "Lê Dũng", "Nguyễn Văn An", "Đỗ Văn An", "Đào", "Vi Em "];
    expect(names.toSorted(compareNames)).toEqual([
      "Đỗ Văn An",
      "Nguyễn Văn An",
      "Lê Dũng",
      "Đào",
      "Nguyễn Thị Đào",
      "Vi Em ",
      "Trần Văn Ến",
    ]);
  });
});
