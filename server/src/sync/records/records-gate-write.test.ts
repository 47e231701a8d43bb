import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { UserId } from "@dongsoan/shared/domain";
import { recordKey } from "@dongsoan/shared/crdt";
import { encodeRecord } from "@dongsoan/shared/schema";
import { an, binh, record, section } from "../../../../test/kit/records-scene.ts";

describe("two people whose edits meet in one place", () => {
  it("[SUG12] another's words that came in between stay theirs: the record is taken off them again", () => {
    const s = section();
    const [suggester, owner] = [s.editor(binh), s.editor(an, "write")];
    expect(suggester.send(() => suggester.text(0).insert(9, "mới", record("ins", binh)))).toBe("ok");
    owner.hear();
    expect(owner.send(() => owner.text(0).insert(12, " và cũ ", {}))).toBe("ok");
    // The editor has taken one "b" for the other: the record is laid over the old one, and the new one has none.
    expect(
      suggester.send(() => {
        suggester.text(0).format(12, 1, record("ins", binh));
        suggester.text(0).insert(13, "b");
      }),
    ).toBe("mended");
    expect(s.shown()[0]).toBe("Xã có 21 [ins binh: mới] và cũ b[ins binh: b]ản.");
  });

  it("[SUG13] however many people's records fell on them, and however long the words are", () => {
    const s = section();
    const long = "mười hai ".repeat(13);
    const author = s.editor(an, "write");
    author.send(() => author.text(1).insert(0, long));
    const owner = s.editor(an, "write");
    for (const by of [binh, "chi" as UserId]) {
      const striker = s.editor(by);
      expect(striker.send(() => striker.text(1).format(9, 108, record("del", by)))).toBe("ok");
    }
    const split = () => {
      const right = new Y.XmlElement("paragraph");
      const text = owner.text(1).toString();
      right.insert(0, [new Y.XmlText(text.slice(9))]);
      owner.text(1).delete(9, text.length - 9);
      owner.content.insert(2, [right]);
    };
    expect(owner.send(split)).toBe("mended");
    expect(s.shown().slice(1)).toEqual([
      "mười hai ",
      `[del binh, del chi: ${long.slice(9)}]Thu nhập bình quân 42 triệu đồng.`,
    ]);
  });

  it("[SUG13] a record that fell on letters while they were written anew elsewhere lies on them there", () => {
    const s = section();
    const [striker, owner] = [s.editor(binh), s.editor(an, "write")];
    expect(striker.send(() => striker.text(1).format(9, 9, record("del", binh)))).toBe("ok");
    const split = () => {
      const right = new Y.XmlElement("paragraph");
      right.insert(0, [new Y.XmlText("bình quân 42 triệu đồng.")]);
      owner.text(1).delete(9, 24);
      owner.content.insert(2, [right]);
    };
    expect(owner.send(split)).toBe("mended");
    expect(s.shown().slice(1)).toEqual(["Thu nhập ", "[del binh: bình quân] 42 triệu đồng."]);
  });
});

