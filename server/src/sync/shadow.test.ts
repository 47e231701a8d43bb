import * as encoding from "lib0/encoding";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { UserId } from "@dongsoan/shared/domain";
import { seedDocument } from "@dongsoan/shared/crdt";
import { Shadow } from "./shadow.ts";

const an = "an" as UserId;
const binh = "binh" as UserId;
const anClient = 101;
const seed = seedDocument([{ style: "body", level: 1, text: "Xã có 21 bản." }], 7);

/** A shadow with one update of An behind it, and An's document to make more of. */
function scene() {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seed);
  doc.clientID = anClient;
  const updates: Uint8Array[] = [];
  doc.on("update", (u: Uint8Array) => updates.push(u));
  const content = doc.getXmlFragment("content");
  const text = () => (content.get(0) as Y.XmlElement).get(0) as Y.XmlText;
  text().insert(0, "Mở đầu. ");
  const owners = new Map<number, UserId>([[anClient, an]]);
  const shadow = new Shadow(seed, [updates[0] as Uint8Array]);
  const edit = (change: () => void): Uint8Array => {
    updates.length = 0;
    doc.transact(change);
    return updates[0] as Uint8Array;
  };
  const admit = (update: Uint8Array, by = an, claimsLeft = 20) =>
    shadow.admit(
      update,
      { userId: by, claimant: by, mode: "write" },
      { ofClient: (client) => owners.get(client), ofSuggestion: () => undefined },
      claimsLeft,
    );
  return { doc, content, text, edit, shadow, admit, owners };
}

/** Somebody else's editor on the same text. */
function other(shadow: Shadow, clientId: number) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, shadow.encode());
  doc.clientID = clientId;
  return {
    doc,
    content: doc.getXmlFragment("content"),
    update: (change: () => void) => {
      const vector = Y.encodeStateVector(doc);
      doc.transact(change);
      return Y.encodeStateAsUpdate(doc, vector);
    },
  };
}

/** An update of raw structs, as a hostile client would write it: one client, items given by `write`. */
function raw(
  client: number,
  clock: number,
  count: number,
  write: (e: encoding.Encoder) => void,
  deletes: readonly (readonly [number, number, number])[] = [],
): Uint8Array {
  const e = encoding.createEncoder();
  encoding.writeVarUint(e, count === 0 ? 0 : 1);
  if (count > 0) {
    encoding.writeVarUint(e, count);
    encoding.writeVarUint(e, client);
    encoding.writeVarUint(e, clock);
    write(e);
  }
  encoding.writeVarUint(e, deletes.length);
  for (const [c, at, length] of deletes) {
    encoding.writeVarUint(e, c);
    encoding.writeVarUint(e, 1);
    encoding.writeVarUint(e, at);
    encoding.writeVarUint(e, length);
  }
  return encoding.toUint8Array(e);
}
const gc = (length: number) => (e: encoding.Encoder) => {
  encoding.writeUint8(e, 0);
  encoding.writeVarUint(e, length);
};

