import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import {
  contentOf,
  decideChanges,
  listChanges,
  plainBlock,
  takeBack,
  traceFragment,
} from "@dongsoan/shared/crdt";
import { plainParagraph, plainTable, suggestAnything } from "../kit/random-suggestion.ts";
import { Rng } from "../kit/rng.ts";

/** A section that three people have made suggestions in. */
function suggested(seed: number) {
  const rng = new Rng(seed);
  const doc = new Y.Doc();
  doc.clientID = 7;
  const content = contentOf(doc);
  const text = "Đến hết quý III, xã có hai mươi mốt bản";
  content.insert(0, [plainParagraph(text), plainParagraph(text), plainTable(3, 3), plainParagraph(text)]);
  const original = shown(doc);
  for (let i = 0; i < 25; i += 1) {
    doc.clientID = 10 + (i % 3);
    doc.transact(() => suggestAnything(rng, content, `u${i % 3}`, `s${i}`));
  }
  return { rng, doc, original };
}

const shown = (doc: Y.Doc, projection: "final" | "base" = "final") =>
  traceFragment(contentOf(doc), projection).map(plainBlock);

function apply(doc: Y.Doc, update: Uint8Array | null): void {
  if (update) Y.applyUpdate(doc, update);
}
const decideAll = (doc: Y.Doc, verdict: "accept" | "reject", client = 99) => {
  const ids = new Set(listChanges(contentOf(doc)).flatMap((change) => change.ids));
  apply(doc, decideChanges(Y.encodeStateAsUpdate(doc), ids, verdict, client));
};
const recordsIn = (doc: Y.Doc) => listChanges(contentOf(doc)).length;

const hashesIn = (doc: Y.Doc) => listChanges(contentOf(doc)).map(({ seen }) => seen);
/** Types at the beginning of one paragraph. */
function writeLater(doc: Y.Doc, id: Y.ID | null): void {
  const paragraph = contentOf(doc)
    .toArray()
    .find((block) => Y.compareIDs(block._item?.id ?? null, id));
  ((paragraph as Y.XmlElement).get(0) as Y.XmlText).insert(0, "Sau đó. ");
}

const seeds = Array.from({ length: process.env["LONG"] ? 500 : 30 }, (_, i) => i + 1);

describe("deciding suggestions", () => {
  it.each(seeds)(
    "[SUG5] all rejected is the base text, which is the text before anybody suggested anything (seed %i)",
    (seed) => {
      const { doc, original } = suggested(seed);
      expect(recordsIn(doc)).toBeGreaterThan(3);
      expect(shown(doc, "base")).toEqual(original);
      decideAll(doc, "reject");
      expect(shown(doc)).toEqual(original);
      expect(recordsIn(doc)).toBe(0);
    },
  );

  it.each(seeds)("[SUG6] all accepted is the final text (seed %i)", (seed) => {
    const { doc } = suggested(seed);
    const final = shown(doc);
    decideAll(doc, "accept");
    expect(shown(doc)).toEqual(final);
    expect(shown(doc, "base")).toEqual(final);
    expect(recordsIn(doc)).toBe(0);
  });

  it.each(seeds)(
    "[SUG17] one after another in any order ends alike, and others' suggestions stand meanwhile (seed %i)",
    (seed) => {
      const { doc, rng, original } = suggested(seed);
      for (let client = 100; recordsIn(doc) > 0; client += 1) {
        const changes = listChanges(contentOf(doc));
        const { ids } = rng.pick(changes);
        const before = new Set(changes.flatMap((change) => change.ids));
        apply(doc, decideChanges(Y.encodeStateAsUpdate(doc), new Set(ids), "reject", client));
        const after = new Set(listChanges(contentOf(doc)).flatMap((change) => change.ids));
        for (const id of ids) expect(after.has(id)).toBe(false);
        for (const id of after) expect(before.has(id)).toBe(true);
      }
      expect(shown(doc)).toEqual(original);
    },
  );

  it.each(seeds)(
    "[SUG18] taken back, it is as it was, and what was written since stays (seed %i)",
    (seed) => {
      const { doc, rng } = suggested(seed);
      const before = Y.encodeStateAsUpdate(doc);
      const listed = listChanges(contentOf(doc));
      const ids = new Set(listed.flatMap((change) => (rng.int(2) === 0 ? change.ids : [])));
      const verdict = rng.pick(["accept", "reject"] as const);
      const update = decideChanges(before, ids, verdict, 99);
      if (!update) return;
      Y.applyUpdate(doc, update);
      const later: Uint8Array[] = [];
      doc.on("update", (bytes: Uint8Array) => later.push(bytes));
      doc.clientID = 5;
      const first = (contentOf(doc).get(0) as Y.XmlElement)._item?.id ?? null;
      writeLater(doc, first);
      const back = takeBack([before], update, later, 98);
      expect(back).not.toBeNull();
      apply(doc, back);
      // The same words in a text about which nothing was ever decided.
      const twin = new Y.Doc();
      Y.applyUpdate(twin, before);
      writeLater(twin, first);
      expect(hashesIn(doc)).toEqual(hashesIn(twin));
      expect(JSON.stringify(shown(doc))).toContain("Sau đó. ");
    },
  );
});
