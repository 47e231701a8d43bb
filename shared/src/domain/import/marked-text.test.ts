import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { must } from "../result.ts";
import {
  composeMarked,
  cutMarked,
  isRevised,
  joinMarked,
  marked,
  type MarkedText,
  replaceMarked,
  splitMarked,
  tidySpace,
  trimMarked,
} from "./marked-text.ts";
import { piecesOf, putIn, takenOut } from "./text-pieces.ts";

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

/** A text as it would be written down: "[+…]" put in, "[-…]" taken out, "¶" an end that was taken out, "⏎" one put in. */
const drawn = (line: MarkedText): string =>
  piecesOf(line)
    .map((piece) => {
      switch (piece.kind) {
        case "letters":
          return piece.insertion ? `[+${piece.text}]` : piece.text;
        case "deletion":
          return `[-${piece.text}]`;
        case "end-deletion":
          return "¶";
        case "end-insertion":
          return "⏎";
      }
    })
    .join("");
const revised = (drawing: string): MarkedText =>
  joinMarked(
    (drawing.match(/\[[+-][^\]]*\]|[¶⏎]|[^[¶⏎]+/gu) ?? []).map((part): MarkedText => {
      const end = { from: 0, to: 0, author: "A" };
      if (part === "¶") return { text: "", revisions: [{ kind: "end-deletion", ...end }] };
      if (part === "⏎") return { text: "", revisions: [{ kind: "end-insertion", ...end }] };
      const change = /^\[([+-])(.*)\]$/su.exec(part);
      if (!change) return { text: part };
      return (change[1] === "+" ? putIn : takenOut)({ text: change[2] ?? "" }, "A");
    }),
    "",
  );
const changed = (line: MarkedText) => {
  expect(isRevised(line)).toBe(true);
  return drawn(line);
};
/** All rejected, with an end as a sign. */
const before = (drawing: string) => drawing.replace(/\[\+[^\]]*\]|\[-|\]|⏎/gu, "");

describe("[IMP34] revisions stay where they were", () => {
  it.each([
    ["ab[-cd]ef[+gh]¶ij⏎", "ab[-cd]ef[+gh]¶ij⏎"],
    ["[-x][-y][+a][+b]", "[-xy][+ab]"],
    ["⏎", "⏎"],
  ])("%s is read and written", (drawing, again) => {
    expect(changed(revised(drawing))).toBe(again);
  });

  it("when text is cut, each on one side", () => {
    const line = revised("1. [-cũ ][+mới] chữ[-.]⏎");
    expect(drawn(cutMarked(line, 3))).toBe("[-cũ ][+mới] chữ[-.]⏎");
    expect([0, 3, 4, 7, 9].map((at) => drawn(cutMarked(line, 0, at)) + drawn(cutMarked(line, at)))).toEqual([
      drawn(line),
      drawn(line),
      "1. [-cũ ][+m][+ới] chữ[-.]⏎",
      drawn(line),
      drawn(line),
    ]);
    expect(splitMarked(revised("a[-b]\n[-c]d[+\ne]"), "\n").map(drawn)).toEqual(["a[-b]", "[-c]d", "[+e]"]);
  });

  it("when a text of thousands of lines and revisions is split, in a moment", () => {
    const count = 10_000;
    const line = revised("[+a\n][-b]".repeat(count));
    const startedAt = performance.now();
    const lines = splitMarked(line, "\n");
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect([0, 1, count].map((i) => drawn(must(lines[i], "line")))).toEqual(["[+a]", "[-b][+a]", "[-b]"]);
  });

  it("when parts are joined: a space stands for an end that was put in, and between what one put in is put in", () => {
    const parts = ["a⏎", "[+b]", "[+c]d", "e⏎"].map(revised);
    expect(changed(joinMarked(parts, " "))).toBe("a[+ b c]d e⏎");
    expect(changed(joinMarked(parts, ""))).toBe("a[+bc]de⏎");
  });

  it("when markup is taken off and accents are composed", () => {
    expect(changed(replaceMarked(revised("**a[-b]c**[+d]"), /\*\*/gu, ""))).toBe("a[-b]c[+d]");
    const apart = revised("Vi\u0065\u0323\u0302[-Te\u0302\u0301]t[+ha\u0309i]");
    expect(changed(composeMarked(apart))).toBe("Việ[-Tế]t[+hải]");
  });

  it.each([
    ["Xã [-cũ] mới", "Xã [-cũ ]mới"],
    ["[-Cũ] mới", "[-Cũ ]mới"],
    ["mới [-cũ]", "mới[- cũ]"],
    [" mới[-  cũ\t]  xong ", "mới[- cũ ] xong"],
    ["a [-b] [-c] d", "a [-b ][-c ]d"],
    ["a ¶ b", "a ¶b"],
    ["a [-b]¶[-c] d", "a [-b]¶[-c ]d"],
    [" [-a] [-b] ", "[-a ][-b ]"],
    ["a[+ ] b", "a b"],
    ["a [+ ]b", "a b"],
    ["a[+ ][-b] c", "a[-b] c"],
    ["a[+ ][-b]", "a[-b]"],
    ["a[+ ][+ ]b", "a[+ ]b"],
  ])("when space is tidied, it goes with what was taken out beside it: %s", (drawing, tidied) => {
    expect(changed(tidySpace(revised(drawing)))).toBe(tidied);
  });

  it("whatever is done, and the text before the revisions keeps its words", () => {
    const piece = fc
      .tuple(fc.constantFrom("", "[+", "[-"), fc.string({ unit: fc.constantFrom(..."ab  "), maxLength: 4 }))
      .map(([kind, text]) => (text === "" ? "" : kind === "" ? text : `${kind}${text}]`));
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.constant("¶")), { maxLength: 9 }), fc.nat(20), (pieces, at) => {
        const drawing = pieces.join("");
        const line = revised(drawing);
        const words = (text: string) => text.split("¶").map((part) => part.trim().replace(/\s+/gu, " "));
        const tidied = tidySpace(line);
        expect(tidied.text).toBe(line.text.trim().replace(/\s+/gu, " "));
        expect(words(before(changed(tidied)))).toEqual(words(before(drawing)));
        expect(drawn(takenOut(line, "B")).replace(/\[-|\]/gu, "")).toBe(before(drawn(line)));
        if (at >= line.text.length) return;
        const [left, right] = [cutMarked(line, 0, at), cutMarked(line, at)];
        expect(before(changed(left) + changed(right))).toBe(before(drawn(line)));
        expect(before(changed(joinMarked([left, right], "")))).toBe(before(drawn(line)));
      }),
    );
  });
});
