import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { UserId } from "@dongsoan/shared/domain";
import { applyUntouched, readBlocks, seedDocument } from "@dongsoan/shared/crdt";
import { gateWriter, ownersOf } from "../kit/gate-writer.ts";
import { Shadow } from "../../server/src/sync/shadow.ts";
import { decodeMessage } from "../../server/src/sync/y-messages.ts";
import { decodeClientFrame } from "@dongsoan/shared/protocol";
import { Rng } from "../kit/rng.ts";

const rounds = process.env["LONG"] ? 100_000 : 3_000;
const an = "an" as UserId;

describe("mutated bytes", () => {
  it(`[GATE1-GATE9] [GATE13] ${rounds} mutated updates are refused whole or leave a document that can be read`, () => {
    const seedNumber = Number(process.env["SEED"] ?? 20_261_123);
    const rng = new Rng(seedNumber);
    const seed = seedDocument([{ style: "body", level: 1, text: "Kết quả sáu tháng đầu năm của xã." }], 7);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, seed);
    doc.clientID = 101;
    const prefix: Uint8Array[] = [];
    const updates: Uint8Array[] = [];
    const history: Uint8Array[] = [];
    doc.on("update", (u: Uint8Array) => {
      prefix.push(Y.mergeUpdates([seed, ...history]));
      updates.push(u);
      history.push(u);
    });
    const content = doc.getXmlFragment("content");
    for (let i = 0; i < 60; i += 1) {
      const text = (content.get(rng.int(content.length)) as Y.XmlElement).get(0);
      if (!(text instanceof Y.XmlText) || rng.int(4) === 0) {
        const p = new Y.XmlElement("paragraph");
        p.setAttribute("style", rng.pick(["body", "dash", "letter"]));
        p.insert(0, [new Y.XmlText("mới")]);
        content.insert(rng.int(content.length + 1), [p]);
      } else if (rng.int(3) === 0 && text.length > 4) text.delete(rng.int(text.length - 3), 2);
      else text.insert(rng.int(text.length + 1), "chữ", rng.int(2) === 0 ? { bold: {} } : {});
    }
    const owners = ownersOf((client) => (client === 101 ? an : undefined));
    const outcomes = { refused: 0, admitted: 0 };
    for (let i = 0; i < rounds; i += 1) {
      const at = rng.int(updates.length);
      const bytes = Uint8Array.from(updates[at] as Uint8Array);
      for (let k = 0; k <= rng.int(3); k += 1) bytes[rng.int(bytes.length)] = rng.int(256);
      const cut = rng.int(8) === 0 ? bytes.subarray(0, rng.int(bytes.length)) : bytes;
      const shadow = new Shadow(prefix[at] as Uint8Array, []);
      const before = shadow.encode();
      const admission = shadow.admit(cut, gateWriter(an), owners, 20);
      const context = `seed ${seedNumber}, round ${i}`;
      if (!admission.ok) {
        outcomes.refused += 1;
        if (!admission.isDirty) expect(Buffer.compare(shadow.encode(), before), context).toBe(0);
      } else {
        outcomes.admitted += 1;
        expect(shadow.isWhole, context).toBe(true);
        expect(() => readBlocks(shadow.doc.getXmlFragment("content")), context).not.toThrow();
        if (admission.payload) {
          const replica = new Y.Doc();
          // As they are: an editor would tidy up formats now, and hand that in as an edit of its own.
          applyUntouched(replica, [before]);
          applyUntouched(replica, [admission.payload]);
          if (admission.repair) applyUntouched(replica, [admission.repair.payload]);
          expect(replica.getXmlFragment("content").toString(), context).toBe(
            shadow.doc.getXmlFragment("content").toString(),
          );
        }
      }
      shadow.destroy();
    }
    expect(outcomes.refused).toBeGreaterThan(rounds / 4);
    expect(outcomes.admitted).toBeGreaterThan(0);
  }, 600_000);

  it("[FRAME1] random frames are decoded or refused, and nothing else", () => {
    const rng = new Rng(7);
    for (let i = 0; i < rounds; i += 1) {
      const bytes = Uint8Array.from({ length: rng.int(40) }, () =>
        rng.int(3) === 0 ? rng.int(6) : rng.int(256),
      );
      for (const decode of [decodeClientFrame, decodeMessage]) {
        try {
          decode(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }
    }
  });
});
