import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { contentOf, readWithRevisions } from "@dongsoan/shared/crdt";
import { must } from "@dongsoan/shared/domain";
import { encodeRecord } from "@dongsoan/shared/schema";
import { letterRecord, plainParagraph } from "../kit/random-suggestion.ts";
import { decidedByLibreOffice } from "../kit/office.ts";
import { decidedLooks, decidedText, elementsOf, partOf } from "../kit/read-word.ts";
import { filesOf } from "../kit/tracked-word.ts";
import { invisibleIn } from "../kit/written-letters.ts";

const seeds = Array.from({ length: process.env["LONG"] ? 500 : 25 }, (_, i) => i + 1);

const countOf = (file: Uint8Array, name: string): number =>
  elementsOf(partOf(file, "word/document.xml"), name).length;

describe("suggestions as revisions of a Word file", () => {
  it.each(seeds)(
    "[WORD2] [SUG30] all accepted it is the clean file, all rejected the original (seed %i)",
    async (seed) => {
      const { authors, tracked, clean, original } = await filesOf(seed);
      expect(authors.length).toBeGreaterThan(3);
      expect(authors.filter((author) => !/^u[0-2]$/.test(author))).toEqual([]);
      for (const file of [tracked, clean, original])
        for (const [name, part] of Object.entries(unzipSync(file)))
          expect([name, ...(/\.(xml|rels)$/.test(name) ? invisibleIn(strFromU8(part)) : [])]).toEqual([name]);
      expect(decidedText(tracked, "accept")).toEqual(decidedText(clean, "accept"));
      expect(decidedText(tracked, "reject")).toEqual(decidedText(original, "reject"));
      expect(decidedLooks(tracked, "accept")).toEqual(decidedLooks(clean, "accept"));
      expect(decidedLooks(tracked, "reject")).toEqual(decidedLooks(original, "reject"));
      const root = partOf(tracked, "word/document.xml");
      const ids = ["w:ins", "w:del", "w:rPrChange", "w:pPrChange", "w:cellIns", "w:cellDel"].flatMap((name) =>
        elementsOf(root, name).map((element) => element.getAttribute("w:id")),
      );
      expect(new Set(ids).size).toBe(ids.length);
    },
  );

  it("[WORD5] LibreOffice, told to accept or reject all, comes to the same", async () => {
    const all = await Promise.all(seeds.slice(0, 50).map(filesOf));
    // It knows no revisions of columns, and joins no paragraphs that a table stood between.
    const files = all.filter(
      ({ tracked, original }) =>
        countOf(tracked, "w:cellIns") + countOf(tracked, "w:cellDel") === 0 &&
        countOf(tracked, "w:tbl") === countOf(original, "w:tbl"),
    );
    expect(files.length).toBeGreaterThan(3);
    for (const verdict of ["accept", "reject"] as const) {
      const expected = files.map(({ clean, original }) => (verdict === "accept" ? clean : original));
      const made = await decidedByLibreOffice([...files.map(({ tracked }) => tracked), ...expected], verdict);
      // It puts a letter of its own into empty cells of a row that was revised.
      const texts = made.map((file) =>
        decidedText(file, verdict).map((line) => line.replaceAll("\u200d", "")),
      );
      expect(texts.slice(0, files.length)).toEqual(texts.slice(files.length));
    }
  }, 120_000);

  it("[WORD2] a list's mark that somebody's suggestion changes is that one's revision", () => {
    const doc = new Y.Doc();
    const content = contentOf(doc);
    const items = ["lúa", "ngô", "khoai"].map((text) => {
      const item = plainParagraph(text);
      item.setAttribute("style", "letter");
      return item;
    });
    content.insert(0, items);
    (must(items[0], "first item").get(0) as Y.XmlText).format(0, 3, letterRecord("del", "u1", "s1"));
    items[1]?.setAttribute("tcDel", encodeRecord({ id: "s2", by: "u2" }));
    let id = 0;
    const blocks = readWithRevisions(content, (record) => ({
      id: (id += 1),
      author: record?.by ?? "nobody",
      at: 1_700_000_000_000,
    }));
    const changes = blocks.map((block) =>
      block.kind === "table"
        ? []
        : block.runs.map((run) =>
            run.kind === "text" ? [run.text, run.revision?.kind ?? null, run.revision?.author ?? null] : [],
          ),
    );
    // An item without letters goes into no file, and still counts.
    expect(changes).toEqual([
      [
        ["a) ", "deletion", "u1"],
        ["lúa", "deletion", "u1"],
      ],
      [
        ["b) ", "deletion", "u2"],
        ["ngô", "deletion", "u2"],
      ],
      [
        ["c) ", "deletion", "u2"],
        ["b) ", "insertion", "u2"],
        ["khoai", null, null],
      ],
    ]);
  });
});
