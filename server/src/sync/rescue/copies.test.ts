import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { join, type Name, paragraph, scene, textIn } from "../../../../test/kit/removed-paragraph.ts";

/** As the editor's binding splits: the tail is deleted, and put in again as a new paragraph. */
const split = (content: Y.XmlFragment, block: number, at: number) => {
  const text = textIn(content, block);
  const tail = text.toString().slice(at);
  text.delete(at, tail.length);
  content.insert(block + 1, [paragraph(tail)]);
};

const move = (content: Y.XmlFragment, from: number, to: number) => {
  const text = textIn(content, from).toString();
  content.delete(from, 1);
  content.insert(to, [paragraph(text)]);
};

const rows: readonly (readonly [
  string,
  (c: Y.XmlFragment) => void,
  (c: Y.XmlFragment) => void,
  readonly string[],
])[] = [
  [
    "a split at the same place",
    (c) => split(c, 0, 7),
    (c) => split(c, 0, 7),
    ["Xã có 2", "1 bản.", "Dân số tăng."],
  ],
  ["a split further on", (c) => split(c, 0, 3), (c) => split(c, 0, 7), ["Xã ", "có 21 bản.", "Dân số tăng."]],
  [
    "a split before it",
    (c) => split(c, 0, 7),
    (c) => split(c, 0, 3),
    ["Xã ", "có 2", "1 bản.", "Dân số tăng."],
  ],
  ["a join", (c) => join(c, 1), (c) => join(c, 1), ["Xã có 21 bản.Dân số tăng."]],
  ["a move", (c) => move(c, 0, 1), (c) => move(c, 0, 1), ["Dân số tăng.", "Xã có 21 bản."]],
  [
    "a join of what the other moved",
    (c) => move(c, 1, 0),
    (c) => join(c, 1),
    ["Dân số tăng.", "Xã có 21 bản."],
  ],
];

