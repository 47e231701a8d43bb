import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { decideChanges } from "@dongsoan/shared/crdt";
import { encodeAttrRecord, encodeRecord } from "@dongsoan/shared/schema";
import { an, binh, format, record, section } from "../../../../test/kit/records-scene.ts";

describe("what a suggester may send", () => {
  it("[SUG11] an insertion, a deletion and a replacement with their records", () => {
    const s = section();
    const e = s.editor(binh);
    expect(e.send(() => e.text(0).insert(9, " mới", record("ins", binh)))).toBe("ok");
    expect(e.send(() => e.text(1).format(19, 2, record("del", binh, "b2")))).toBe("ok");
    expect(e.send(() => e.text(1).insert(21, "45", record("ins", binh, "b2")))).toBe("ok");
    expect(s.shown()).toEqual([
      "Xã có 21 [ins binh:  mới]bản.",
      "Thu nhập bình quân [del binh: 42][ins binh: 45] triệu đồng.",
    ]);
    expect([...s.suggestions]).toEqual([
      ["binh-1", binh],
      ["b2", binh],
    ]);
  });

  it("[SUG11] marks, looks and splits with their records, and taking back what is their own", () => {
    const s = section();
    const e = s.editor(binh);
    expect(e.send(() => e.text(0).format(0, 2, { bold: {}, ...format(binh, "bold") }))).toBe("ok");
    expect(
      e.send(() => {
        e.paragraph(1).setAttribute("style", "dash");
        e.paragraph(1).setAttribute(
          "tcAttr",
          encodeAttrRecord({ id: "b3", by: binh }, { style: "body", level: 1, align: "justify" }),
        );
      }),
    ).toBe("ok");
    expect(
      e.send(() => {
        const right = new Y.XmlElement("paragraph");
        right.setAttribute("tcSplit", encodeRecord({ id: "b4", by: binh }));
        right.insert(0, [new Y.XmlText("21 bản.")]);
        e.text(0).delete(6, 7);
        e.content.insert(1, [right]);
      }),
    ).toBe("mended");
    expect(
      e.send(() =>
        e.text(0).format(0, 2, { bold: null, [Object.keys(format(binh, "bold"))[0] ?? ""]: null }),
      ),
    ).toBe("ok");
  });

  it.each<[string, (e: ReturnType<ReturnType<typeof section>["editor"]>) => void]>([
    ["a deletion of text that stands", (e) => e.text(0).delete(0, 2)],
    ["bold without a record", (e) => e.text(0).format(0, 2, { bold: {} })],
    ["text that stands marked as an own insertion", (e) => e.text(0).format(0, 2, record("ins", binh))],
    ["a look without a record", (e) => e.paragraph(0).setAttribute("align", "center")],
    [
      "a new paragraph without a record",
      (e) => {
        e.content.insert(1, [new Y.XmlElement("paragraph")]);
      },
    ],
    [
      "a paragraph that stands said to be split off",
      (e) => e.paragraph(1).setAttribute("tcSplit", encodeRecord({ id: "x", by: binh })),
    ],
    ["a paragraph taken away", (e) => e.content.delete(1, 1)],
    [
      "paragraphs joined",
      (e) => {
        e.text(0).insert(13, "Thu nhập bình quân 42 triệu đồng.");
        e.content.delete(1, 1);
      },
    ],
  ])("[SUG11] is refused: %s", (_what, change) => {
    const s = section();
    const e = s.editor(binh);
    const before = s.shown();
    expect(e.send(() => change(e))).toBe("SUG11");
    expect(s.shown()).toEqual(before);
  });

  it("[SUG12] a look's record that says what was not so is taken off: others changed the look meanwhile", () => {
    const s = section();
    const [owner, e] = [s.editor(an, "write"), s.editor(binh)];
    owner.send(() => owner.text(0).format(0, 5, { bold: {} }));
    expect(e.send(() => e.text(0).format(3, 6, { bold: {}, ...format(binh, "bold") }))).toBe("mended");
    expect(s.shown()[0]).toBe("[bold: Xã ][bold: có][bold, fmt binh:  21 ]bản.");
    const late = s.editor(an);
    expect(late.send(() => late.text(0).format(0, 2, format(an, "", "italic")))).toBe("mended");
    expect(s.shown()[0]).toBe("[bold: Xã ][bold: có][bold, fmt binh:  21 ]bản.");
  });

  it("[SUG12] [SUG20] is refused: looks changed in more places than are mended", () => {
    const s = section();
    const owner = s.editor(an, "write");
    owner.send(() => owner.text(0).insert(0, "ab".repeat(300)));
    const late = s.editor(binh);
    const send = () => {
      late.text(0).format(0, 1, { bold: {}, ...format(binh, "bold") });
      for (let i = 1; i < 300; i += 1) late.text(0).format(2 * i, 1, { bold: {} });
    };
    expect(late.send(send)).toBe("SUG11");
  });

  it("[SUG12] a look that the end of a suggested one had cut short is there again", () => {
    const s = section();
    const [owner, e] = [s.editor(an, "write"), s.editor(binh)];
    owner.send(() => owner.text(0).format(0, 8, { bold: {} }));
    expect(e.send(() => e.text(0).format(0, 2, { bold: {}, ...format(binh, "bold") }))).toBe("mended");
    expect(s.shown()[0]).toBe("[bold: Xã][bold:  có 21] bản.");
  });

  it("[SUG14] is refused: a suggestion under another name, or under an id of somebody else's", () => {
    const s = section();
    const e = s.editor(binh);
    expect(e.send(() => e.text(0).insert(9, " mới", record("ins", an)))).toBe("SUG14");
    const first = s.editor(an);
    expect(first.send(() => first.text(0).insert(9, " mới", record("ins", an, "taken")))).toBe("ok");
    const second = s.editor(binh);
    expect(second.send(() => second.text(1).insert(0, "Năm nay, ", record("ins", binh, "taken")))).toBe(
      "SUG14",
    );
  });

  it("[SUG14] is refused: putting another's record on letters of one's own insertion, or taking it off them", () => {
    const s = section();
    const other = s.editor(an);
    expect(other.send(() => other.text(0).insert(9, "mới ", record("ins", an)))).toBe("ok");
    const e = s.editor(binh);
    expect(e.send(() => e.text(1).insert(0, "Năm nay ", record("ins", binh)))).toBe("ok");
    const before = s.shown();
    // Were it admitted, the list of suggestions would show these words as An's.
    const forger = s.editor(binh);
    expect(forger.send(() => forger.text(1).format(0, 4, record("ins", an)))).toBe("SUG14");
    expect(s.shown()).toEqual(before);
    const striker = s.editor(an);
    expect(striker.send(() => striker.text(1).format(0, 4, record("del", an, "an-2")))).toBe("ok");
    const [key = ""] = Object.keys(record("del", an, "an-2"));
    const unmarker = s.editor(binh);
    expect(unmarker.send(() => unmarker.text(1).format(0, 4, { [key]: null }))).toBe("SUG14");
    expect(s.shown()[1]).toContain("[del an, ins binh: Năm ]");
  });

  it("[SUG14] is refused: putting another's record on a paragraph that is one's own insertion", () => {
    const s = section();
    const other = s.editor(an);
    other.send(() => other.paragraph(0).setAttribute("tcDel", encodeRecord({ id: "an-1", by: an })));
    const e = s.editor(binh);
    const put = (...records: readonly [string, string][]) => {
      const paragraph = new Y.XmlElement("paragraph");
      for (const [name, value] of records) paragraph.setAttribute(name, value);
      paragraph.insert(0, [new Y.XmlText()]);
      e.content.insert(2, [paragraph]);
    };
    const own = encodeRecord({ id: "binh-1", by: binh });
    expect(e.send(() => put(["tcIns", own], ["tcDel", encodeRecord({ id: "an-1", by: an })]))).toBe("SUG14");
    expect(s.editor(binh).content.length).toBe(2);
  });

  it("[SUG13] somebody else's record that a stroke at the same moment laid around one's letters is taken off them", () => {
    const s = section();
    const [suggester, striker] = [s.editor(binh), s.editor(an)];
    expect(striker.send(() => striker.text(0).format(0, 9, record("del", an)))).toBe("ok");
    expect(suggester.send(() => suggester.text(0).insert(3, "này ", record("ins", binh)))).toBe("mended");
    expect(s.shown()[0]).toBe("[del an: Xã ][ins binh: này ][del an: có 21 ]bản.");
  });

  it("[SUG20] is refused: more records on one letter than anybody could read", () => {
    const s = section();
    const e = s.editor(binh);
    const lay = (count: number, name: string) => () => {
      for (let i = 0; i < count; i += 1) e.text(0).format(0, 5, record("del", binh, `${name}-${i}`));
    };
    expect(e.send(lay(20, "enough"))).toBe("ok");
    expect(e.send(lay(1, "more"))).toBe("SUG20");
  });

  it("[SUG12] is refused: more places to mend than anybody types in at a time", () => {
    const s = section();
    const e = s.editor(binh);
    const type = (places: number) => () => {
      for (let i = 0; i < places; i += 1) e.text(1).insert(2 * i + 1, "x");
    };
    expect(e.send(() => e.text(1).insert(1, "y".repeat(500), record("ins", binh)))).toBe("ok");
    const [key = ""] = Object.keys(record("ins", binh));
    const accepts = s.editor(an, "server");
    accepts.send(() => accepts.text(1).format(0, 501, { [key]: null }));
    e.hear();
    expect(e.send(type(201))).toBe("SUG11");
    const again = s.editor(binh);
    expect(again.send(() => again.text(1).insert(1, "x"))).toBe("mended");
  });

  it("[SUG11] is refused: deciding another person's suggestion", () => {
    const s = section();
    const other = s.editor(an);
    other.send(() => other.text(0).insert(9, "mới ", record("ins", an)));
    const [key = ""] = Object.keys(record("ins", an));
    const accepts = s.editor(binh);
    expect(accepts.send(() => accepts.text(0).format(9, 4, { [key]: null }))).toBe("SUG11");
    const rejects = s.editor(binh);
    expect(rejects.send(() => rejects.text(0).delete(9, 4))).toBe("SUG11");
    expect(s.shown()[0]).toBe("Xã có 21 [ins an: mới ]bản.");
  });

  it("[SUG12] text typed into a suggestion that was rejected meanwhile is marked as theirs, not official", () => {
    const s = section();
    const suggester = s.editor(binh);
    suggester.send(() => suggester.text(0).insert(9, "abcdef", record("ins", binh)));
    const owner = s.editor(an, "server");
    owner.send(() => owner.text(0).delete(9, 6));
    // Away from the server all the while, inside the suggestion as it was.
    expect(suggester.send(() => suggester.text(0).insert(12, "ZZ", record("ins", binh)))).toBe("mended");
    expect(s.shown()[0]).toBe("Xã có 21 [ins binh: ZZ]bản.");
  });

  it("[SUG12] text typed into a suggestion that was accepted meanwhile stays pending", () => {
    const s = section();
    const suggester = s.editor(binh);
    suggester.send(() => suggester.text(0).insert(9, "abcdef", record("ins", binh)));
    const owner = s.editor(an, "server");
    const [key = ""] = Object.keys(record("ins", binh));
    owner.send(() => owner.text(0).format(9, 6, { [key]: null }));
    expect(suggester.send(() => suggester.text(0).insert(12, "ZZ"))).toBe("mended");
    expect(s.shown()[0]).toBe("Xã có 21 abc[ins binh: ZZ]defbản.");
  });
});

