import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { contentOf } from "./doc-layout.ts";
import { recordKey } from "./record-key.ts";
import { isEmptyText, plainText, readBlocks } from "./read-blocks.ts";
import { readText } from "./read-text.ts";
import { seedDocument } from "./seed.ts";
import { listChanges } from "./suggestions/list-changes.ts";

function paragraph() {
  const doc = new Y.Doc();
  const text = new Y.XmlText();
  const element = new Y.XmlElement("paragraph");
  element.insert(0, [text]);
  contentOf(doc).insert(0, [element]);
  return { content: contentOf(doc), text, write: (change: () => void) => doc.transact(change) };
}

it("[STORE8] a text is empty when nothing is in it that anybody would miss", () => {
  const blocks = (...texts: string[]) =>
    readText([
      seedDocument(
        texts.map((text) => ({ style: "body", level: 1, text })),
        7,
      ),
    ]).blocks;
  expect(isEmptyText([])).toBe(true);
  expect(isEmptyText(blocks("", " \u00a0"))).toBe(true);
  for (const text of ["Không có.", "—", "."]) expect(isEmptyText(blocks("", text))).toBe(false);
  expect(isEmptyText([{ kind: "table", rows: [] }])).toBe(false);
});

/** Far above what it takes, far below the minutes that it once took. */
const mostMs = 3_000;

describe("a text of very many pieces", () => {
  it("is one run of composed letters, and is read in a moment", () => {
    const { content, text, write } = paragraph();
    const syllable = "đồng ".normalize("NFD");
    const before = "Đến hết quý III. ".repeat(20_000);
    write(() => text.insert(0, before));
    // Each letter stands before the one typed last, so no two are one item.
    write(() => {
      for (let i = 0; i < 6_000; i += 1)
        for (const unit of [...syllable].toReversed()) text.insert(before.length, unit);
    });
    const startedAt = performance.now();
    const blocks = readBlocks(content);
    expect(performance.now() - startedAt).toBeLessThan(mostMs);
    expect(blocks.map(plainText)).toEqual([before + "đồng ".repeat(6_000)]);
    expect(blocks[0]?.kind === "paragraph" && blocks[0].runs.length).toBe(1);
  });

  it("[SUG2] one suggestion in very many places is one change, found in a moment", () => {
    const { content, text, write } = paragraph();
    const value = { id: "a", by: "an", at: "" };
    write(() => {
      const record = { [recordKey("del", value)]: value };
      text.applyDelta(
        Array.from({ length: 30_000 }, () => [{ insert: "x", attributes: record }, { insert: "y" }]).flat(),
      );
    });
    const startedAt = performance.now();
    const changes = listChanges(content);
    expect(performance.now() - startedAt).toBeLessThan(mostMs);
    expect(changes.map(({ deleted }) => deleted.length)).toEqual([30_000]);
  });
});
