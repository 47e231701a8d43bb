import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  composeMarked,
  cutMarked,
  joinMarked,
  marked,
  replaceMarked,
  splitMarked,
  trimMarked,
} from "./marked-text.ts";

/** Capitals bold, digits italic: each letter says what its mark is. */
const markOf = (letter: string) => (/\p{Lu}/u.test(letter) ? "1" : /\d/u.test(letter) ? "2" : "0");
const withMarks = (text: string) => marked(text, text.split("").map(markOf).join(""));
const letters = fc.string({ unit: fc.constantFrom(..."AB12 ab.*\n"), maxLength: 30 });

describe("[IMP33] marks stay on their letters", () => {
  it("when text is joined, split, cut, trimmed, and parts are taken out of it", () => {
    fc.assert(
      fc.property(letters, letters, fc.nat(30), (one, other, at) => {
        const [a, b] = [withMarks(one), withMarks(other)];
        expect(joinMarked([a, b], " ")).toEqual(withMarks(`${one} ${other}`));
        expect(cutMarked(a, at)).toEqual(withMarks(one.slice(at)));
        expect(cutMarked(a, 1, at)).toEqual(withMarks(one.slice(1, at)));
        expect(trimMarked(a)).toEqual(withMarks(one.trim()));
        expect(replaceMarked(a, /\*+|\s+/gu, "")).toEqual(withMarks(one.replace(/\*+|\s+/gu, "")));
        expect(replaceMarked(a, /\s+/gu, " ")).toEqual(withMarks(one.replace(/\s+/gu, " ")));
        expect(splitMarked(a, "\n")).toEqual(one.split("\n").map(withMarks));
      }),
    );
  });

  it("when accents are composed, also where an accent is a run of its own", () => {
    const apart = "Tế".normalize("NFD");
    expect(composeMarked(marked(apart, "1011"))).toEqual({ text: "Tế", marks: "10" });
    expect(composeMarked(marked(`\u0301${apart}`, "11111"))).toEqual({ text: "\u0301Tế", marks: "111" });
    expect(composeMarked({ text: apart })).toEqual({ text: "Tế" });
    // Two that compose across letters.
    expect(composeMarked(marked("\u1100\u1161", "11"))).toEqual({ text: "\uac00" });
  });
});
