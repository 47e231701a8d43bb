import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { UserId } from "@dongsoan/shared/domain";
import { contentOf } from "@dongsoan/shared/crdt";
import { join, type Name, paragraph, scene, table, textIn } from "../../../../test/kit/removed-paragraph.ts";
import { Shadow } from "../shadow.ts";
import { TextMemory } from "../text-memory.ts";

/** What Bình does to the second of three paragraphs, while An types "XYZ " into its middle. */
const removals: readonly (readonly [string, (content: Y.XmlFragment) => void, readonly string[]])[] = [
  ["a join", (c) => join(c, 1), ["Xã có 21 bản.Dân số XYZ tăng.", "Thu đạt."]],
  [
    "a move down",
    (c) => {
      c.delete(1, 1);
      c.insert(2, [paragraph("Dân số tăng.")]);
    },
    ["Xã có 21 bản.", "Thu đạt.", "Dân số XYZ tăng."],
  ],
  ["a deletion", (c) => c.delete(1, 1), ["Xã có 21 bản.", "XYZ ", "Thu đạt."]],
  ["the deletion of all", (c) => c.delete(0, 3), ["XYZ "]],
  [
    "a deletion with other words in its place",
    (c) => {
      c.delete(1, 1);
      c.insert(1, [paragraph("Hoàn toàn khác")]);
    },
    ["Xã có 21 bản.", "Hoàn toàn khác", "XYZ ", "Thu đạt."],
  ],
  [
    "a join of all that comes behind the caret of the other",
    (c) => {
      c.delete(1, 1);
      textIn(c, 0).insert(13, "tăng.");
    },
    ["Xã có 21 bản.XYZ tăng.", "Thu đạt."],
  ],
];

