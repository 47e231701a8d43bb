import { describe, expect, it } from "vitest";
import { encodeRecord, decodeRecord } from "../schema/records.ts";
import { parseUserId } from "../domain/ids.ts";
import { wordAuthorId, wordAuthorName } from "./word-author.ts";

describe("whom a Word file names", () => {
  it.each(["Lò Thị Mây", "", "a|b:c", "𠮷野", "x".repeat(90)])(
    "[SUG31] %s is known again by the id",
    (name) => {
      const by = wordAuthorId(name);
      expect(wordAuthorName(by)).toBe(name);
      expect(decodeRecord(encodeRecord({ id: "s1", by }))).toEqual({ id: "s1", by });
      expect(parseUserId(by)).toBeNull();
    },
  );

  it("[SUG31] a name that is too long loses its end, between letters", () => {
    const name = wordAuthorName(wordAuthorId("ố".repeat(200)));
    expect(name).toBe("ố".repeat(30));
  });

  it("[SUG31] a name that is too long is cut in no time: each letter of a file may bear one", () => {
    const name = "ố".repeat(200);
    const startedAt = performance.now();
    for (let i = 0; i < 10_000; i += 1) wordAuthorId(name);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it("[SUG31] nobody whom the server knows is named by a file, and what is no name is none", () => {
    expect(wordAuthorName("a1b2c3")).toBeNull();
    expect(wordAuthorName("word:%")).toBe("");
  });
});