describe("the gate", () => {
  it("admits typing, formatting, a split, lists, tables and deletions, and hands out bytes that others can apply", () => {
    const { content, text, edit, shadow, admit } = scene();
    const mirror = new Y.Doc();
    Y.applyUpdate(mirror, shadow.encode());
    const paragraph = (style: string) => {
      const p = new Y.XmlElement("paragraph");
      p.setAttribute("style", style);
      (p as unknown as { setAttribute(k: string, v: number): void }).setAttribute("level", 2);
      p.insert(0, [new Y.XmlText("ý"), new Y.XmlElement("hardBreak")]);
      return p;
    };
    const table = () => {
      const [t, r, c] = [
        new Y.XmlElement("table"),
        new Y.XmlElement("tableRow"),
        new Y.XmlElement("tableCell"),
      ];
      (c as unknown as { setAttribute(k: string, v: unknown): void }).setAttribute("colspan", 2);
      (c as unknown as { setAttribute(k: string, v: unknown): void }).setAttribute("colwidth", [120, 80]);
      c.insert(0, [paragraph("body")]);
      r.insert(0, [c]);
      t.insert(0, [r]);
      return t;
    };
    for (const change of [
      () => text().insert(3, "Việt"),
      () => text().format(0, 4, { bold: {} }),
      () => content.insert(1, [paragraph("dash")]),
      () => content.push([table()]),
      () => text().delete(0, 2),
      () => text().format(0, 2, { bold: null }),
    ]) {
      const admission = admit(edit(change));
      expect(admission).toMatchObject({ ok: true });
      if (admission.ok && admission.payload) Y.applyUpdate(mirror, admission.payload);
    }
    expect(mirror.getXmlFragment("content").toString()).toBe(content.toString());
  });

  const attacks: readonly (readonly [
    string,
    string,
    (s: ReturnType<typeof scene>) => Uint8Array,
    UserId?,
  ])[] = [
    [
      "GATE1",
      "bytes that are no update",
      () => new Uint8Array([255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]),
    ],
    ["GATE2", "a clock bomb under somebody else's id", () => raw(anClient, 8, 1, gc(1000)), binh],
    ["GATE2", "text under somebody else's id", ({ edit, text }) => edit(() => text().insert(0, "x")), binh],
    ["GATE2", "text under the server's own id", () => raw(7, 100, 1, gc(1)).map((b) => b), binh],
    ["GATE3", "a gap in one's own clock", () => raw(anClient, 5_000, 1, gc(1))],
    ["GATE5", "a deleted run of absurd length", () => raw(anClient, 8, 1, gc(2_000_000))],
    [
      "GATE6",
      "another root",
      () => {
        const d = new Y.Doc();
        d.clientID = 555;
        d.getText("evil").insert(0, "x");
        return Y.encodeStateAsUpdate(d);
      },
    ],
    [
      "GATE6",
      "an attribute on the root",
      () => {
        const d = new Y.Doc();
        d.clientID = 555;
        d.getMap("content").set("a", 1);
        return Y.encodeStateAsUpdate(d);
      },
    ],
    [
      "GATE7",
      "deletions of what is not there yet",
      () => raw(0, 0, 0, () => undefined, [[anClient, 10_000, 5]]),
    ],
    [
      "GATE7",
      "the same deletion said twice",
      () =>
        raw(0, 0, 0, () => undefined, [
          [anClient, 0, 2],
          [anClient, 0, 2],
        ]),
    ],
    [
      "GATE7",
      "deletions out of their order",
      () =>
        raw(0, 0, 0, () => undefined, [
          [anClient, 2, 1],
          [anClient, 0, 1],
        ]),
    ],
  ];
  it.each(attacks.map(([rule, what, make, by]) => ({ rule, what, make, by: by ?? an })))(
    "[$rule] refuses $what, and the document stays as it was",
    ({ rule, make, by }) => {
      const s = scene();
      const update = make(s);
      const before = s.shadow.encode();
      const admission = s.admit(update, by);
      expect(admission.ok).toBe(false);
      // A gap under a foreign id is either rule's business.
      if (!admission.ok) expect(rule === "GATE2" ? ["GATE2", "GATE3"] : [rule]).toContain(admission.rule);
      expect(Buffer.compare(s.shadow.encode(), before)).toBe(0);
    },
  );

  it("[GATE4] bounds how many ids one channel may claim", () => {
    const { shadow, admit } = scene();
    const { content, update } = other(shadow, 900);
    expect(
      admit(
        update(() => content.push([new Y.XmlElement("paragraph")])),
        binh,
        0,
      ),
    ).toMatchObject({ ok: false, rule: "GATE4" });
    const again = other(shadow, 901);
    expect(
      admit(
        again.update(() => again.content.push([new Y.XmlElement("paragraph")])),
        binh,
        1,
      ),
    ).toMatchObject({ ok: true, newClaims: [901] });
  });

  const setLoose = (e: Y.XmlElement, key: string, value: unknown) =>
    (e as unknown as { setAttribute(k: string, v: unknown): void }).setAttribute(key, value);
  const foreign: readonly (readonly [string, (content: Y.XmlFragment, text: Y.XmlText) => void])[] = [
    ["an unknown node", (c) => c.push([new Y.XmlElement("iframe")])],
    ["a node in the wrong place", (c) => c.push([new Y.XmlElement("tableRow")])],
    ["text outside a paragraph", (c) => c.push([new Y.XmlText("trần")])],
    ["an unknown attribute", (c) => setLoose(c.get(0) as Y.XmlElement, "onclick", "x")],
    ["a wrong value", (c) => setLoose(c.get(0) as Y.XmlElement, "level", 99)],
    ["an object as a value", (c) => setLoose(c.get(0) as Y.XmlElement, "style", { a: 1 })],
    ["an unknown mark", (_, t) => t.format(0, 2, { link: { href: "javascript:x" } })],
    ["a reserved mark", (_, t) => t.insert(0, "x", { ins: { by: "binh" } })],
    ["a mark with a load", (_, t) => t.format(0, 2, { bold: { evil: 1 } })],
    ["an embed", (_, t) => t.insertEmbed(0, { image: "x" })],
    [
      "a document inside",
      (c) => {
        const p = new Y.XmlElement("paragraph");
        c.push([p]);
        setLoose(p, "style", new Y.Doc());
      },
    ],
    ["an attribute on a text", (_, t) => t.setAttribute("a", "b")],
    // Names that every plain object answers to.
    ...["constructor", "__proto__", "toString", "hasOwnProperty"].flatMap((name): typeof foreign => [
      [`a node called ${name}`, (c) => c.push([new Y.XmlElement(name)])],
      [`an attribute called ${name}`, (c) => (c.get(0) as Y.XmlElement).setAttribute(name, "x")],
      [`a mark called ${name}`, (_, t) => t.format(0, 2, { [name]: {} })],
    ]),
  ];
  it.each(foreign)("[GATE9] refuses %s", (_what, change) => {
    const { content, text, edit, admit } = scene();
    expect(admit(edit(() => change(content, text())))).toMatchObject({
      ok: false,
      rule: "GATE9",
      isDirty: true,
    });
  });

  it.each([
    ["a collected run", (e: encoding.Encoder) => gc(0)(e)],
    [
      "a text",
      (e: encoding.Encoder) => {
        encoding.writeUint8(e, 4);
        encoding.writeVarUint(e, 1);
        encoding.writeVarString(e, "content");
        encoding.writeVarString(e, "");
      },
    ],
  ])("[GATE3] refuses %s of no length, also at the end of somebody else's", (_what, write) => {
    const { shadow, admit } = scene();
    const before = shadow.encode();
    for (const [client, clock] of [
      [7, shadow.knownClock(7)],
      [555, 0],
    ] as const)
      expect(admit(raw(client, clock, 1, write), binh)).toMatchObject({ ok: false, rule: "GATE3" });
    expect(Buffer.compare(shadow.encode(), before)).toBe(0);
  });

  it("[GATE8] refuses what would wait for an unknown past", () => {
    const { shadow, admit } = scene();
    const ahead = other(shadow, 902);
    ahead.update(() => ahead.content.push([new Y.XmlElement("paragraph")]));
    const stranger = new Y.Doc();
    Y.applyUpdate(stranger, Y.encodeStateAsUpdate(ahead.doc));
    stranger.clientID = 903;
    const vector = Y.encodeStateVector(stranger);
    (stranger.getXmlFragment("content").get(1) as Y.XmlElement).insert(0, [new Y.XmlText("x")]);
    expect(admit(Y.encodeStateAsUpdate(stranger, vector), binh)).toMatchObject({ ok: false, rule: "GATE8" });
  });

  it("[GATE15] refuses an item that names a right neighbour which stands left of it", () => {
    const { doc, admit, shadow } = scene();
    const clock = Y.getState(doc.store, anClient);
    // Behind its own first letter, and before the letter that is left of that one.
    const crossed = raw(anClient, clock, 1, (e) => {
      encoding.writeUint8(e, 4 | 0x80 | 0x40);
      for (const [client, at] of [
        [anClient, 3],
        [anClient, 1],
      ] as const) {
        encoding.writeVarUint(e, client);
        encoding.writeVarUint(e, at);
      }
      encoding.writeVarString(e, "chéo");
    });
    expect(admit(crossed)).toMatchObject({ ok: false, rule: "GATE15", isDirty: true });
    expect(shadow.isWhole).toBe(true);
  });

  it("[GATE13] bounds the text of a section, and lets it be written again after deleting", () => {
    const { text, edit, admit } = scene();
    const block = "a".repeat(600_000);
    for (let i = 0; i < 3; i += 1)
      expect(admit(edit(() => text().insert(0, block)))).toMatchObject({ ok: true });
    expect(admit(edit(() => text().insert(0, block)))).toMatchObject({
      ok: false,
      reason: "section-too-large",
    });
  });
});

