import { describe, expect, it } from "vitest";
import { compareWords } from "./compare-words.ts";

const show = (old: string, now: string): string =>
  compareWords(old, now)
    .map(({ change, text }) => (change === "same" ? text : `{${change === "inserted" ? "+" : "-"}${text}}`))
    .join("");

describe("two plain texts, word by word", () => {
  it("[RET14] marks the one word that differs", () => {
    expect(show("Gieo trồng được 95 ha lúa.", "Gieo trồng được 97 ha lúa.")).toBe(
      "Gieo trồng được {-95}{+97} ha lúa.",
    );
  });

  it("[RET14] takes a letter and its accent for the composed letter", () => {
    expect(show("lúa".normalize("NFD"), "lúa")).toBe("lúa");
  });

  it("[RET14] both texts can be read out of it, also when one is empty or they share nothing", () => {
    for (const [old, now] of [
      ["", "Mới."],
      ["Cũ.", ""],
      ["a b  c", "c b a"],
      ["một\nhai", "một hai"],
    ] as const) {
      const pieces = compareWords(old, now);
      const read = (gone: string) => pieces.map(({ change, text }) => (change === gone ? "" : text)).join("");
      expect([read("inserted"), read("deleted")]).toEqual([old, now]);
    }
  });
});
