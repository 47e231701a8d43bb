import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { docxRenderer } from "../../server/src/adapters/docx/docx-renderer.ts";
import { contentOf, plainBlock, readWithRevisions, traceFragment } from "@dongsoan/shared/crdt";
import { type Block, emptyHeader, type SectionModel } from "@dongsoan/shared/domain";
import { plainParagraph, plainTable, suggestAnything } from "../kit/random-suggestion.ts";
import { decidedLooks, decidedText, elementsOf, partOf } from "../kit/read-word.ts";
import { Rng } from "../kit/rng.ts";

const seeds = Array.from({ length: process.env["LONG"] ? 500 : 25 }, (_, i) => i + 1);

const fileOf = (blocks: readonly Block[]): Promise<Uint8Array> => {
  const section: SectionModel = { id: "1", depth: 1, label: "I.", title: "Một", blocks, children: [] };
  return docxRenderer().render({ header: emptyHeader, sections: [section] });
};

describe("suggestions as revisions of a Word file", () => {
  it.each(seeds)(
    "[WORD2] all accepted it is the clean file, all rejected the original (seed %i)",
    async (seed) => {
      const rng = new Rng(seed);
      const doc = new Y.Doc();
      doc.clientID = 7;
      const content = contentOf(doc);
      const text = "Đến hết quý III, xã có hai mươi mốt bản";
      const listed = [1, 2, 3].map((i) => {
        const item = plainParagraph(`${text} số ${i}`);
        item.setAttribute("style", "letter");
        item.setAttribute("align", i === 2 ? "left" : "justify");
        if (i === 3) item.setAttribute("level", 2 as unknown as string);
        return item;
      });
      const centred = plainParagraph(text);
      centred.setAttribute("align", "center");
      content.insert(0, [plainParagraph(text), centred, ...listed, plainTable(3, 3), plainParagraph(text)]);
      for (let i = 0; i < 25; i += 1) {
        doc.clientID = 10 + (i % 3);
        doc.transact(() => suggestAnything(rng, content, `u${i % 3}`, `s${i}`));
      }
      let count = 0;
      const tracked = await fileOf(
        readWithRevisions(content, () => ({ id: (count += 1), author: "Vi Thị Mận", at: 1_700_000_000_000 })),
      );
      const clean = await fileOf(traceFragment(content, "final").map(plainBlock));
      const original = await fileOf(traceFragment(content, "base").map(plainBlock));
      expect(count).toBeGreaterThan(3);
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
});