describe("what a section holds", () => {
  it("[GATE13] is bounded in parts too, so that nobody fills it with empty paragraphs, and is written again after deleting", () => {
    const { content, edit, admit } = scene();
    const paragraphs = () => Array.from({ length: 50_000 }, () => new Y.XmlElement("paragraph"));
    for (let i = 0; i < 5; i += 1)
      expect(admit(edit(() => content.push(paragraphs())))).toMatchObject({ ok: true });
    const grown = Array.from({ length: 25_000 }, () => {
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.setAttribute("style", "dash");
      return paragraph;
    });
    expect(admit(edit(() => content.delete(1, 100_000)))).toMatchObject({ ok: true });
    expect(admit(edit(() => content.push(grown)))).toMatchObject({ ok: true });
    const tooMany = edit(() => {
      for (let i = 0; i < 2; i += 1) content.push(paragraphs());
      content.push([new Y.XmlElement("paragraph")]);
    });
    expect(admit(tooMany)).toMatchObject({ ok: false, reason: "section-too-large", rule: "GATE13" });
  });
});

describe("text that is carried along", () => {
  const rangesOf = (admission: ReturnType<Shadow["admit"]>) => (admission.ok ? admission.carried : null);

  it("[LINE1] is told with the update that carries it", () => {
    const { doc, text, edit, admit } = scene();
    const carried = rangesOf(
      admit(
        edit(() => {
          const right = text().toString().slice(8);
          text().delete(8, right.length);
          const paragraph = new Y.XmlElement("paragraph");
          paragraph.insert(0, [new Y.XmlText(right)]);
          doc.getXmlFragment("content").push([paragraph]);
        }),
      ),
    );
    expect(carried).toMatchObject([{ client: anClient, length: 13, origin: { client: 7 } }]);
  });

  it("[LINE5] is forgotten with a refused update, which took nothing away either", () => {
    const { text, edit, shadow, admit } = scene();
    const binhs = other(shadow, 202);
    const steal = binhs.update(() => {
      const words = (binhs.content.get(0) as Y.XmlElement).get(0) as Y.XmlText;
      words.delete(8, 13);
      words.insert(0, "Xã có 21 bản.");
      words.format(0, 3, { highlight: {} });
    });
    expect(admit(steal, binh)).toMatchObject({ ok: false, rule: "GATE9" });
    // A copy of what still stands is no move.
    const copy = admit(edit(() => text().insert(0, "Xã có 21 bản.")));
    expect(rangesOf(copy)).toEqual([]);
  });
});