describe("what a writer may do to other people's suggestions", () => {
  const withSuggestion = () => {
    const s = section();
    const e = s.editor(binh);
    e.send(() => e.text(0).insert(9, "mười ba ", record("ins", binh)));
    return s;
  };

  it("[SUG13] text typed inside one is the typist's own: the record is taken off it", () => {
    const s = withSuggestion();
    const e = s.editor(an, "write");
    const value = { id: "binh-1", by: binh, at: "" };
    expect(e.send(() => e.text(0).insert(13, "hoặc", { [recordKey("ins", value)]: value }))).toBe("mended");
    expect(s.shown()[0]).toBe("Xã có 21 [ins binh: mười]hoặc[ins binh:  ba ]bản.");
  });

  it("[SUG13] it may be split, as the editor does it, and be deleted and brought back", () => {
    const s = withSuggestion();
    const e = s.editor(an, "write");
    const undo = new Y.UndoManager(e.content, { captureTimeout: 0 });
    expect(
      e.send(() => {
        const right = new Y.XmlElement("paragraph");
        const text = new Y.XmlText();
        text.applyDelta([{ insert: " ba ", attributes: record("ins", binh) }, { insert: "bản." }]);
        right.insert(0, [text]);
        e.text(0).delete(13, 8);
        e.content.insert(1, [right]);
      }),
    ).toBe("mended");
    expect(s.shown().slice(0, 2)).toEqual(["Xã có 21 [ins binh: mười]", "[ins binh:  ba ]bản."]);
    expect(e.send(() => e.text(0).delete(9, 4))).toBe("ok");
    expect(e.send(() => undo.undo())).toBe("ok");
    expect(s.shown()[0]).toBe("Xã có 21 [ins binh: mười]");
  });

  it("[SUG13] part of it may be taken out, also where the editor takes equal letters for one another", () => {
    const s = section();
    const suggester = s.editor(binh);
    suggester.send(() => suggester.text(0).insert(5, " chợ", record("ins", binh)));
    const e = s.editor(an, "write");
    const [key = ""] = Object.keys(record("ins", binh));
    // "Xã có chợ 21": what goes is " chợ"; what the editor takes out is "chợ ".
    expect(
      e.send(() => {
        e.text(0).delete(6, 4);
        e.text(0).format(5, 1, { [key]: null });
      }),
    ).toBe("ok");
    expect(s.shown()[0]).toBe("Xã có 21 bản.");
  });

  it("[SUG13] Enter at the start of a paragraph that was split off leaves the record on the first of the two", () => {
    const s = section();
    const suggester = s.editor(binh);
    const split = encodeRecord({ id: "binh-1", by: binh });
    suggester.send(() => {
      const right = new Y.XmlElement("paragraph");
      right.setAttribute("tcSplit", split);
      right.insert(0, [new Y.XmlText("bản.")]);
      suggester.text(0).delete(9, 4);
      suggester.content.insert(1, [right]);
    });
    const e = s.editor(an, "write");
    const enter = () => {
      const first = new Y.XmlElement("paragraph");
      first.setAttribute("tcSplit", split);
      e.paragraph(1).removeAttribute("tcSplit");
      e.content.insert(1, [first]);
    };
    expect(e.send(enter)).toBe("ok");
    const far = s.editor(an, "write");
    const move = () => {
      far.paragraph(1).removeAttribute("tcSplit");
      far.paragraph(3).setAttribute("tcSplit", split);
    };
    expect(far.send(move)).toBe("SUG13");
  });

  it("[SUG13] a paragraph that bears one may be joined with the one before, whichever of the two the editor keeps", () => {
    const s = section();
    const suggester = s.editor(binh);
    suggester.send(() => suggester.paragraph(1).setAttribute("tcJoin", encodeRecord({ id: "j", by: binh })));
    const e = s.editor(an, "write");
    const join = () => {
      e.paragraph(1).removeAttribute("tcJoin");
      e.text(1).insert(0, "Xã có 21 bản.");
      e.content.delete(0, 1);
    };
    expect(e.send(join)).toBe("ok");
    const [strip, other] = [s.editor(an, "write"), s.editor(binh)];
    other.send(() => other.paragraph(0).setAttribute("tcJoin", encodeRecord({ id: "k", by: binh })));
    strip.hear();
    expect(strip.send(() => strip.paragraph(0).removeAttribute("tcJoin"))).toBe("SUG13");
  });

  it("[SUG13] is refused: taking a paragraph's record off beside the deletion of an empty one elsewhere", () => {
    const s = section();
    const empty = s.editor(an, "write");
    empty.send(() => empty.content.insert(0, [new Y.XmlElement("paragraph")]));
    const suggester = s.editor(binh);
    suggester.send(() => suggester.paragraph(2).setAttribute("tcJoin", encodeRecord({ id: "j", by: binh })));
    const e = s.editor(an, "write");
    const strip = () => {
      e.paragraph(2).removeAttribute("tcJoin");
      e.content.delete(0, 1);
    };
    expect(e.send(strip)).toBe("SUG13");
  });

  it("[SUG13] is refused: moving a paragraph's record to the full one beside it", () => {
    const s = section();
    const suggester = s.editor(binh);
    const deletion = encodeRecord({ id: "d", by: binh });
    suggester.send(() => suggester.paragraph(1).setAttribute("tcDel", deletion));
    const e = s.editor(an, "write");
    const move = () => {
      e.paragraph(1).removeAttribute("tcDel");
      e.paragraph(0).setAttribute("tcDel", deletion);
    };
    expect(e.send(move)).toBe("SUG13");
  });

  it("[SUG13] is refused: taking it off letters between two that are changed", () => {
    const s = withSuggestion();
    const e = s.editor(an, "write");
    const [key = ""] = Object.keys(record("ins", binh));
    const strip = () => {
      e.text(0).insert(0, "Cả ");
      e.text(0).format(12, 8, { [key]: null });
      e.text(0).insert(20, "?", {});
    };
    expect(e.send(strip)).toBe("SUG13");
  });

  it("[SUG13] undo of words typed inside one takes it off what came after them", () => {
    const s = withSuggestion();
    const e = s.editor(an, "write");
    const [key = ""] = Object.keys(record("ins", binh));
    const undo = new Y.UndoManager(e.content, { captureTimeout: 0 });
    expect(e.send(() => e.text(0).insert(13, "hoặc", { [key]: null }))).toBe("ok");
    const suggester = s.editor(binh);
    // Within the owner's words, and so outside the record.
    expect(suggester.send(() => suggester.text(0).insert(15, "?", record("ins", binh, "b2")))).toBe("ok");
    e.hear();
    expect(e.send(() => undo.undo())).toBe("mended");
    expect(s.shown()[0]).toBe("Xã có 21 [ins binh: mười][ins binh: ?][ins binh:  ba ]bản.");
  });

  it.each<[string, (e: ReturnType<ReturnType<typeof section>["editor"]>) => void]>([
    [
      "taking the record off",
      (e) => e.text(0).format(9, 8, { [Object.keys(record("ins", binh))[0] ?? ""]: null }),
    ],
    ["putting their record on other text", (e) => e.text(1).format(0, 3, record("ins", binh))],
    [
      "putting their record on a paragraph",
      (e) => e.paragraph(1).setAttribute("tcSplit", encodeRecord({ id: "binh-1", by: binh })),
    ],
  ])("[SUG13] is refused: %s", (_what, change) => {
    const s = withSuggestion();
    const e = s.editor(an, "write");
    const before = s.shown();
    expect(e.send(() => change(e))).toBe("SUG13");
    expect(s.shown()).toEqual(before);
  });

  it("[SUG15] where there is no record a writer does as they like", () => {
    const s = section();
    const e = s.editor(an, "write");
    expect(e.send(() => e.content.delete(0, 1))).toBe("ok");
  });
});
