import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import {
  CarriedIds,
  findCarriedText,
  liveRanges,
  locateText,
  quoteOf,
  RangeSet,
  rangesOfWords,
  RecentlyDeleted,
  seedDocument,
  type TextRange,
} from "./index.ts";

const texts = ["Toàn xã có 21 bản, 4.120 hộ.", "Diện tích lúa 95 ha.", "Thu ngân sách đạt 87%."];

/** A document whose edits are watched as the server watches them. */
function scene() {
  const doc = new Y.Doc();
  Y.applyUpdate(
    doc,
    seedDocument(
      texts.map((text) => ({ style: "body", level: 1, text })),
      1,
    ),
  );
  const carried = new CarriedIds();
  const recent = new RecentlyDeleted();
  doc.on("afterTransaction", (transaction: Y.Transaction) => {
    for (const range of findCarriedText(transaction, carried, recent)) carried.add(range);
  });
  const content = doc.getXmlFragment("content");
  const textOf = (index: number): Y.XmlText => {
    const node = (content.get(index) as Y.XmlElement).get(0);
    if (!(node instanceof Y.XmlText)) throw new Error("no text");
    return node;
  };
  const located = () => locateText(content);
  /** The letters of these words, as a page sends them. */
  const select = (words: string): TextRange[] => {
    const { text, pieces } = located();
    const from = text.indexOf(words);
    const to = from + words.length;
    return pieces.flatMap(({ at, client, clock, length }) => {
      const start = Math.max(at, from);
      const end = Math.min(at + length, to);
      return start < end ? [{ client, clock: clock + start - at, length: end - start }] : [];
    });
  };
  const anchor = (words: string) => ({
    ranges: select(words).flatMap((range) => carried.originsOf(range)),
    ...(quoteOf(located(), select(words), 10) ?? { quote: "", prefix: "", suffix: "" }),
  });
  const nowOf = (ranges: readonly TextRange[]) => quoteOf(located(), ranges, 0)?.quote ?? null;
  const paragraph = (text: string) => {
    const element = new Y.XmlElement("paragraph");
    element.insert(0, [new Y.XmlText(text)]);
    return element;
  };
  return { doc, content, carried, textOf, located, select, anchor, nowOf, paragraph };
}

describe("text that a comment is about", () => {
  it("[COM3] reads the words of letters, with a line break between blocks, and what stands around them", () => {
    const { located, select } = scene();
    expect(quoteOf(located(), select("hộ.\nDiện tích"), 6)).toEqual({
      quote: "hộ.\nDiện tích",
      prefix: "4.120 ",
      suffix: " lúa 9",
    });
    expect(quoteOf(located(), select("Toàn xã"), 40)?.prefix).toBe("");
    const [ha] = select("95 ha");
    expect(quoteOf(located(), [...select("lúa"), { ...(ha as TextRange) }], 0)?.quote).toBe("lúa95 ha");
  });

  it("[COM3] knows nothing of letters that do not stand there", () => {
    const { located, select, textOf } = scene();
    const [word] = select("95 ha") as [TextRange];
    expect(quoteOf(located(), [{ client: 99, clock: 0, length: 1 }], 0)).toBeNull();
    textOf(1).delete(14, 1);
    expect(quoteOf(located(), [word], 0)).toBeNull();
    expect(quoteOf(located(), [], 0)).toBeNull();
  });

  it("[COM3] counts each letter once", () => {
    const set = new RangeSet([
      { client: 1, clock: 4, length: 4 },
      { client: 1, clock: 0, length: 6 },
      { client: 2, clock: 5, length: 1 },
    ]);
    expect(set.length).toBe(9);
    expect(set.partsOf({ client: 1, clock: 3, length: 10 })).toEqual([{ from: 3, to: 8 }]);
    expect(set.partsOf({ client: 3, clock: 3, length: 10 })).toEqual([]);
  });

  it("[COM5] a text of very many pieces is asked for each of them in a moment", () => {
    const ranges = Array.from({ length: 20_000 }, (_, i) => ({ client: 1, clock: 3 * i, length: 2 }));
    const set = new RangeSet(ranges);
    const started = performance.now();
    expect(ranges.filter((range) => set.partsOf(range).length === 1)).toHaveLength(ranges.length);
    // Far above what it takes, far below the seconds that it once took.
    expect(performance.now() - started).toBeLessThan(1_500);
  });

  it("[COM5] finds the letters again after a split in their midst and after a join", () => {
    const { doc, content, located, carried, anchor, nowOf, textOf, paragraph } = scene();
    const { ranges } = anchor("21 bản, 4.120 hộ");
    doc.transact(() => {
      const right = textOf(0).toString().slice(19);
      textOf(0).delete(19, right.length);
      content.insert(1, [paragraph(right)]);
    });
    expect(nowOf(liveRanges(located(), carried, ranges))).toBe("21 bản, \n4.120 hộ");
    doc.transact(() => {
      const right = textOf(1).toString();
      content.delete(1, 1);
      textOf(0).insert(19, right);
    });
    expect(nowOf(liveRanges(located(), carried, ranges))).toBe("21 bản, 4.120 hộ");
  });

  it("[COM5] a letter typed inside is not part of it, one that is gone is left out", () => {
    const { located, carried, anchor, nowOf, textOf } = scene();
    const { ranges } = anchor("lúa 95 ha");
    textOf(1).insert(14, "khoảng ");
    textOf(1).delete(10, 4);
    expect(nowOf(liveRanges(located(), carried, ranges))).toBe("95 ha");
    expect(located().text).toContain("khoảng 95 ha");
  });

  it("[COM6] finds the words again by their surroundings, at exactly one place", () => {
    const { located, carried, anchor, nowOf, textOf, content, paragraph } = scene();
    const found = anchor("95");
    textOf(1).delete(14, 2);
    expect(liveRanges(located(), carried, found.ranges)).toEqual([]);
    expect(rangesOfWords(located(), found)).toEqual([]);
    textOf(1).insert(14, "95");
    expect(liveRanges(located(), carried, found.ranges)).toEqual([]);
    expect(nowOf(rangesOfWords(located(), found))).toBe("95");
    content.insert(3, [paragraph(texts[0] ?? ""), paragraph(texts[1] ?? ""), paragraph(texts[2] ?? "")]);
    expect(rangesOfWords(located(), found)).toEqual([]);
    expect(rangesOfWords(located(), { quote: "95", prefix: "", suffix: "" })).toEqual([]);
  });

  it("[COM5] reads the largest text in the time that its letters take, not their square", () => {
    const doc = new Y.Doc();
    const words = "Thu ngân sách đạt khá so với cùng kỳ năm trước, vượt kế hoạch được giao. ".repeat(2);
    const blocks = Array.from({ length: 12_000 }, () => ({ style: "body", level: 1, text: words }) as const);
    Y.applyUpdate(doc, seedDocument(blocks, 1));
    const startedAt = performance.now();
    const { text, pieces } = locateText(doc.getXmlFragment("content"));
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect([text.length, pieces.length]).toEqual([12_000 * (words.length + 1), 12_000]);
  });
});