describe("two people put the same text in again", () => {
  it.each(rows)("[RESC6] %s leaves it there once", (_name, first, second, expected) => {
    const { edit, admit, texts } = scene(["Xã có 21 bản.", "Dân số tăng."]);
    const one = edit("an", first);
    const two = edit("binh", second);
    expect(admit("an", one)).toMatchObject({ ok: true });
    expect(admit("binh", two)).toMatchObject({ ok: true });
    const letters = (list: readonly string[]) => [...list.join("")].toSorted().join("");
    expect(letters(texts())).toBe(letters(expected));
    expect(texts().filter((text) => text !== "")).toEqual(expected);
  });

  it("[RESC6] what is typed on in the copy follows it into what stands, under its writer's name", () => {
    const { edit, admit, texts, writersOf } = scene(["Xã có 21 bản."]);
    const splits = [edit("an", (c) => split(c, 0, 6)), edit("binh", (c) => split(c, 0, 6))] as const;
    const typed = edit("binh", (c) => textIn(c, 1).insert(2, " (hai mốt)"));
    admit("an", splits[0]);
    admit("binh", splits[1]);
    expect(texts()).toEqual(["Xã có ", "21 bản."]);
    admit("binh", typed);
    expect(texts()).toEqual(["Xã có ", "21 (hai mốt) bản."]);
    expect(writersOf("(hai mốt)")).toEqual(["binh"]);
  });

  it("[RESC6] [RESC3] what is typed at the copy's start tears nothing that another types there", () => {
    const { edit, admit, texts } = scene(["Xã có 21 bản."]);
    const splits = [edit("an", (c) => split(c, 0, 6)), edit("binh", (c) => split(c, 0, 6))] as const;
    admit("an", splits[0]);
    admit(
      "an",
      edit("an", (c) => textIn(c, 1).insert(0, "Thu ")),
    );
    admit("binh", splits[1]);
    const typed = [
      edit("binh", (c) => textIn(c, 1).insert(0, "Đề ")),
      edit("an", (c) => textIn(c, 1).insert(4, "ngân sách ")),
      edit("binh", (c) => textIn(c, 1).insert(3, "nghị ")),
    ] as const;
    admit("binh", typed[0]);
    admit("an", typed[1]);
    admit("binh", typed[2]);
    expect(texts()).toEqual(["Xã có ", "Đề nghị Thu ngân sách 21 bản."]);
  });

  it("[RESC6] what is typed together with the copy stays with it", () => {
    const { edit, admit, texts, writersOf } = scene(["Xã có 21 bản."]);
    const one = edit("an", (c) => split(c, 0, 6));
    const two = edit("binh", (c) => {
      split(c, 0, 6);
      textIn(c, 1).insert(7, " Mới.");
    });
    admit("an", one);
    admit("binh", two);
    expect(texts().toSorted()).toEqual(["21 bản. Mới.", "Xã có "].toSorted());
    expect(writersOf("21 bản.")).toEqual(["seed"]);
    expect(writersOf(" Mới.")).toEqual(["binh"]);
  });

  it("[RESC6] other words that look alike are left as they were typed", () => {
    const { edit, admit, texts } = scene(["Xã có 21 bản."]);
    const one = edit("an", (c) => split(c, 0, 6));
    const two = edit("binh", (c) => {
      c.delete(0, 1);
      c.insert(0, [paragraph("Nay xã có 24 bản. Hết.")]);
    });
    admit("an", one);
    admit("binh", two);
    expect(texts()).toEqual(["Nay xã có 24 bản. Hết."]);
  });

  it("[RESC6] a deletion finds its letters where they stand now", () => {
    const { edit, admit, texts } = scene(["Xã có 21 bản."]);
    const splits = edit("an", (c) => split(c, 0, 6));
    const deletes = edit("binh", (c) => textIn(c, 0).delete(8, 4));
    admit("an", splits);
    admit("binh", deletes);
    expect(texts()).toEqual(["Xã có ", "21."]);
  });

  it("[RESC6] what its writer has put in again a moment before, in an update of its own, stays", () => {
    const { edit, admit, texts } = scene(["Xã có 21 bản.", "Thu đạt."]);
    const moved = edit("an", (c) => move(c, 0, 1));
    const copies = edit("binh", (c) => textIn(c, 1).insert(0, "Xã có 21 bản."));
    const deletes = edit("binh", (c) => c.delete(0, 1));
    for (const [name, update] of [
      ["an", moved],
      ["binh", copies],
      ["binh", deletes],
    ] as const)
      expect(admit(name, update)).toMatchObject({ ok: true });
    expect(texts().join("").split("Xã có 21 bản.")).toHaveLength(2);
    expect(texts().join("")).toContain("Xã có 21 bản.Thu đạt.");
  });

  it("[RESC6] a stored document that is read in over an open line deletes nothing of what was brought back", () => {
    const { edit, admit, texts, docOf, meet } = scene(["Xã có 21 bản.", "Thu đạt kế hoạch."]);
    const undo = new Y.UndoManager(docOf("an").getXmlFragment("content"), {
      trackedOrigins: new Set([null]),
    });
    admit(
      "an",
      edit("an", (c) => c.delete(1, 1)),
    );
    meet();
    const stored = Y.encodeStateAsUpdate(docOf("binh"));
    admit(
      "an",
      edit("an", () => undo.undo()),
    );
    expect(texts()).toEqual(["Xã có 21 bản.", "Thu đạt kế hoạch."]);
    expect(admit("binh", stored)).toMatchObject({ ok: true, repair: null });
    expect(texts()).toEqual(["Xã có 21 bản.", "Thu đạt kế hoạch."]);
  });

  it("[RESC6] a copy that was meant stays: its writer had seen the text where it stands now", () => {
    const { edit, admit, texts, meet } = scene(["Xã có 21 bản."]);
    admit(
      "an",
      edit("an", (c) => split(c, 0, 6)),
    );
    meet();
    admit(
      "binh",
      edit("binh", (c) => c.insert(2, [paragraph("21 bản.")])),
    );
    expect(texts()).toEqual(["Xã có ", "21 bản.", "21 bản."]);
  });
});

const deletions: readonly (readonly [string, (c: Y.XmlFragment) => void, readonly string[]])[] = [
  ["the other's paragraph", (c) => c.delete(1, 1), ["Xã có ", "21 bản."]],
  ["a word of the other's", (c) => textIn(c, 1).delete(2, 4), ["Xã có ", "21 bản."]],
  ["their own paragraph", (c) => c.delete(2, 1), ["Xã có ", "21 bản."]],
  ["both", (c) => c.delete(1, 2), ["Xã có "]],
];

