import { describe, expect, it } from "vitest";
import { outlineLabels, paragraphLabels, pointLetter } from "./numbering.ts";
import type { Block, ParagraphStyle } from "./report-model.ts";

const paragraph = (style: ParagraphStyle, level = 1): Block => ({
  kind: "paragraph",
  style,
  level,
  align: "justify",
  runs: [],
});
const labels = (...styles: ParagraphStyle[]) => paragraphLabels(styles.map((style) => paragraph(style)));

describe("labels of lists", () => {
  it("[LIST1] points follow the Vietnamese alphabet and go on with doubled letters", () => {
    expect([1, 4, 5, 6, 7, 10, 11].map(pointLetter)).toEqual(["a", "d", "đ", "e", "g", "k", "l"]);
    expect([22, 23, 24, 25].map(pointLetter)).toEqual(["x", "y", "aa", "bb"]);
    expect(paragraphLabels([paragraph("dash"), paragraph("dash", 2), paragraph("dash", 3)])).toEqual([
      "-",
      "+",
      "-",
    ]);
  });
  it("[LIST2] a plain paragraph and a number begin the points anew, a dash does not", () => {
    expect(labels("letter", "dash", "letter", "body", "letter")).toEqual(["a)", "-", "b)", "", "a)"]);
    expect(labels("number", "letter", "letter", "number", "letter", "body", "number")).toEqual([
      "1.",
      "a)",
      "b)",
      "2.",
      "a)",
      "",
      "3.",
    ]);
  });
  it("[LIST4] each section begins anew", () => {
    // Called once a section: nothing is remembered from one call to the next.
    expect([labels("letter", "letter"), labels("letter")]).toEqual([["a)", "b)"], ["a)"]]);
  });

  it("[LIST3] a table ends no list", () => {
    expect(paragraphLabels([paragraph("letter"), { kind: "table", rows: [] }, paragraph("letter")])).toEqual([
      "a)",
      "",
      "b)",
    ]);
  });
  it("sections are I., 1., 1.1., a) by their depth, anew under each parent", () => {
    const depths = [1, 2, 2, 3, 3, 4, 5, 5, 2, 1, 2];
    expect(outlineLabels(depths.map((depth) => ({ depth })))).toEqual([
      "I.",
      "1.",
      "2.",
      "2.1.",
      "2.2.",
      "2.2.1.",
      "a)",
      "b)",
      "3.",
      "II.",
      "1.",
    ]);
  });
});
