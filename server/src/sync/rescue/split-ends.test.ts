import { describe, expect, it } from "vitest";
import type * as Y from "yjs";
import { encodeRecord } from "@dongsoan/shared/schema";
import { scene, split, textIn } from "../../../../test/kit/removed-paragraph.ts";

const lines = ["Xã có 21 bản, 1.204 hộ.", "Dân số tăng."];

describe("a split, while others change what it takes along", () => {
  const cases: readonly [string, (text: Y.XmlText) => void, readonly string[]][] = [
    ["words are taken out", (text) => text.delete(6, 3), ["Xã có", " bản, 1.204 hộ."]],
    ["all but a letter is taken out", (text) => text.delete(6, 16), ["Xã có", " ."]],
    ["its last letter is taken out", (text) => text.delete(22, 1), ["Xã có", " 21 bản, 1.204 hộ"]],
    [
      "words are put in the place of others",
      (text) => {
        text.delete(6, 2);
        text.insert(6, "22");
      },
      ["Xã có", " 22 bản, 1.204 hộ."],
    ],
    [
      "words come in between, and others go behind them",
      (text) => {
        text.delete(15, 7);
        text.insert(9, "làng ");
      },
      ["Xã có", " 21 làng bản, 1."],
    ],
  ];
  it.each(cases.flatMap((one) => [["write", ...one] as const, ["suggest", ...one] as const]))(
    "[RESC9] in %s mode: %s",
    (mode, _name, change, expected) => {
      const { edit, admit, texts } = scene(lines);
      const changed = edit("an", (c) => change(textIn(c, 0)));
      const splits = edit("binh", (c) => {
        const end = split(c, 0, 5);
        if (mode === "suggest") end.setAttribute("tcSplit", encodeRecord({ id: "s", by: "binh" }));
      });
      admit("an", changed);
      expect(admit("binh", splits, mode)).toMatchObject({ ok: true });
      expect(texts()).toEqual([...expected, "Dân số tăng."]);
    },
  );

  it.each(["write", "suggest"] as const)(
    "[RESC9] in %s mode: it keeps the looks that others gave it",
    (mode) => {
      const { edit, admit, shadow, texts } = scene(lines);
      const bold = edit("an", (c) => textIn(c, 0).format(9, 3, { bold: {} }));
      const splits = edit("binh", (c) => {
        const end = split(c, 0, 5);
        if (mode === "suggest") end.setAttribute("tcSplit", encodeRecord({ id: "s", by: "binh" }));
      });
      admit("an", bold);
      expect(admit("binh", splits, mode)).toMatchObject({ ok: true });
      expect(texts()).toEqual(["Xã có", " 21 bản, 1.204 hộ.", "Dân số tăng."]);
      expect(textIn(shadow.doc.getXmlFragment("content"), 1).toDelta()).toEqual([
        { insert: " 21 " },
        { insert: "bản", attributes: { bold: {} } },
        { insert: ", 1.204 hộ." },
      ]);
    },
  );

  it.each(["write", "suggest"] as const)(
    "[RESC9] in %s mode: what is split off before another's split stands before it, and is typed on",
    (mode) => {
      const { edit, admit, texts, writersOf } = scene(lines);
      const further = edit("an", (c) => split(c, 0, 12));
      const splits = edit("binh", (c) => {
        const end = split(c, 0, 5);
        if (mode === "suggest") end.setAttribute("tcSplit", encodeRecord({ id: "s", by: "binh" }));
      });
      const typed = edit("chi", (c) => textIn(c, 0).insert(9, "làng "));
      admit("an", further);
      admit("chi", typed);
      expect(admit("binh", splits, mode)).toMatchObject({ ok: true });
      expect(texts()).toEqual(["Xã có", " 21 làng bản", ", 1.204 hộ.", "Dân số tăng."]);
      expect([writersOf(" 21"), writersOf("làng "), writersOf("bản")]).toEqual([["seed"], ["chi"], ["seed"]]);
      if (mode === "suggest") return;
      admit(
        "binh",
        edit("binh", (c) => textIn(c, 1).insert(3, " (hai mốt)")),
      );
      expect(texts()[1]).toBe(" 21 (hai mốt) làng bản");
    },
  );

  it("[RESC9] [LINE1] letters keep their writer, also one or two between others'", () => {
    const { edit, admit, meet, texts, writersOf } = scene(lines);
    admit(
      "an",
      edit("an", (c) => textIn(c, 0).insert(8, "x")),
    );
    meet();
    admit(
      "chi",
      edit("chi", (c) => textIn(c, 0).insert(9, "y")),
    );
    const splits = edit("binh", (c) => split(c, 0, 5));
    admit("binh", splits);
    expect(texts()[1]).toBe(" 21xy bản, 1.204 hộ.");
    expect([writersOf("x"), writersOf("y")]).toEqual([["an"], ["chi"]]);
  });

  it("[RESC9] as many new letters as went are new letters", () => {
    const { edit, admit, texts, writersOf } = scene(["Xã có 21."]);
    const taken = edit("an", (c) => textIn(c, 0).delete(6, 2));
    const writes = edit("binh", (c) => {
      const end = split(c, 0, 6);
      const text = end.get(0) as Y.XmlText;
      text.delete(0, 3);
      text.insert(0, "xyz");
    });
    admit("an", taken);
    admit("binh", writes);
    expect(texts()).toEqual(["Xã có ", "xyz"]);
    expect(writersOf("xyz")).toEqual(["binh"]);
  });
});