describe("text typed into a paragraph that somebody took away", () => {
  const orders = ["before it", "after it"] as const;
  const cases = removals.flatMap((removal) => orders.map((order) => [...removal, order] as const));

  it.each(cases)("[RESC1] [RESC2] [RESC3] %s", (_name, remove, expected, order) => {
    const { edit, admit, texts, writersOf } = scene(["Xã có 21 bản.", "Dân số tăng.", "Thu đạt."]);
    const updates: [Name, Uint8Array][] = [
      ["an", edit("an", (c) => textIn(c, 1).insert(7, "XYZ "))],
      ["binh", edit("binh", remove)],
    ];
    for (const [name, update] of order === "before it" ? updates : updates.toReversed())
      expect(admit(name, update)).toMatchObject({ ok: true });
    expect(texts().toSorted()).toEqual(expected.toSorted());
    expect(writersOf("XYZ ")).toEqual(["an"]);
  });

  it.each(orders)("[RESC3] a table with its cells, typing that came %s", (order) => {
    const { edit, admit, texts, meet } = scene(["Đầu.", "Cuối."]);
    admit(
      "chi",
      edit("chi", (c) => c.insert(1, [table("Thu")])),
    );
    meet();
    const cell = (c: Y.XmlFragment) => {
      const row = (c.get(1) as Y.XmlElement).get(0) as Y.XmlElement;
      return ((row.get(0) as Y.XmlElement).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    };
    const updates: [Name, Uint8Array][] = [
      ["an", edit("an", (c) => cell(c).insert(3, " đạt 54%"))],
      ["binh", edit("binh", (c) => c.delete(1, 1))],
    ];
    for (const [name, update] of order === "before it" ? updates : updates.toReversed()) admit(name, update);
    expect(texts()).toEqual(["Đầu.", " đạt 54%", "Cuối."]);
  });

  it.each(orders)("[RESC3] the undo of a paragraph that another writes in, typing that came %s", (order) => {
    const { edit, admit, texts, meet, docOf } = scene(["Đầu."]);
    const undo = new Y.UndoManager(contentOf(docOf("binh")), { trackedOrigins: new Set([null]) });
    admit(
      "binh",
      edit("binh", (c) => c.insert(1, [paragraph("Mới")])),
    );
    meet();
    const updates: [Name, Uint8Array][] = [
      ["an", edit("an", (c) => textIn(c, 1).insert(3, " thêm"))],
      ["binh", edit("binh", () => undo.undo())],
    ];
    for (const [name, update] of order === "before it" ? updates : updates.toReversed()) admit(name, update);
    expect(texts()).toEqual(["Đầu.", " thêm"]);
  });

  it.each(orders)("[RESC4] bold stays bold, for typing that came %s", (order) => {
    const { edit, admit, shadow } = scene(["Đầu.", "Giữa."]);
    const updates: [Name, Uint8Array][] = [
      ["an", edit("an", (c) => textIn(c, 1).insert(2, "đậm", { bold: {} }))],
      ["binh", edit("binh", (c) => join(c, 1))],
    ];
    for (const [name, update] of order === "before it" ? updates : updates.toReversed()) admit(name, update);
    expect(textIn(contentOf(shadow.doc), 0).toDelta()).toEqual([
      { insert: "Đầu.Gi" },
      { insert: "đậm", attributes: { bold: {} } },
      { insert: "ữa." },
    ]);
  });

  it("[RESC2] letter after letter, each in an update of its own, with one in the middle of the others", () => {
    const { edit, admit, texts, writersOf } = scene(["Đầu.", "Giữa."]);
    const letters = [..."tiến"].map((letter, i) => edit("an", (c) => textIn(c, 1).insert(5 + i, letter)));
    const inside = edit("an", (c) => textIn(c, 1).insert(7, "(!)"));
    admit(
      "binh",
      edit("binh", (c) => c.delete(1, 1)),
    );
    for (const update of [...letters, inside]) expect(admit("an", update)).toMatchObject({ ok: true });
    expect(texts()).toEqual(["Đầu.", "ti(!)ến"]);
    expect(writersOf("(!)")).toEqual(["an"]);
  });

  it("[RESC2] words of which the first letters are known, handed in with the whole document", () => {
    const { edit, admit, texts, docOf } = scene(["Đầu.", "Giữa."]);
    admit(
      "an",
      edit("an", (c) => c.insert(2, [paragraph("mở")])),
    );
    admit(
      "binh",
      edit("binh", (c) => c.delete(0, 2)),
    );
    Y.applyUpdate(docOf("chi"), Y.encodeStateAsUpdate(docOf("an")));
    admit(
      "chi",
      edit("chi", (c) => c.delete(2, 1)),
    );
    edit("an", (c) => textIn(c, 2).insert(2, " chợ phiên"));
    expect(admit("an", Y.encodeStateAsUpdate(docOf("an")))).toMatchObject({ ok: true });
    expect(texts().join("|")).toContain(" chợ phiên");
  });

  it("[RESC2] [RESC6] a letter that its writer takes back before hearing of the removal goes where it stands", () => {
    const { edit, admit, texts } = scene(["Đầu.", "Giữa."]);
    // As an input method does: the word is written, its end taken back, and written anew.
    const written = edit("an", (c) => textIn(c, 1).insert(5, " tie"));
    const takenBack = edit("an", (c) => textIn(c, 1).delete(8, 1));
    const anew = edit("an", (c) => textIn(c, 1).insert(8, "ế"));
    admit(
      "binh",
      edit("binh", (c) => join(c, 1)),
    );
    for (const update of [written, takenBack, anew]) expect(admit("an", update)).toMatchObject({ ok: true });
    expect(texts()).toEqual(["Đầu.Giữa. tiế"]);
  });

  it("[RESC3] what is put back stands before what its writer has typed there since", () => {
    for (let i = 0; i < 20; i += 1) {
      const { edit, admit, texts, docOf } = scene(["Đầu.", "Giữa."]);
      const early = edit("an", (c) => textIn(c, 1).insert(5, " một"));
      const joining = admit(
        "binh",
        edit("binh", (c) => join(c, 1)),
      );
      if (joining.ok && joining.payload) Y.applyUpdate(docOf("an"), joining.payload);
      const since = edit("an", (c) => textIn(c, 0).insert("Đầu.Giữa.".length, " hai"));
      for (const update of [early, since]) admit("an", update);
      expect(texts()).toEqual(["Đầu.Giữa. một hai"]);
    }
  });

  it("[RESC2] finds its place by carried ids also in a room that has been opened anew", () => {
    const { edit, admit, texts, shadow, memory } = scene(["Đầu.", "Giữa."]);
    const typed = edit("an", (c) => textIn(c, 1).insert(2, "XYZ"));
    admit(
      "binh",
      edit("binh", (c) => join(c, 1)),
    );
    const again = new Shadow(shadow.encode(), [], new TextMemory(memory.carried));
    const by = "an" as UserId;
    const owners = { ofClient: () => by, ofSuggestion: () => undefined };
    expect(again.admit(typed, { userId: by, claimant: by, mode: "write" }, owners, 20)).toMatchObject({
      ok: true,
    });
    expect(contentOf(again.doc).toString()).toContain("Đầu.GiXYZữa.");
    expect(texts()).toEqual(["Đầu.Giữa."]);
  });

  it("[RESC1] what the deleter had seen stays deleted, and what its writer took back too", () => {
    const { edit, admit, texts, meet } = scene(["Đầu.", "Giữa."]);
    admit(
      "an",
      edit("an", (c) => textIn(c, 1).insert(5, " thấy")),
    );
    meet();
    const typed = edit("an", (c) => {
      textIn(c, 1).insert(10, " bỏ");
      textIn(c, 1).delete(10, 3);
    });
    admit(
      "binh",
      edit("binh", (c) => c.delete(1, 1)),
    );
    const admission = admit("an", typed);
    expect(admission).toMatchObject({ ok: true, repair: null });
    expect(texts()).toEqual(["Đầu."]);
  });

  it("[RESC4] a suggester's late letters are that suggester's insertion, also in a paragraph of their own", () => {
    const { edit, admit, shadow, suggestions } = scene(["Đầu.", "Giữa."]);
    const typed = edit("an", (c) => textIn(c, 1).insert(2, "XYZ"));
    admit(
      "binh",
      edit("binh", (c) => c.delete(1, 1)),
    );
    const admission = admit("an", typed, "suggest");
    expect(admission).toMatchObject({ ok: true });
    const [id] = suggestions.keys();
    const own = contentOf(shadow.doc).get(1) as Y.XmlElement;
    expect(own.getAttribute("tcIns")).toBe(`${id ?? ""}|an`);
    const [letters] = (own.get(0) as Y.XmlText).toDelta() as { insert: string; attributes: object }[];
    expect(letters?.insert).toBe("XYZ");
    expect(Object.values(letters?.attributes ?? {})).toEqual([{ id, by: "an", at: "" }]);
  });

  it("[RESC4] nobody signs for another by writing into a removed paragraph", () => {
    const { edit, admit, shadow } = scene(["Đầu.", "Giữa."]);
    const forged = { id: "11111111-1111-4111-8111-111111111111", by: "chi", at: "" };
    const typed = edit("an", (c) => textIn(c, 1).insert(2, "XYZ", { "ins--AAAAAAAA": forged, script: true }));
    admit(
      "binh",
      edit("binh", (c) => join(c, 1)),
    );
    expect(admit("an", typed)).toMatchObject({ ok: true, newSuggestions: [] });
    expect(textIn(contentOf(shadow.doc), 0).toDelta()).toEqual([{ insert: "Đầu.GiXYZữa." }]);
  });

  it.each(orders)("[RESC3] a paragraph that was emptied takes them in, typing that came %s", (order) => {
    const { edit, admit, texts } = scene(["Đầu.", "Giữa.", "Cuối."]);
    const updates: [Name, Uint8Array][] = [
      ["an", edit("an", (c) => textIn(c, 1).insert(2, "XYZ"))],
      ["binh", edit("binh", (c) => (c.get(1) as Y.XmlElement).delete(0, 1))],
    ];
    for (const [name, update] of order === "before it" ? updates : updates.toReversed()) admit(name, update);
    expect(texts()).toEqual(["Đầu.", "XYZ", "Cuối."]);
  });

  it("[RESC5] more than the bound is refused, and whoever wrote it gets it back", () => {
    const { edit, admit } = scene(["Đầu.", "Giữa."]);
    const typed = edit("an", (c) => textIn(c, 1).insert(2, "x".repeat(50_001)));
    admit(
      "binh",
      edit("binh", (c) => c.delete(1, 1)),
    );
    expect(admit("an", typed)).toMatchObject({ ok: false, rule: "RESC5", reason: "text-removed" });
  });

  it("[RESC1] whoever only types has nothing looked for", () => {
    const { edit, admit } = scene(["Đầu."]);
    expect(
      admit(
        "an",
        edit("an", (c) => textIn(c, 0).insert(2, "x")),
      ),
    ).toMatchObject({ repair: null });
  });

  it("[RESC2] very many letters that were typed there and taken out again cost a moment", () => {
    const count = 20_000;
    const { edit, admit, texts } = scene(["Dân số tăng.", "b".repeat(count)]);
    const late = edit("an", (c) => {
      const text = textIn(c, 1);
      for (let i = 0; i < count; i += 1) text.insert(1 + i * 2, "x");
      for (let i = count; i > 0; i -= 1) text.delete(i * 2 - 1, 1);
      text.insert(count, "a");
    });
    admit(
      "binh",
      edit("binh", (c) => c.delete(1, 1)),
    );
    const start = performance.now();
    expect(admit("an", late)).toMatchObject({ ok: true });
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(texts()).toEqual(["Dân số tăng.", "a"]);
  });
});