describe("two people who suggest without hearing of each other", () => {
  it("[SUG2] [SUG17] strike overlapping letters: both records are whole, and with one rejected the other stays", () => {
    const s = section();
    const [first, second] = [s.editor(an), s.editor(binh)];
    expect(first.send(() => first.text(1).format(0, 12, record("del", an)))).toBe("ok");
    expect(second.send(() => second.text(1).format(4, 14, record("del", binh)))).toBe("ok");
    const server = s.editor(an, "server");
    const struckBy = (by: string) =>
      (server.text(1).toDelta() as { insert: string; attributes?: object }[])
        .filter(({ attributes }) => Object.keys(record("del", by)).some((key) => key in (attributes ?? {})))
        .map(({ insert }) => insert)
        .join("");
    expect([struckBy(an), struckBy(binh)]).toEqual(["Thu nhập bìn", "nhập bình quân"]);
    const decision = decideChanges(Y.encodeStateAsUpdate(server.doc), new Set([`${an}-1`]), "reject", 9_999);
    server.send(() => Y.applyUpdate(server.doc, decision ?? new Uint8Array()));
    expect([struckBy(an), struckBy(binh)]).toEqual(["", "nhập bình quân"]);
  });
});

describe("letters that their suggester takes out after they were accepted", () => {
  const [key = ""] = Object.keys(record("ins", binh));
  /** "abcdef" of binh's own stands, accepted; binh's editor does not know yet. */
  function accepted() {
    const s = section();
    const suggester = s.editor(binh);
    suggester.send(() => suggester.text(0).insert(9, "abcdef", record("ins", binh)));
    const owner = s.editor(an, "server");
    owner.send(() => owner.text(0).format(9, 6, { [key]: null }));
    return { s, suggester };
  }

  it("[SUG27] are struck, not refused, where they stood", () => {
    const { s, suggester } = accepted();
    expect(suggester.send(() => suggester.text(0).delete(11, 2))).toBe("mended");
    expect(s.shown()[0]).toBe("Xã có 21 ab[del binh: cd]efbản.");
    // Its own suggestion, like any other: the server knows whose.
    expect([...s.suggestions.values()]).toEqual([binh, binh]);
  });

  it("[SUG27] together with what is typed in their place", () => {
    const { s, suggester } = accepted();
    const replaced = suggester.send(() => {
      suggester.text(0).delete(11, 2);
      suggester.text(0).insert(11, "XY", record("ins", binh));
    });
    expect(replaced).toBe("mended");
    expect(s.shown()[0]).toMatch(
      /^Xã có 21 ab(\[ins binh: XY\]\[del binh: cd\]|\[del binh: cd\]\[ins binh: XY\])efbản\.$/,
    );
  });

  it("[SUG27] what is left, and marked anew by the editor, stays official", () => {
    const { s, suggester } = accepted();
    const retyped = suggester.send(() => {
      suggester.text(0).delete(11, 4);
      suggester.text(0).format(9, 2, { [key]: null });
      suggester.text(0).format(9, 2, record("ins", binh));
    });
    expect(retyped).toBe("mended");
    expect(s.shown()[0]).toBe("Xã có 21 ab[del binh: cdef]bản.");
  });

  it("[SUG27] all of them, letter by letter as Backspace does it", () => {
    const { s, suggester } = accepted();
    for (let at = 14; at >= 9; at -= 1)
      expect(suggester.send(() => suggester.text(0).delete(at, 1))).toBe("mended");
    // Neighbours of one author are one change to whoever decides.
    expect(s.shown()[0]?.replaceAll("][del binh: ", "")).toBe("Xã có 21 [del binh: abcdef]bản.");
  });

  it("[SUG27] [SUG11] is refused: taking out others' letters, or all sorts at once", () => {
    const { s, suggester } = accepted();
    expect(suggester.send(() => suggester.text(0).delete(7, 4))).toBe("SUG11");
    const other = s.editor(an);
    expect(other.send(() => other.text(0).delete(11, 2))).toBe("SUG11");
    expect(s.shown()[0]).toBe("Xã có 21 abcdefbản.");
  });
});
