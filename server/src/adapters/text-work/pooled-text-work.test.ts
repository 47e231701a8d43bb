import { afterAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import {
  contentOf,
  plainBlock,
  plainText,
  seedBlocks,
  seedDocument,
  type TracedBlock,
} from "@dongsoan/shared/crdt";
import { must, type UserId } from "@dongsoan/shared/domain";
import type { VersionContent } from "../../ports/version-store.ts";
import { pooledTextWork } from "./pooled-text-work.ts";

const paragraph = (text: string) => ({ style: "body", level: 1, text }) as const;
const emptyParagraph = { kind: "paragraph", style: "body", level: 1, align: "justify" } as const;
const minh = "minh" as UserId;

describe("text work on threads", () => {
  const work = pooledTextWork();
  afterAll(() => work.close());

  /** Two paragraphs, of which somebody else then changes the first. */
  function history() {
    const seed = seedDocument(["Gieo trồng được 95 ha lúa.", "Thu ngân sách đạt khá."].map(paragraph), 7);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, seed);
    doc.clientID = 8;
    const later: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => later.push(update));
    const text = (contentOf(doc).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    text.delete(16, 2);
    text.insert(16, "97");
    return { seed, later };
  }
  const textOf = ({ textJson }: VersionContent) => JSON.parse(textJson) as readonly TracedBlock[];
  const wordsOf = (folded: VersionContent) => textOf(folded).map((b) => plainText(plainBlock(b)));

  it("[VER15] folds, compares and restores as in the thread that asks, which goes on meanwhile", async () => {
    const { seed, later } = history();
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const older = await work.fold([seed]);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
    const newer = await work.fold([seed, ...later]);
    expect(wordsOf(newer)).toEqual(["Gieo trồng được 97 ha lúa.", "Thu ngân sách đạt khá."]);

    const {
      blocks: [first, second],
    } = await work.compare({
      older: older.state,
      newer: newer.state,
      carried: [],
      written: [{ client: 8, clock: 0, length: 2, by: minh, at: 1 }],
      between: later.map((payload) => ({ payload, by: minh, accepted: [] })),
    });
    const pieces = must(first?.kind === "paragraph" ? first.pieces : null, "pieces");
    expect(pieces.filter((piece) => piece.change !== "same")).toEqual([
      expect.objectContaining({ change: "deleted", text: "95", by: minh }),
      expect.objectContaining({ change: "inserted", text: "97", by: minh }),
    ]);
    expect(second).toMatchObject({ kind: "paragraph", end: "same" });

    const [taken, put] = later;
    const undoing = { before: [seed], update: must(taken, "a deletion"), after: [must(put, "an insertion")] };
    const undo = must(await work.takeBack({ ...undoing, clientId: 11 }), "an undoing update");
    expect(wordsOf(await work.fold([seed, ...later, undo]))[0]).toMatch(/95/);

    const back = must(
      await work.restore({ state: newer.state, target: older.state, clientId: 9 }),
      "a restoring update",
    );
    expect(wordsOf(await work.fold([newer.state, back]))).toEqual(wordsOf(older));
    expect(await work.restore({ state: older.state, target: older.state, clientId: 10 })).toBeNull();
  });

  it.each([1, 1_000])(
    "[VER15] reads a text of %i paragraphs for comments, authors and figures",
    async (count) => {
      const words = "Thu ngân sách đạt khá so với cùng kỳ năm trước.";
      const seed = seedDocument(
        Array.from({ length: count }, () => paragraph(words)),
        7,
      );
      const doc = new Y.Doc();
      Y.applyUpdate(doc, seed);
      const first = (contentOf(doc).get(0) as Y.XmlElement).get(0) as Y.XmlText;
      const { client, clock } = must(first._start, "a letter").id;
      const updates = [seed];
      const ranges = [{ client, clock, length: 3 }];
      let turns = 0;
      const timer = setInterval(() => (turns += 1), 1);
      const anchor = must(await work.quote({ updates, carried: [], ranges, surrounding: 4 }), "an anchor");
      clearInterval(timer);
      // What fits on some pages is read at once; what does not, beside everybody's typing.
      expect(turns > 0).toBe(count > 1);
      expect(anchor).toEqual({ ranges, quote: "Thu", prefix: "", suffix: " ngâ" });
      const threads = [
        { id: "gone", anchor: { ...anchor, ranges: [{ client: 9, clock: 0, length: 3 }], quote: "Chi" } },
        { id: "stands", anchor },
      ];
      expect(await work.locate({ updates, carried: [], threads })).toEqual([
        { threadId: "stands", ranges },
        { threadId: "gone", ranges: [] },
      ]);
      const written = await work.written([{ payload: seed, by: minh, at: 1 }]);
      expect(written).toMatchObject([{ client, clock: 0, by: minh, at: 1 }]);
      // All paragraphs are of one author: they are one range.
      expect(await work.authors({ updates, carried: [], written, claimed: [] })).toMatchObject([
        { client, by: minh, at: 1 },
      ]);
      expect(await work.measure(updates)).toEqual({ wordCount: 11 * count, hasOpenSuggestions: false });
      await expect(work.measure([new Uint8Array([255, 255, 255])])).rejects.toThrow();
    },
  );

  it.each([1, 2_000])("[VER15] makes and reads a first text of %i paragraphs", async (count) => {
    const blocks = Array.from({ length: count }, (_, i) => ({
      ...emptyParagraph,
      runs: [{ kind: "text" as const, text: `Câu số ${i}.`, bold: false, italic: false, underline: false }],
    }));
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const [seed] = await work.seed([
      { blocks, clientId: 7 },
      { blocks: [], clientId: 8 },
    ]);
    clearInterval(timer);
    expect(turns > 0).toBe(count > 1);
    expect(seed).toEqual({ update: seedBlocks(blocks, 7), suggestions: [] });
    const { textJson, hash } = await work.fold([must(seed, "seed").update]);
    turns = 0;
    const hashing = setInterval(() => (turns += 1), 1);
    expect(await work.hashText(textJson)).toBe(hash);
    clearInterval(hashing);
    expect(turns > 0).toBe(count > 1);
    const { blocksJson, ...figures } = await work.read([must(seed, "seed").update]);
    expect(JSON.parse(blocksJson)).toEqual(blocks);
    expect(figures).toEqual({
      wordCount: 3 * count,
      hasOpenSuggestions: false,
    });
  });

  it("[VER15] a first text of one paragraph in very many pieces holds nobody up", async () => {
    const runs = Array.from({ length: 20_000 }, (_, i) => ({
      kind: "text" as const,
      text: "chữ ",
      bold: i % 2 === 0,
      italic: false,
      underline: false,
    }));
    const blocks = [{ ...emptyParagraph, runs }];
    const cell = { isHeader: false, colspan: 1, rowspan: 1, colwidth: null, blocks };
    for (const content of [blocks, [{ kind: "table" as const, rows: [{ cells: [cell] }] }]]) {
      let turns = 0;
      const timer = setInterval(() => (turns += 1), 1);
      const [seed] = await work.seed([{ blocks: content, clientId: 7 }]);
      clearInterval(timer);
      expect(turns).toBeGreaterThan(0);
      expect(await work.read([must(seed, "seed").update])).toMatchObject({ wordCount: runs.length });
    }
  });

  it("[VER15] takes bytes that lie in a larger buffer, and refuses those that are none of Yjs alone", async () => {
    const { seed } = history();
    const chunk = Buffer.concat([Buffer.from([1, 2, 3]), seed, Buffer.alloc(9)]);
    const inside = chunk.subarray(3, 3 + seed.length);
    expect(textOf(await work.fold([inside]))).toHaveLength(2);
    await expect(work.fold([new Uint8Array([255, 255, 255])])).rejects.toThrow();
    expect(textOf(await work.fold([seed]))).toHaveLength(2);
  });
});
