import { describe, expect, it } from "vitest";
import { agencyLines, dateLine, listed, numberLine } from "./paper-head.ts";

describe("the words of a report's head", () => {
  it("[ND13] a long agency breaks behind the kind of body", () => {
    expect(agencyLines("ỦY BAN NHÂN DÂN TỈNH THANH HÓA")).toEqual(["ỦY BAN NHÂN DÂN", "TỈNH THANH HÓA"]);
    expect(agencyLines("Hội đồng nhân dân xã Mường Lát")).toEqual(["Hội đồng nhân dân", "xã Mường Lát"]);
    expect(agencyLines("UBND XÃ SUỐI NGÀN")).toEqual(["UBND XÃ SUỐI NGÀN"]);
    expect(agencyLines(" SỞ\n NỘI VỤ \n")).toEqual(["SỞ", "NỘI VỤ"]);
    expect(agencyLines("")).toEqual([]);
  });

  it("[ND12] [ND5] number and date as their rules say", () => {
    expect(numberLine({ number: "7", symbol: "BC-UBND" })).toBe("Số: 07/BC-UBND");
    expect(numberLine({ number: "12", symbol: "BC/HU" })).toBe("Số: 12-BC/HU");
    expect(dateLine({ place: "Quan Hóa", date: { day: 5, month: 2, year: 2026 } })).toBe(
      "Quan Hóa, ngày 05 tháng 02 năm 2026",
    );
    expect(dateLine({ place: "Quan Hóa", date: { day: null, month: 7, year: 2026 } })).toContain(
      "tháng 7 năm",
    );
  });

  it("[ND16] ends each name of a list but the last with a semicolon, and no name twice", () => {
    expect(listed(["UBND tỉnh"])).toEqual(["UBND tỉnh."]);
    expect(listed(["UBND tỉnh.", "Sở Y tế;"])).toEqual(["UBND tỉnh;", "Sở Y tế."]);
    expect(listed([])).toEqual([]);
  });
});
