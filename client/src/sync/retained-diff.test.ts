import { contentOf } from "@dongsoan/shared/crdt";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
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
});
