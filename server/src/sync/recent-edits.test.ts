import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { must } from "@dongsoan/shared/domain";
import { limits } from "./limits.ts";
import { RecentEdits, type Written } from "./recent-edits.ts";

const an = { number: 1 };
const binh = { number: 2 };

/** Edits of one document, in order. */
function author() {
  const doc = new Y.Doc();
  doc.clientID = 9;
  const text = doc.getText();
  return (change: (text: Y.Text) => void, peer = an, isRepair = false): Written => {
    const updates: Uint8Array[] = [];
    doc.once("update", (bytes: Uint8Array) => updates.push(bytes));
    doc.transact(() => change(text));
    return { payload: must(updates[0], "the change changes something"), isRepair, peer };
  };
}
const all = { client: 9, clock: 0, length: 10 };

describe("what was stored lately", () => {
  it("[HEARD2] tells what a page saw of letters that are gone: not what was gone for it, what it took out, or what came later", () => {
    const edit = author();
    const recent = new RecentEdits(10);
    recent.stored([
      edit((text) => text.insert(0, "abcdef"), binh),
      edit((text) => text.delete(0, 1), binh),
      edit((text) => text.delete(0, 1), an),
      edit((text) => text.delete(0, 1), binh),
      edit((text) => text.insert(3, "gh"), binh),
      edit((text) => text.delete(3, 2), binh),
    ]);
    const seenFrom = (heard: number) => recent.sightOf(an, heard, [])?.seenOf(all, true);
    expect(seenFrom(12)).toMatchObject([{ clock: 2, length: 1 }]);
    expect(seenFrom(14)).toEqual([]);
    expect(seenFrom(15)).toMatchObject([{ clock: 6, length: 2 }]);
    expect(recent.sightOf(an, 16, [])).toMatchObject({ isBehind: false, missesDeletions: false });
    expect(recent.sightOf(an, 15, [])).toMatchObject({ isBehind: true, missesDeletions: true });
  });

  it("[HEARD2] tells what a page still holds of what is gone, and not what it took out itself, though it was gone already", () => {
    const edit = author();
    const recent = new RecentEdits(10);
    const typed = edit((text) => text.insert(0, "abcdef"), binh);
    const others = edit((text) => text.delete(0, 4), binh);
    const stale = edit((text) => text.insert(2, "g"), an);
    const { payload: source } = others;
    recent.stored([typed, others]);
    expect(recent.sightOf(an, 11, [])?.held).toMatchObject([{ client: 9, clock: 0, length: 4 }]);
    expect(recent.sightOf(an, 11, [{ ...stale, source }])?.held).toEqual([]);
    expect(recent.sightOf(an, 12, [])?.held).toEqual([]);
  });

  it("[HEARD2] what is not stored yet nobody but its writer has heard of, and what the server adds nobody", () => {
    const edit = author();
    const recent = new RecentEdits(10);
    const written = edit((text) => text.insert(0, "a"), an);
    expect(recent.sightOf(an, 10, [written])?.isBehind).toBe(false);
    expect(recent.sightOf(binh, 10, [written])?.isBehind).toBe(true);
    recent.stored([written, edit((text) => text.delete(0, 1), an, true)]);
    expect(recent.sightOf(an, 10, [])).toMatchObject({ isBehind: true, missesDeletions: true });
  });

  it("[HEARD2] knows nothing of before the room was opened, of what is not stored, and of a page that says nothing", () => {
    const recent = new RecentEdits(10);
    expect([0, 9, 11].map((heard) => recent.sightOf(an, heard, []))).toEqual([null, null, null]);
    expect(recent.sightOf(an, 10, [])?.isBehind).toBe(false);
  });

  it("[HEARD2] keeps so many at least, and twice as many at most", () => {
    const edit = author();
    const recent = new RecentEdits(10);
    const count = 5 * limits.recentEdits;
    for (let i = 0; i < count; i += 1) recent.stored([edit((text) => text.insert(0, "a"), binh)]);
    expect(recent.sightOf(an, 10 + count - limits.recentEdits, [])?.isBehind).toBe(true);
    expect(recent.sightOf(an, 10 + count - 2 * limits.recentEdits - 1, [])).toBeNull();
    recent.stored([edit((text) => text.insert(0, "a".repeat(3 * limits.recentEditBytes)), binh)]);
    expect(recent.sightOf(an, 10 + count, [])).toBeNull();
    expect(recent.sightOf(an, 11 + count, [])?.isBehind).toBe(false);
  });
});
