import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { UserId } from "@dongsoan/shared/domain";
import { decideChanges, recordKey, seedDocument } from "@dongsoan/shared/crdt";
import { encodeAttrRecord, encodeRecord } from "@dongsoan/shared/schema";
import { Shadow, TextMemory } from "../shadow.ts";

const an = "an" as UserId;
const binh = "binh" as UserId;
const seed = seedDocument(
  [
    { style: "body", level: 1, text: "Xã có 21 bản." },
    { style: "body", level: 1, text: "Thu nhập bình quân 42 triệu đồng." },
  ],
  7,
);

const record = (kind: "ins" | "del", by: string, id = `${by}-1`) => {
  const value = { id, by, at: "" };
  return { [recordKey(kind, value)]: value };
};
const format = (by: string, add: string, remove = "", id = `${by}-f`) => {
  const value = { id, by, at: "", add, remove };
  return { [recordKey("fmt", value)]: value };
};

/** A section as the server holds it, and editors of it that hear nothing until they are told. */
function section() {
  const memory = new TextMemory();
  let shadow = new Shadow(seed, [], memory);
  const clients = new Map<number, UserId>();
  const suggestions = new Map<string, UserId>();
  let nextClient = 100;
  const editor = (by: UserId, mode: "write" | "suggest" | "server" = "suggest") => {
    const doc = new Y.Doc();
    doc.clientID = nextClient++;
    Y.applyUpdate(doc, shadow.encode());
    const content = doc.getXmlFragment("content");
    const paragraph = (i: number) => content.get(i) as Y.XmlElement;
    const text = (i: number) => paragraph(i).get(0) as Y.XmlText;
    return {
      doc,
      content,
      paragraph,
      text,
      hear: () => Y.applyUpdate(doc, shadow.encode(), "heard"),
      /** Sends what `change` does. @returns the rule that refused it, or "ok", or "mended" (as a split is with its marks). */
      send: (change: () => void) => {
        const before = Y.encodeStateVector(doc);
        const updates: Uint8Array[] = [];
        const listen = (update: Uint8Array) => updates.push(update);
        doc.on("update", listen);
        doc.transact(change);
        doc.off("update", listen);
        if (updates.length === 0) throw new Error(`nothing was changed since ${before.length}`);
        const owners = {
          ofClient: (id: number) => clients.get(id),
          ofSuggestion: (id: string) => suggestions.get(id),
        };
        const state = shadow.encode();
        const admission = shadow.admit(
          Y.mergeUpdates(updates),
          { userId: by, claimant: mode === "server" ? ("system" as UserId) : by, mode },
          owners,
          20,
        );
        if (!admission.ok) {
          shadow = new Shadow(state, [], memory);
          return admission.rule;
        }
        for (const id of admission.newClaims) clients.set(id, by);
        for (const id of admission.newSuggestions) suggestions.set(id, by);
        if (admission.repair) clients.set(admission.repair.clientId, "system" as UserId);
        return admission.repair ? "mended" : "ok";
      },
    };
  };
  return {
    editor,
    suggestions,
    /** Paragraphs as text, with records in brackets. */
    shown: () =>
      shadow.doc
        .getXmlFragment("content")
        .toArray()
        .map((node) =>
          ((node as Y.XmlElement).toArray() as Y.XmlText[])
            .flatMap((t) => t.toDelta() as { insert: string; attributes?: Record<string, { by?: string }> }[])
            .map(({ insert, attributes }) => {
              const marks = Object.entries(attributes ?? {}).map(([key, v]) =>
                `${key.split("--")[0]} ${v.by ?? ""}`.trim(),
              );
              return marks.length === 0 ? insert : `[${marks.toSorted().join(", ")}: ${insert}]`;
            })
            .join(""),
        ),
  };
}

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
    ["a format record that says what was not so", (e) => e.text(0).format(0, 2, format(binh, "", "bold"))],
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
