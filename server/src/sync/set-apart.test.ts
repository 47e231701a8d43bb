import { describe, expect, it } from "vitest";
import type * as Y from "yjs";
import { contentOf } from "@dongsoan/shared/crdt";
import { letterRecord } from "../../../test/kit/random-suggestion.ts";
import { join, paragraph, scene, split, textIn } from "../../../test/kit/removed-paragraph.ts";

const line = "Xã trồng lúa nước.";
const own = letterRecord("ins", "binh", "11111111-1111-4111-8111-111111111111");
const struck = letterRecord("del", "chi", "22222222-2222-4222-8222-222222222222");

type Change = (content: Y.XmlFragment) => void;

/** What binh, who suggests, does to a text in which an writes. */
function setApart(change: Change, before: Change = () => undefined) {
  const s = scene([line, "Chợ họp hai phiên."]);
  s.admit("an", s.edit("an", before));
  const update = s.edit("binh", change);
  const admission = s.admit("binh", update, "suggest", { kind: "one-change" }, true);
  return { ...s, admission };
}

describe("an update in suggest mode that changes what stands, from somebody who has not heard of others' edits", () => {
  it.each<[string, Change]>([
    ["a deletion", (c) => textIn(c, 0).delete(3, 6)],
    ["bold", (c) => textIn(c, 0).format(3, 6, { bold: {} })],
    ["a paragraph that goes", (c) => c.delete(1, 1)],
    ["a look", (c) => (c.get(0) as Y.XmlElement).setAttribute("align", "center")],
    ["a split", (c) => void split(c, 0, 8)],
    [
      "all at once",
      (c) => {
        split(c, 0, 8);
        textIn(c, 2).delete(0, 3);
        c.delete(0, 1);
      },
    ],
  ])("[SUG29] is admitted, and what stands is as it was, under its writers' names: %s", (_what, change) => {
    const { admission, texts, writersOf, shadow } = setApart(change, (c) => textIn(c, 0).insert(2, " Na"));
    expect(admission).toMatchObject({ ok: true, isSetApart: true });
    expect(texts()).toEqual(["Xã Na trồng lúa nước.", "Chợ họp hai phiên."]);
    expect([writersOf("Xã"), writersOf("Na"), writersOf("lúa")]).toEqual([["seed"], ["an"], ["seed"]]);
    expect(contentOf(shadow.doc).toString()).not.toMatch(/bold|center|<ins/);
  });

  it("[SUG29] what it has typed stands where it was typed, as its writer's suggestion", () => {
    const { admission, texts, writersOf, suggestions, shadow } = setApart((c) => {
      textIn(c, 0).insert(8, " giống", own);
      textIn(c, 0).insert(8, " và");
      textIn(c, 0).delete(0, 3);
    });
    expect(admission).toMatchObject({ ok: true });
    expect(texts()).toEqual(["Xã trồng và giống lúa nước.", "Chợ họp hai phiên."]);
    expect([writersOf("và"), writersOf("giống"), writersOf("lúa")]).toEqual([["binh"], ["binh"], ["seed"]]);
    expect([...suggestions.values()]).toEqual(["binh", "binh"]);
    const deltas = textIn(contentOf(shadow.doc), 0).toDelta() as { insert: string; attributes?: object }[];
    expect(deltas.filter(({ attributes }) => attributes).map(({ insert }) => insert)).toEqual([
      " và",
      " giống",
    ]);
  });

  it("[SUG29] what continues letters of earlier updates is there too, whole", () => {
    const s = scene([line]);
    for (const [at, letter] of ["a", "b"].entries())
      s.admit(
        "binh",
        s.edit("binh", (c) => textIn(c, 0).insert(3 + at, letter, own)),
        "suggest",
      );
    const update = s.edit("binh", (c) => {
      textIn(c, 0).insert(5, "cdef", own);
      textIn(c, 0).delete(10, 3);
    });
    expect(s.admit("binh", update, "suggest", { kind: "one-change" }, true)).toMatchObject({ ok: true });
    expect(s.texts()).toEqual(["Xã abcdeftrồng lúa nước."]);
  });

  it("[SUG29] it stands between the letters between which it was typed, also where the update took those away", () => {
    const beside = setApart((c) => {
      textIn(c, 0).insert(9, "nhiều ", own);
      textIn(c, 0).delete(15, 4);
      textIn(c, 0).delete(3, 6);
    });
    expect(beside.texts()[0]).toBe("Xã trồng nhiều lúa nước.");
    const splitOff = setApart((c) => {
      split(c, 0, 3);
      textIn(c, 1).insert(6, "nhiều ", own);
    });
    expect(splitOff.texts()[0]).toBe("Xã trồng nhiều lúa nước.");
  });

  it("[SUG29] [SUG20] others' records are not put back where that would make a letter bear more than is read", () => {
    const s = scene([line]);
    s.admit(
      "chi",
      s.edit("chi", (c) => textIn(c, 0).format(3, 5, struck)),
      "suggest",
    );
    s.meet();
    const [key = ""] = Object.keys(struck);
    const many = Array.from({ length: 20 }, (_, i) =>
      letterRecord("fmt", "an", `33333333-3333-4333-8333-3333333333${10 + i}`, { add: "bold", remove: "" }),
    );
    const update = s.edit("an", (c) =>
      textIn(c, 0).format(3, 5, Object.assign({ [key]: null }, ...many) as Record<string, object | null>),
    );
    expect(s.admit("an", update, "write", { kind: "one-change" }, true)).toMatchObject({ ok: false });
  });

  it("[SUG29] what it has typed into a paragraph that others took away stands beside it", () => {
    const { admission, texts, writersOf } = setApart(
      (c) => {
        textIn(c, 1).insert(3, " phiên", own);
        textIn(c, 0).delete(0, 3);
      },
      (c) => c.delete(1, 1),
    );
    expect(admission).toMatchObject({ ok: true });
    expect(texts()).toEqual([line, " phiên"]);
    expect(writersOf("phiên")).toEqual(["binh"]);
  });

  it("[SUG29] what others had put in again meanwhile does not stand twice, as a suggestion", () => {
    const s = scene([line]);
    s.admit(
      "binh",
      s.edit("binh", (c) =>
        split(c, 0, 8).setAttribute("tcSplit", "11111111-1111-4111-8111-111111111111|binh"),
      ),
      "suggest",
    );
    s.meet();
    s.admit(
      "an",
      s.edit("an", (c) => split(c, 1, 4)),
    );
    // An undo: the end goes back to where it was.
    const update = s.edit("binh", (c) => join(c, 1));
    expect(s.admit("binh", update, "suggest")).toMatchObject({ ok: false, rule: "SUG11" });
  });

  it("[SUG29] is refused all the same where it says that somebody else suggests", () => {
    const { admission } = setApart((c) => textIn(c, 0).insert(8, " giống", struck));
    expect(admission).toMatchObject({ ok: false, rule: "SUG14" });
  });

  it("[SUG29] is refused where too much would have to be written again", () => {
    const s = scene(["lúa ".repeat(13_000)]);
    const update = s.edit("binh", (c) => textIn(c, 0).delete(0, 51_000));
    expect(s.admit("binh", update, "suggest", { kind: "one-change" }, true)).toMatchObject({
      ok: false,
      rule: "RESC5",
    });
  });

  it.each<[string, number, Change]>([
    [
      "1,001 paragraphs typed",
      1,
      (c) => {
        c.insert(
          1,
          Array.from({ length: 1_001 }, () => paragraph("lúa")),
        );
        textIn(c, 0).delete(0, 3);
      },
    ],
    ["a paragraph of 2,000 pieces taken away", 2_000, (c) => c.delete(0, 1)],
  ])("[SUG29] [RESC5] is refused where it has too many pieces: %s", (_what, count, change) => {
    const s = scene([line]);
    // Typed backwards, each letter is a piece.
    s.admit(
      "an",
      s.edit("an", (c) => {
        for (let i = 0; i < count; i += 1) textIn(c, 0).insert(0, "a");
      }),
    );
    s.meet();
    const update = s.edit("binh", change);
    expect(s.admit("binh", update, "suggest", { kind: "one-change" }, true)).toMatchObject({
      ok: false,
      rule: "RESC5",
    });
  });

  it("[SUG29] [SUG13] in write mode everything is done but what it does to others' suggestions", () => {
    const s = scene([line]);
    const striking = s.edit("chi", (c) => textIn(c, 0).format(3, 5, struck));
    s.admit("chi", striking, "suggest");
    s.meet();
    const [key = ""] = Object.keys(struck);
    const update = s.edit("an", (c) => {
      textIn(c, 0).format(3, 5, { [key]: null });
      textIn(c, 0).insert(textIn(c, 0).length, " Tốt.", struck);
    });
    const as = { kind: "one-change" } as const;
    expect(s.admit("an", update, "write", as, true)).toMatchObject({ ok: true });
    expect(s.texts()).toEqual([`${line} Tốt.`]);
    const deltas = textIn(contentOf(s.shadow.doc), 0).toDelta() as { insert: string; attributes?: object }[];
    expect(deltas.filter(({ attributes }) => attributes).map(({ insert }) => insert)).toEqual(["trồng"]);
  });
});
