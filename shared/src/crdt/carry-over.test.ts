import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { CarriedIds, findCarriedText, RecentlyDeleted, seedDocument } from "./index.ts";

const an = 1;
const binh = 2;

/** A document of An's two paragraphs, where edits of Bình are watched as the server watches them. */
function scene(texts = ["Huyện đã triển khai nghị quyết tới toàn thể cán bộ.", "Đoạn thứ hai."]) {
  const doc = new Y.Doc();
  const seed = texts.map((text) => ({ style: "body" as const, level: 1, text }));
  Y.applyUpdate(doc, seedDocument(seed, an));
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
  const paragraph = (text: string) => {
    const element = new Y.XmlElement("paragraph");
    const node = new Y.XmlText();
    node.insert(0, text);
    element.insert(0, [node]);
    return element;
  };
  const edit = (by: number, change: () => void) => {
    doc.clientID = by;
    doc.transact(change);
  };
  /** "1:Huyện đã|2: nay" for one paragraph. */
  const authors = (index: number): string => {
    const parts: { client: number; text: string }[] = [];
    for (let item = textOf(index)._start; item; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      let offset = 0;
      for (const { client, length } of carried.originsOf({ ...item.id, length: item.length })) {
        const text = item.content.str.slice(offset, offset + length);
        const last = parts.at(-1);
        if (last?.client === client) last.text += text;
        else parts.push({ client, text });
        offset += length;
      }
    }
    return parts.map(({ client, text }) => `${client}:${text}`).join("|");
  };
  /** As the editor's binding splits: the right half is deleted, and put in again as a new paragraph. */
  const split = (by: number, index: number, at: number) =>
    edit(by, () => {
      const text = textOf(index);
      const right = text.toString().slice(at);
      text.delete(at, right.length);
      content.insert(index + 1, [paragraph(right)]);
    });
  return { doc, content, carried, textOf, paragraph, edit, authors, split };
}

describe("text that is carried along", () => {
  it("[LINE1] keeps its author through a split by somebody else", () => {
    const { split, authors } = scene();
    split(binh, 0, 20);
    expect(authors(0)).toBe("1:Huyện đã triển khai ");
    expect(authors(1)).toBe("1:nghị quyết tới toàn thể cán bộ.");
  });

  it("[LINE1] through a split with new words in the same edit, which are the splitter's", () => {
    const { edit, textOf, content, paragraph, authors } = scene();
    edit(binh, () => {
      textOf(0).delete(20, 31);
      content.insert(1, [paragraph("nghị quyết số 22 tới toàn thể cán bộ.")]);
    });
    expect(authors(1)).toBe("1:nghị quyết |2:số 22 |1:tới toàn thể cán bộ.");
  });

  it("[LINE1] through a join, a move, and both in turn", () => {
    const { edit, textOf, content, paragraph, authors, split } = scene();
    edit(binh, () => {
      const text = textOf(1).toString();
      content.delete(1, 1);
      textOf(0).insert(textOf(0).length, text);
    });
    expect(authors(0)).toBe("1:Huyện đã triển khai nghị quyết tới toàn thể cán bộ.Đoạn thứ hai.");
    split(3, 0, 8);
    edit(binh, () => {
      const text = textOf(1).toString();
      content.delete(1, 1);
      content.insert(0, [paragraph(text)]);
    });
    expect(authors(0)).toBe("1: triển khai nghị quyết tới toàn thể cán bộ.Đoạn thứ hai.");
  });

  it("[LINE2] through an undo and through cut and paste in two edits", () => {
    const { doc, content, edit, textOf, authors } = scene();
    const undo = new Y.UndoManager(content, { captureTimeout: 0, trackedOrigins: new Set([null]) });
    edit(binh, () => textOf(0).delete(0, 20));
    undo.undo();
    expect(authors(0)).toBe("1:Huyện đã triển khai nghị quyết tới toàn thể cán bộ.");
    edit(binh, () => textOf(0).delete(6, 14));
    edit(binh, () => textOf(1).insert(0, "đã triển khai "));
    expect(authors(1)).toBe("1:đã triển khai Đoạn thứ hai.");
    doc.destroy();
  });

  it("[LINE3] does not take short or typed words for somebody else's", () => {
    const { edit, textOf, authors } = scene();
    // Over a selection: the letter stood in it too.
    edit(binh, () => {
      textOf(0).delete(0, 20);
      textOf(0).insert(0, "H");
    });
    expect(authors(0)).toBe("2:H|1:nghị quyết tới toàn thể cán bộ.");
    // Later, and shorter than is known again.
    edit(binh, () => textOf(1).insert(0, "Huyện"));
    expect(authors(1)).toBe("2:Huyện|1:Đoạn thứ hai.");
  });

  it("[LINE3] carries each unit once: a second paste of the same words is the paster's", () => {
    const { edit, textOf, authors } = scene();
    edit(binh, () => textOf(0).delete(0, 20));
    edit(binh, () => textOf(1).insert(0, "Huyện đã triển khai "));
    edit(binh, () => textOf(1).insert(0, "Huyện đã triển khai "));
    expect(authors(1)).toBe("2:Huyện đã triển khai |1:Huyện đã triển khai Đoạn thứ hai.");
  });

  it("[LINE4] stays cheap: a long text of one letter, taken away and put in again", () => {
    const long = "a".repeat(100_000);
    const { edit, textOf, authors } = scene([long, "b"]);
    edit(binh, () => {
      textOf(0).delete(0, long.length);
      textOf(1).insert(0, `${long.slice(0, 60_000)}!`);
    });
    expect(authors(1).startsWith("1:aaa")).toBe(true);
  });
});

describe("ids that were carried", () => {
  it("[LINE5] gives the first ids of a range, part by part, and forgets what was refused", () => {
    const carried = new CarriedIds([
      { client: 2, clock: 10, length: 5, origin: { client: 1, clock: 100 } },
      { client: 2, clock: 20, length: 2, origin: { client: 3, clock: 0 } },
    ]);
    expect(carried.originsOf({ client: 2, clock: 8, length: 15 })).toEqual([
      { client: 2, clock: 8, length: 2 },
      { client: 1, clock: 100, length: 5 },
      { client: 2, clock: 15, length: 5 },
      { client: 3, clock: 0, length: 2 },
      { client: 2, clock: 22, length: 1 },
    ]);
    expect(carried.originsOf({ client: 2, clock: 12, length: 1 })).toEqual([
      { client: 1, clock: 102, length: 1 },
    ]);
    const range = { client: 2, clock: 30, length: 1, origin: { client: 1, clock: 0 } };
    carried.add(range);
    carried.remove([range]);
    expect(carried.originsOf({ client: 2, clock: 30, length: 1 })).toEqual([
      { client: 2, clock: 30, length: 1 },
    ]);
  });
});
