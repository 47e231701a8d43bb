import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import {
  contentOf,
  plainBlock,
  restoreText,
  seedDocument,
  type TracedBlock,
  traceFragment,
} from "@dongsoan/shared/crdt";
import type { UserId } from "@dongsoan/shared/domain";
import { gateWriter, ownersOf } from "../kit/gate-writer.ts";
import { Shadow } from "../../server/src/sync/shadow.ts";
import { randomEdit } from "../kit/random-edit.ts";
import { Rng } from "../kit/rng.ts";

const plain = (text: readonly TracedBlock[]) => text.map(plainBlock);
const read = (doc: Y.Doc) => traceFragment(contentOf(doc));
const fromState = (...updates: readonly Uint8Array[]) => {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
};

/** Random edits of two people. @returns the text at the beginning and its document now. */
function edited(seed: number) {
  const rng = new Rng(seed);
  const doc = fromState(
    seedDocument(
      Array.from({ length: 3 }, (_, i) => ({ style: "body", level: 1, text: `Đoạn ${i} có 12 ha lúa.` })),
      7,
    ),
  );
  const edit = (count: number) => {
    for (let i = 0; i < count; i += 1) {
      doc.clientID = 1 + rng.int(2);
      doc.transact(() => randomEdit(contentOf(doc), rng, rng.pick(["lúa ", "95 ha ", "x"])));
    }
  };
  edit(rng.int(15));
  const old = read(doc);
  edit(1 + rng.int(25));
  return { doc, old, rng };
}
const seeds = Array.from({ length: 80 }, (_, i) => i + 1);

describe("restoring a text under random edits", () => {
  it("[VER9] gives the older text back, and then the newer one, block by block", () => {
    for (const seed of seeds) {
      const { doc, old } = edited(seed);
      const now = read(doc);
      const back = restoreText(Y.encodeStateAsUpdate(doc), old, 50);
      if (back) Y.applyUpdate(doc, back);
      expect(plain(read(doc)), `seed ${seed}`).toEqual(plain(old));
      expect(restoreText(Y.encodeStateAsUpdate(doc), old, 51), `seed ${seed}, again`).toBeNull();
      const forth = restoreText(Y.encodeStateAsUpdate(doc), now, 52);
      if (forth) Y.applyUpdate(doc, forth);
      expect(plain(read(doc)), `seed ${seed}, forth`).toEqual(plain(now));
    }
  });

  it("[VER9] passes the gate of any client, as one edit under an id of its own", () => {
    for (const seed of seeds) {
      const { doc, old } = edited(seed);
      const state = Y.encodeStateAsUpdate(doc);
      const back = restoreText(state, old, 50);
      if (!back) continue;
      const shadow = new Shadow(state, []);
      const admission = shadow.admit(
        back,
        gateWriter("an" as UserId, "server"),
        ownersOf(() => undefined),
        1,
      );
      expect(admission, `seed ${seed}`).toMatchObject({ ok: true });
      shadow.destroy();
    }
  });

  it("[VER9] text that others typed meanwhile stands, and all copies agree", () => {
    for (const seed of seeds) {
      const { doc, old, rng } = edited(seed);
      const state = Y.encodeStateAsUpdate(doc);
      const other = fromState(state);
      other.clientID = 90;
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.insert(0, [new Y.XmlText("viết khi đang khôi phục")]);
      contentOf(other).insert(rng.int(contentOf(other).length + 1), [paragraph]);
      const back = restoreText(state, old, 50);
      const typed = Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc));
      const updates = back ? [back, typed] : [typed];
      const one = fromState(state, ...updates);
      const two = fromState(state, ...updates.toReversed());
      expect(plain(read(one)), `seed ${seed}`).toEqual(plain(read(two)));
      const texts = JSON.stringify(plain(read(one)));
      expect(texts, `seed ${seed}`).toContain("viết khi đang khôi phục");
    }
  });
});
