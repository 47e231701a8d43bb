import * as Y from "yjs";
import { describe, expect, it } from "vitest";
import { encodeRecord } from "../../schema/records.ts";
import { recordKey } from "../record-key.ts";
import { contentOf } from "../doc-layout.ts";
import { decideChanges } from "./decide-changes.ts";
import { listChanges } from "./list-changes.ts";

type Suggested = readonly [kind: "ins" | "del", by: string, id: string];

/** One paragraph of pieces, each with the suggestions on it. */
function document(...pieces: readonly (readonly [text: string, ...records: readonly Suggested[]])[]): Y.Doc {
  const doc = new Y.Doc();
  const paragraph = new Y.XmlElement("paragraph");
  const text = new Y.XmlText();
  contentOf(doc).push([paragraph]);
  paragraph.push([text]);
  text.applyDelta(
    pieces.map(([insert, ...records]) => ({
      insert,
      attributes: Object.fromEntries(
        records.map(([kind, by, id]) => {
          const value = { id, by, at: "" };
          return [recordKey(kind, value), value];
        }),
      ),
    })),
  );
  return doc;
}
const changesIn = (doc: Y.Doc) =>
  listChanges(contentOf(doc)).map(({ by, kind, inserted, deleted }) => [by, kind, inserted, deleted]);

describe("changes", () => {
  it("[SUG4] what one person puts in and takes out in one place is one; another's beside it is another", () => {
    const doc = document(
      ["Thu "],
      ["95", ["del", "an", "a"]],
      ["98", ["ins", "an", "b"]],
      ["!", ["ins", "binh", "c"]],
      [" ha lúa"],
      [" chiêm", ["ins", "an", "d"]],
    );
    expect(changesIn(doc)).toEqual([
      ["an", "replace", "98", "95"],
      ["binh", "insert", "!", ""],
      ["an", "insert", " chiêm", ""],
    ]);
  });

  it("[SUG4] places that share a suggestion are one change", () => {
    const doc = document(["Thu ", ["ins", "an", "a"]], ["95 "], ["ha", ["ins", "an", "a"]]);
    expect(changesIn(doc)).toEqual([["an", "insert", "Thu ha", ""]]);
  });

  it("[SUG17] a decision on thousands of letters that look in turns is made in one pass", () => {
    const doc = document(["x".repeat(8_000), ["ins", "an", "a"]]);
    const text = (contentOf(doc).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    text.applyDelta(
      Array.from({ length: 8_000 }, (_, i) => ({ retain: 1, attributes: i % 2 === 0 ? { bold: {} } : {} })),
    );
    text.applyDelta(
      Array.from({ length: 8_000 }, (_, i) => {
        const value = { id: "b", by: "binh", at: "" };
        return { retain: 1, attributes: i % 2 === 0 ? { [recordKey("del", value)]: value } : {} };
      }),
    );
    const startedAt = performance.now();
    const update = decideChanges(Y.encodeStateAsUpdate(doc), new Set(["a", "b"]), "accept", 9);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    if (update) Y.applyUpdate(doc, update);
    expect(contentOf(doc).toString()).toBe(`<paragraph>${"x".repeat(4_000)}</paragraph>`);
  });

  it("[SUG17] a decision that makes hundreds of paragraphs one writes each of them anew once", () => {
    const doc = new Y.Doc();
    const content = contentOf(doc);
    for (let i = 0; i < 400; i += 1) {
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.insert(0, [new Y.XmlText("x".repeat(100))]);
      if (i > 0) paragraph.setAttribute("tcSplit", encodeRecord({ id: `s${i}`, by: "an" }));
      content.push([paragraph]);
    }
    const ids = new Set(listChanges(content).flatMap((change) => change.ids));
    const update = decideChanges(Y.encodeStateAsUpdate(doc), ids, "reject", 9);
    expect(update?.length).toBeLessThan(100_000);
    if (update) Y.applyUpdate(doc, update);
    expect(content.toString()).toBe(`<paragraph>${"x".repeat(40_000)}</paragraph>`);
  });

  it("[SUG7] letters that two people put in stay until the last of them is rejected", () => {
    const doc = document(["Thu "], ["hoạch", ["ins", "an", "a"], ["ins", "binh", "b"]]);
    const reject = (id: string) => {
      const update = decideChanges(Y.encodeStateAsUpdate(doc), new Set([id]), "reject", 9);
      if (update) Y.applyUpdate(doc, update);
    };
    reject("a");
    expect(changesIn(doc)).toEqual([["binh", "insert", "hoạch", ""]]);
    reject("b");
    expect(contentOf(doc).toString()).toBe("<paragraph>Thu </paragraph>");
  });
});
