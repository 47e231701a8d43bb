import { describe, expect, it } from "vitest";
import { findFolded } from "./accent-fold.ts";

const found = (text: string, query: string) =>
  findFolded(text, query).map(([from, to]) => text.slice(from, to));

describe("finding without accents", () => {
  it("[FIND1] finds accented words by bare letters, and đ by d", () => {
    expect(found("Một báo cáo, hai BÁO CÁO", "bao cao")).toEqual(["báo cáo", "BÁO CÁO"]);
    expect(found("Địa phương đã đạt", "da dat")).toEqual(["đã đạt"]);
  });
  it("[FIND2] gives whole letters in decomposed text", () => {
    const text = "tiếng việt".normalize("NFD");
    expect(found(text, "tieng")).toEqual(["tiếng".normalize("NFD")]);
  });
  it("[FIND3] finds nothing for an empty query", () => {
    expect(findFolded("abc", "")).toEqual([]);
  });
});
