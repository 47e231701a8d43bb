import { describe, expect, test } from "vitest";
import { mergeFields } from "./merge-fields.ts";

const base = { place: "Suối Ngàn", subject: "Quý I", addressees: ["UBND tỉnh"], dueAt: 1 };
const keys = ["place", "subject", "addressees", "dueAt"] as const;

describe("two people in one form", () => {
  test("[PART3] what only one changed is taken from them", () => {
    const { merged, conflicts } = mergeFields(
      keys,
      base,
      { ...base, subject: "Quý II" },
      { ...base, place: "Bản Mây", addressees: ["Sở Ngoại vụ"] },
    );
    expect(conflicts).toEqual([]);
    expect(merged).toEqual({ place: "Bản Mây", subject: "Quý II", addressees: ["Sở Ngoại vụ"], dueAt: 1 });
  });
  test("[PART3] every field that both changed differently is a conflict; the same change is none", () => {
    const { merged, conflicts } = mergeFields(
      keys,
      base,
      { place: "Bản Mây", subject: "Quý II", addressees: ["A"], dueAt: 2 },
      { place: "Bản Mây", subject: "Quý III", addressees: ["B"], dueAt: 1 },
    );
    expect(conflicts).toEqual(["subject", "addressees"]);
    expect(merged).toEqual({ place: "Bản Mây", subject: "Quý II", addressees: ["A"], dueAt: 2 });
  });
});
