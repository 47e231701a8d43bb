import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { contentOf } from "@dongsoan/shared/crdt";
import { type Name, paragraph, scene, split, textIn } from "../../../../test/kit/removed-paragraph.ts";

const line = "Xã trồng lúa nước.";
const here = "Xã trồng".length;

const cut = (content: Y.XmlFragment, words: string) => {
  const text = textIn(content, 0);
  text.delete(text.toString().indexOf(words), words.length);
};

describe("text typed into the end of a paragraph that somebody splits off", () => {
  const orders = ["before it", "after it"] as const;
  const modes = ["write", "suggest"] as const;
  const places = [
    ["inside it", "Xã trồng lúa".length, [" lúa nếp nước."]],
    ["at its end", line.length, [" lúa nước. nếp"]],
  ] as const;
  const cases = places.flatMap((place) =>
    orders.flatMap((order) => modes.map((mode) => [...place, order, mode] as const)),
  );

  it.each(cases)("[RESC8] goes with it: %s, %j %j, typing that came %s, split to %s", (...one) => {
    const [, at, expected, order, mode] = one;
    const { edit, admit, texts, writersOf } = scene([line]);
    const suggestion = "11111111-1111-4111-8111-111111111111";
    const updates: [Name, Uint8Array, "write" | "suggest"][] = [
      ["an", edit("an", (c) => textIn(c, 0).insert(at, " nếp")), "write"],
      [
        "binh",
        edit("binh", (c) => {
          const end = split(c, 0, here);
          if (mode === "suggest") end.setAttribute("tcSplit", `${suggestion}|binh`);
        }),
        mode,
      ],
    ];
    for (const [name, update, as] of order === "before it" ? updates : updates.toReversed())
      expect(admit(name, update, as)).toMatchObject({ ok: true });
    expect(texts()).toEqual(["Xã trồng", ...expected]);
    expect(writersOf(" nếp")).toEqual(["an"]);
  });

  it.each([0, 1, 2, 3, 4])("[RESC8] letter after letter, %i of them before the split", (count) => {
    const { edit, admit, texts } = scene([line]);
    const letters = [..." nếp"].map((letter, i) =>
      edit("an", (c) => textIn(c, 0).insert("Xã trồng lúa".length + i, letter)),
    );
    const splitting = edit("binh", (c) => split(c, 0, here));
    for (const letter of letters.slice(0, count)) admit("an", letter);
    admit("binh", splitting);
    for (const letter of letters.slice(count)) expect(admit("an", letter)).toMatchObject({ ok: true });
    expect(texts()).toEqual(["Xã trồng", " lúa nếp nước."]);
  });

  it("[RESC8] behind letters that are still to go along, whose writer has heard of the split alone", () => {
    for (const isOneUpdate of [false, true]) {
      const { edit, admit, texts, docOf } = scene([line]);
      const at = "Xã trồng lúa".length;
      const first = edit("an", (c) => textIn(c, 0).insert(at, " n"));
      const splitting = admit(
        "binh",
        edit("binh", (c) => split(c, 0, here)),
      );
      const doc = docOf("an");
      if (splitting.ok && splitting.payload && splitting.repair)
        for (const update of [splitting.payload, splitting.repair.payload]) Y.applyUpdate(doc, update);
      const then = [..."ếp"].map((letter, i) => edit("an", (c) => textIn(c, 0).insert(here + 2 + i, letter)));
      const updates = isOneUpdate ? [Y.mergeUpdates([first, ...then])] : [first, ...then];
      for (const update of updates) expect(admit("an", update)).toMatchObject({ ok: true });
      expect(texts()).toEqual(["Xã trồng", " lúa nếp nước."]);
    }
  });

  it("[RESC8] what is typed at the end of what stayed, by those who have heard or split it, stays", () => {
    const { edit, admit, texts, meet } = scene([line]);
    admit(
      "binh",
      edit("binh", (c) => split(c, 0, here)),
    );
    admit(
      "binh",
      edit("binh", (c) => textIn(c, 0).insert(here, " b")),
    );
    meet();
    admit(
      "an",
      edit("an", (c) => textIn(c, 0).insert(here + 2, " a")),
    );
    expect(texts()).toEqual(["Xã trồng b a", " lúa nước."]);
  });

  it("[RESC8] typed before the place of the split, it stays there", () => {
    const { edit, admit, texts } = scene([line]);
    const typed = [2, here + 2].map((at) => edit("an", (c) => textIn(c, 0).insert(at, " A")));
    admit(
      "binh",
      edit("binh", (c) => split(c, 0, here)),
    );
    for (const update of typed) admit("an", update);
    expect(texts()).toEqual(["Xã A trồng A", " lúa nước."]);
  });

  const offline: readonly (readonly [string, (content: Y.XmlFragment) => void, readonly string[]])[] = [
    [
      "before the split",
      (c) => void (cut(c, "hai "), split(c, 0, "Một ba ".length)),
      ["Một ba ", "bốn X năm."],
    ],
    [
      "before and behind it",
      (c) => void (cut(c, "hai "), cut(c, "bốn "), split(c, 0, "Một ".length)),
      ["Một ", "ba X năm."],
    ],
    ["right before it", (c) => void (cut(c, "hai ba "), split(c, 0, "Một ".length)), ["Một ", "bốn X năm."]],
    [
      "of the end, behind it",
      (c) => void (cut(c, "Một "), cut(c, "năm."), split(c, 0, "hai ba ".length)),
      ["hai ba ", "bốn X "],
    ],
    [
      "before two splits",
      (c) => void (cut(c, "hai "), split(c, 0, "Một ba bốn ".length), split(c, 0, "Một ".length)),
      ["Một ", "ba bốn X ", "năm."],
    ],
  ];

  it.each(offline.flatMap(([place, ...one]) => orders.map((order) => [place, order, ...one] as const)))(
    "[RESC8] what was deleted %s in the same update has no part in it, typing that came %s",
    (_place, order, change, expected) => {
      const { edit, admit, texts } = scene(["Một hai ba bốn năm."]);
      const updates: [Name, Uint8Array][] = [
        ["an", edit("an", (c) => textIn(c, 0).insert("Một hai ba bốn ".length, "X "))],
        ["binh", edit("binh", change)],
      ];
      for (const [name, update] of order === "before it" ? updates : updates.toReversed())
        expect(admit(name, update)).toMatchObject({ ok: true });
      expect(texts()).toEqual(expected);
    },
  );

  it("[RESC8] of text whose first ids are of an update that a repair took out", () => {
    const { edit, admit, texts, memory } = scene(["Một hai ba bốn năm."]);
    memory.carried.add({ client: 7, clock: 0, length: 100, origin: { client: 9, clock: 0 } });
    const typing = edit("an", (c) => textIn(c, 0).insert("Một hai ba bốn ".length, "X "));
    const splitting = edit("binh", (c) => void (cut(c, "hai "), split(c, 0, "Một ba ".length)));
    expect(admit("an", typing)).toMatchObject({ ok: true });
    expect(admit("binh", splitting)).toMatchObject({ ok: true });
    expect(texts()).toEqual(["Một ba ", "bốn X năm."]);
  });

  const ends = [
    ["before the full stop", line.length - 1, " lúa nước nếp."],
    ["behind the first letter", here + 2, " l nếpúa nước."],
  ] as const;

  it.each(ends.flatMap((one) => orders.map((order) => [...one, order] as const)))(
    "[RESC8] typing right %s goes along, %d %j, that came %s",
    (_place, at, expected, order) => {
      const { edit, admit, texts } = scene([line]);
      const updates: [Name, Uint8Array][] = [
        ["an", edit("an", (c) => textIn(c, 0).insert(at, " nếp"))],
        ["binh", edit("binh", (c) => split(c, 0, here))],
      ];
      for (const [name, update] of order === "before it" ? updates : updates.toReversed())
        expect(admit(name, update)).toMatchObject({ ok: true });
      expect(texts()).toEqual(["Xã trồng", expected]);
    },
  );

  it("[RESC8] of a document handed in after a break, what its writer has seen and left there stays", () => {
    const { edit, admit, texts, knowledgeOf, meet } = scene(["Một hai ba bốn."]);
    admit(
      "an",
      edit("an", (c) => textIn(c, 0).insert("Một hai ba".length, " A")),
    );
    meet();
    const unseen = edit("an", (c) => {
      textIn(c, 0).insert("Một hai ba A".length, " X");
      textIn(c, 0).insert("Một hai".length, " Y");
    });
    const moved = edit("binh", (c) => {
      cut(c, "hai ");
      c.insert(1, [paragraph("hai ")]);
    });
    expect(admit("an", unseen)).toMatchObject({ ok: true });
    expect(admit("binh", moved, "write", knowledgeOf("binh"))).toMatchObject({ ok: true });
    expect(texts()).toEqual(["Một ba A X bốn.", "hai Y "]);
  });

  it("[RESC8] splits that follow each other: each letter goes with what its writer saw it in", () => {
    const { edit, admit, texts, meet } = scene([line]);
    const early = edit("chi", (c) => textIn(c, 0).insert(line.length, " c"));
    admit(
      "binh",
      edit("binh", (c) => split(c, 0, here)),
    );
    meet();
    const late = edit("an", (c) => textIn(c, 0).insert(here, " a"));
    admit(
      "binh",
      edit("binh", (c) => split(c, 0, 2)),
    );
    admit("an", late);
    admit("chi", early);
    meet();
    admit(
      "an",
      edit("an", (c) => textIn(c, 0).insert(2, " A")),
    );
    expect(texts()).toEqual(["Xã A", " trồng a", " lúa nước. c"]);
  });

  it.each(orders)(
    "[RESC8] bold stays bold, and plain letters beside bold ones plain, typing that came %s",
    (order) => {
      const { edit, admit, meet, shadow } = scene([line]);
      admit(
        "chi",
        edit("chi", (c) => textIn(c, 0).format(0, "Xã trồng lúa".length, { bold: {} })),
      );
      meet();
      const typed = (c: Y.XmlFragment) => {
        textIn(c, 0).insert("Xã trồng lúa".length, " nếp", { bold: {} });
        textIn(c, 0).insert("Xã trồng lúa nếp".length, " cái", {});
      };
      const updates: [Name, Uint8Array][] = [
        ["an", edit("an", typed)],
        ["binh", edit("binh", (c) => split(c, 0, here))],
      ];
      for (const [name, update] of order === "before it" ? updates : updates.toReversed())
        admit(name, update);
      expect([0, 1].map((block) => textIn(contentOf(shadow.doc), block).toDelta() as unknown)).toEqual([
        [{ insert: "Xã trồng", attributes: { bold: {} } }],
        [{ insert: " lúa nếp", attributes: { bold: {} } }, { insert: " cái nước." }],
      ]);
    },
  );

  it("[RESC8] words taken out of a paragraph and put elsewhere are no split", () => {
    const { edit, admit, texts } = scene([line, "Dân số tăng."]);
    const typed = edit("an", (c) => textIn(c, 0).insert(line.length, " nếp"));
    const moved = edit("binh", (c) => {
      textIn(c, 0).delete(here, " lúa nước.".length);
      textIn(c, 1).insert(0, " lúa nước.");
    });
    admit("an", typed);
    expect(admit("binh", moved)).toMatchObject({ ok: true, repair: null });
    expect(texts()).toEqual(["Xã trồng nếp", " lúa nước.Dân số tăng."]);
  });

  it("[RESC8] what is written there by those who have heard stays, bold or plain", () => {
    for (const attributes of [{}, { bold: {} }, { italic: {} }, { bold: {}, italic: {} }]) {
      const { edit, admit, texts, meet } = scene([line]);
      admit(
        "chi",
        edit("chi", (c) => {
          textIn(c, 0).format(0, "Xã trồng lúa".length, { bold: {} });
          textIn(c, 0).format(line.length - 1, 1, { bold: {} });
        }),
      );
      meet();
      admit(
        "binh",
        edit("binh", (c) => split(c, 0, here)),
      );
      meet();
      admit(
        "an",
        edit("an", (c) => textIn(c, 0).insert(here, " A", attributes)),
      );
      expect(texts()).toEqual(["Xã trồng A", " lúa nước."]);
    }
  });

  it("[RESC8] a split at which nothing is lost reads no other paragraph", () => {
    const { edit, admit, shadow } = scene([line, "Dân số tăng."]);
    const other = textIn(contentOf(shadow.doc), 1);
    const enter = (at: number) =>
      admit(
        "binh",
        edit("binh", (c) => split(c, 0, at)),
      );
    // At a document's first edit its records are read, once.
    enter(here);
    const { _start } = other;
    let readCount = 0;
    Object.defineProperty(other, "_start", {
      get: () => {
        readCount += 1;
        return _start;
      },
    });
    enter(2);
    expect(readCount).toBe(0);
    expect(other.toJSON()).toBe("Dân số tăng.");
    expect(readCount).toBeGreaterThan(0);
  });

  it("[RESC8] nobody sees the marks", () => {
    const { edit, admit, shadow, meet, docOf, texts } = scene([line]);
    const splitting = admit(
      "binh",
      edit("binh", (c) => split(c, 0, here)),
    );
    expect(splitting).toMatchObject({ ok: true, repair: { carried: [] } });
    meet();
    expect(texts()).toEqual(["Xã trồng", " lúa nước."]);
    expect(contentOf(docOf("an")).toString()).toBe(contentOf(shadow.doc).toString());
  });
});
