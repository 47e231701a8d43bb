import { contentOf, seedDocument } from "@dongsoan/shared/crdt";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { editBound } from "../../../test/kit/bound-editor.ts";
import { refusedParagraphs } from "./retained-diff.ts";

function write(doc: Y.Doc, text: string): Y.XmlText {
  const paragraph = new Y.XmlElement("paragraph");
  const words = new Y.XmlText(text);
  paragraph.insert(0, [words]);
  contentOf(doc).push([paragraph]);
  return words;
}

describe("refused paragraphs", () => {
  it("[RET1] are this person's only, also when others wrote meanwhile", () => {
    const server = new Y.Doc();
    const first = write(server, "Một");
    write(server, "Hai");
    const own = new Y.Doc();
    Y.applyUpdate(own, Y.encodeStateAsUpdate(server));
    const ownSecond = (contentOf(own).get(1) as Y.XmlElement).get(0) as Y.XmlText;
    ownSecond.insert(3, " của tôi");
    write(own, "Ba mới");
    first.insert(3, " của người khác");
    expect(refusedParagraphs(Y.encodeStateAsUpdate(own), server, true)).toEqual([
      { text: "Hai của tôi", before: "Hai" },
      { text: "Ba mới", before: null },
    ]);
  });
  it("[RET2] nothing refused gives nothing", () => {
    const server = new Y.Doc();
    write(server, "Một");
    expect(refusedParagraphs(Y.encodeStateAsUpdate(server), server, true)).toEqual([]);
  });
  it("[RET3] another lineage is compared by text and never merged", () => {
    const server = new Y.Doc();
    write(server, "Giữ nguyên");
    const own = new Y.Doc();
    write(own, "Giữ nguyên");
    write(own, "Viết trước khi khôi phục");
    expect(refusedParagraphs(Y.encodeStateAsUpdate(own), server, false)).toEqual([
      { text: "Viết trước khi khôi phục", before: null },
    ]);
  });

  describe("[RET8] of a paragraph that others removed meanwhile are handed in whole", () => {
    const twice = (...texts: readonly string[]): [Y.Doc, Y.Doc] => {
      const seed = seedDocument(
        texts.map((text) => ({ style: "body", level: 1, text })),
        7,
      );
      const docs: [Y.Doc, Y.Doc] = [new Y.Doc(), new Y.Doc()];
      for (const doc of docs) Y.applyUpdate(doc, seed);
      return docs;
    };
    const meanwhile = (remove: Parameters<typeof editBound>[1]) => {
      const [server, own] = twice("Một.", "Hai.", "Ba.");
      editBound(own, (tr) => tr.insertText(" Của tôi.", 11));
      editBound(server, remove);
      return refusedParagraphs(Y.encodeStateAsUpdate(own), server, true);
    };
    const lost = { text: "Hai. Của tôi.", before: null };
    it("deleted", () => expect(meanwhile((tr) => tr.delete(6, 12))).toEqual([lost]));
    it("joined to the one before", () => expect(meanwhile((tr) => tr.join(6))).toEqual([lost]));
    it("cut and put elsewhere", () =>
      expect(
        meanwhile((tr) => {
          const cut = tr.doc.slice(6, 12).content;
          tr.delete(6, 12).insert(tr.doc.content.size, cut);
        }),
      ).toEqual([lost]));
    it("and nothing when what was removed had been accepted", () => {
      const [server, own] = twice("Một.", "Hai.");
      editBound(server, (tr) => tr.delete(0, 6));
      expect(refusedParagraphs(Y.encodeStateAsUpdate(own), server, true)).toEqual([]);
    });
  });
});