describe("somebody sees their own copy and the other's, until they hear of the server's edit", () => {
  it.each(deletions)(
    "[RESC6] what they leave of the two stands when they delete %s",
    (_name, change, expected) => {
      const { edit, admit, texts, hear } = scene(["Xã có 21 bản."], true);
      const splits = [edit("an", (c) => split(c, 0, 6)), edit("binh", (c) => split(c, 0, 6))] as const;
      admit("an", splits[0]);
      hear("binh");
      const deletes = edit("binh", change);
      admit("binh", splits[1]);
      admit("binh", deletes);
      expect(texts().filter((text) => text !== "")).toEqual(expected);
    },
  );

  it("[RESC6] what they leave stands also when the other's has gone on elsewhere", () => {
    const { edit, admit, texts, hear } = scene(["Xã có 21 bản."], true);
    const splits = [edit("an", (c) => split(c, 0, 6)), edit("binh", (c) => split(c, 0, 6))] as const;
    admit("an", splits[0]);
    hear("binh");
    const deletes = edit("binh", (c) => c.delete(1, 1));
    admit(
      "an",
      edit("an", (c) => split(c, 1, 3)),
    );
    admit("binh", splits[1]);
    admit("binh", deletes);
    expect(texts().join("")).toBe("Xã có 21 bản.");
  });
});

type Step = readonly [Name, (c: Y.XmlFragment) => void];

const splitAt = (name: Name, block: number, at: number): Step => [name, (c) => split(c, block, at)];
const joins = (name: Name, block: number): Step => [name, (c) => join(c, block)];

const aSplitEach: readonly Step[] = [splitAt("chi", 0, 3), splitAt("binh", 0, 3), splitAt("binh", 1, 9)];

const sequences: readonly (readonly [string, readonly Step[], readonly string[]])[] = [
  [
    "a join of two copies that were taken out, before the join of what stands",
    [...aSplitEach, joins("binh", 2), joins("chi", 1)],
    ["Aa1Bb2Cc3Dd4Ee5Ff6"],
  ],
  [
    "a join into a copy that was taken out, when another has joined what stands",
    [...aSplitEach, joins("chi", 1), joins("binh", 2)],
    ["Aa1Bb2Cc3Dd4Ee5Ff6"],
  ],
  [
    "a join of letters that the server has put where its writer had put them in again",
    [splitAt("an", 0, 15), joins("an", 1), splitAt("chi", 0, 9), joins("chi", 1)],
    ["Aa1Bb2Cc3Dd4Ee5Ff6"],
  ],
  [
    "the same beside words that others have typed",
    [
      splitAt("an", 0, 15),
      joins("an", 1),
      ["binh", (c) => textIn(c, 0).insert(15, "mới")],
      splitAt("chi", 0, 3),
      joins("chi", 1),
      splitAt("an", 0, 3),
    ],
    ["Aa1Bb2Cc3Dd4Ee5mớiFf6"],
  ],
  [
    "two joins right behind one another",
    [
      splitAt("binh", 0, 15),
      splitAt("an", 0, 12),
      splitAt("an", 1, 3),
      joins("an", 1),
      joins("an", 1),
      joins("binh", 1),
    ],
    ["Aa1Bb2Cc3Dd4Ee5Ff6"],
  ],
  [
    "a split of what another has split, joined and cut a word from",
    [splitAt("an", 0, 15), joins("an", 1), ["binh", (c) => textIn(c, 0).delete(12, 3)], splitAt("chi", 0, 3)],
    ["Aa1", "Bb2Cc3Dd4Ff6"],
  ],
];

describe("several people split and join one text, and nobody has heard of the others", () => {
  it.each(sequences)("[RESC6] %s: all of it is there once", (_name, steps, expected) => {
    const { edit, admit, texts } = scene(["Aa1Bb2Cc3Dd4Ee5Ff6"], true);
    const updates = steps.map(([name, change]) => [name, edit(name, change)] as const);
    for (const [name, update] of updates) expect(admit(name, update)).toMatchObject({ ok: true });
    expect(texts().filter((text) => text !== "")).toEqual(expected);
  });
});
