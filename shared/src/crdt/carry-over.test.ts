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
  const authors = (index: number, element = content.get(index)): string => {
    const parts: { client: number; text: string }[] = [];
    for (let item = (element as Y.XmlElement).get(0)._start; item; item = item.right) {
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

  it("[LINE11] through an undo however short the text is, whatever stands beside it by now", () => {
    const { content, edit, textOf, authors } = scene(["Thu 95 tạ.", "Đoạn thứ hai."]);
    const undo = new Y.UndoManager(content, { captureTimeout: 0, trackedOrigins: new Set(["binh"]) });
    const byBinh = (change: () => void) => content.doc?.transact(() => edit(binh, change), "binh");
    // As one selects and deletes.
    byBinh(() => textOf(0).delete(4, 2));
    edit(3, () => textOf(0).insert(4, "9"));
    undo.undo();
    expect(authors(0)).toBe("1:Thu 95|3:9|1: tạ.");
    undo.redo();
    edit(3, () => textOf(0).delete(4, 1));
    undo.undo();
    expect(authors(0)).toBe("1:Thu 95 tạ.");
    // As Backspace deletes, and in two steps back.
    for (const at of [5, 4, 3]) byBinh(() => textOf(0).delete(at, 1));
    undo.undo();
    expect(authors(0)).toBe("1:Thu  tạ.");
    undo.undo();
    undo.undo();
    expect(authors(0)).toBe("1:Thu 95 tạ.");
    // As one step, where Yjs has made one item of what came one by one.
    undo.captureTimeout = 10_000;
    for (const at of [5, 4]) byBinh(() => textOf(0).delete(at, 1));
    undo.undo();
    expect(authors(0)).toBe("1:Thu 95 tạ.");
  });

  it("[LINE11] through an undo of what went with its paragraph, or its row of a table", () => {
    const { content, edit, textOf, authors, paragraph } = scene(["Thu:", "95", "97", "Hết."]);
    const undo = new Y.UndoManager(content, { captureTimeout: 0, trackedOrigins: new Set(["binh"]) });
    const byBinh = (change: () => void) => content.doc?.transact(() => edit(binh, change), "binh");
    edit(3, () => textOf(2).insert(2, "!"));
    byBinh(() => content.delete(1, 2));
    undo.undo();
    expect([authors(1), authors(2)]).toEqual(["1:95", "1:97|3:!"]);
    // As rows are told apart whose figures are the same.
    const rowOf = (...texts: string[]) => {
      const row = new Y.XmlElement("tableRow");
      const cells = texts.map((text) => {
        const made = new Y.XmlElement("tableCell");
        made.insert(0, [paragraph(text)]);
        return made;
      });
      row.insert(0, cells);
      return row;
    };
    const table = new Y.XmlElement("table");
    edit(3, () => content.insert(4, [table]));
    edit(4, () => table.insert(0, [rowOf("7", "8")]));
    edit(5, () => table.insert(1, [rowOf("7", "8")]));
    byBinh(() => table.delete(0, 2));
    undo.undo();
    const cellAuthors = (row: number, column: number) =>
      authors(0, ((table.get(row) as Y.XmlElement).get(column) as Y.XmlElement).get(0) as Y.XmlElement);
    expect([cellAuthors(0, 0), cellAuthors(0, 1), cellAuthors(1, 0), cellAuthors(1, 1)]).toEqual([
      "4:7",
      "4:8",
      "5:7",
      "5:8",
    ]);
  });

  /** An item as a hostile client writes it: these letters, between what it names. */
  const forge = (text: Y.XmlText, letters: string, left: Y.Item | null, right: Y.Item | null) => {
    const doc = text.doc as Y.Doc;
    doc.transact((transaction) =>
      new Y.Item(
        Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID)),
        left,
        left && left.lastId,
        right,
        right && right.id,
        text,
        null,
        new Y.ContentString(letters),
      ).integrate(transaction, 0),
    );
  };
  const itemsOf = (text: Y.XmlText): Y.Item[] => {
    const items: Y.Item[] = [];
    for (let item = text._start; item; item = item.right) items.push(item);
    return items;
  };

  it("[LINE11] takes nothing for an undo but the same letters at their place, and each once", () => {
    const forger = 0;
    const begin = (typed?: string) => {
      const { edit, textOf, authors } = scene(["Chả nên. Nên làm.", "b"]);
      edit(forger, () => textOf(0).delete(0, 4));
      if (typed !== undefined) edit(forger, () => textOf(0).insert(0, typed));
      const text = textOf(0);
      const gone = itemsOf(text).find((item) => item.deleted && item.length === 4) as Y.Item;
      return { text, gone, authors: () => authors(0), edit };
    };
    // Typed again.
    expect(begin("Chả ").authors()).toBe("0:Chả |1:nên. Nên làm.");
    // Other letters, part of them at another's place, and more of them than there were.
    for (const letters of ["Cha ", "hả ", "Chả n"]) {
      const { text, gone, authors } = begin();
      forge(text, letters, gone.left, gone);
      expect(authors()).toBe(`0:${letters}|1:nên. Nên làm.`);
    }
    // The same letters elsewhere, whatever they say that they stand before.
    const elsewhere = begin();
    elsewhere.edit(3, () => elsewhere.text.insert(0, "Ai cũng "));
    const typed = itemsOf(elsewhere.text).find(({ id }) => id.client === 3) as Y.Item;
    for (const left of [null, typed]) forge(elsewhere.text, "Chả ", left, left ? typed.right : typed);
    expect(elsewhere.authors()).not.toContain("1:Chả");
    // A paragraph of other words in place of one that went.
    const { edit, content, paragraph, authors } = scene(["95", "97"]);
    edit(forger, () => content.delete(0, 1));
    edit(forger, () => content.insert(0, [paragraph("59")]));
    // The same ones at another place.
    edit(forger, () => content.insert(2, [paragraph("95")]));
    expect([authors(0), authors(2)]).toEqual(["0:59", "0:95"]);
    // Once more.
    const twice = begin();
    for (let i = 0; i < 2; i += 1) forge(twice.text, "Chả ", twice.gone.left, twice.gone);
    expect(twice.authors()).toBe("1:Chả |0:Chả |1:nên. Nên làm.");
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
