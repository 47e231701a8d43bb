import { describe, expect, it } from "vitest";
import type { SectionId } from "@dongsoan/shared/domain";
import type { DocumentStore, StoredDocument } from "../ports/document-store.ts";
import { ByHead } from "./by-head.ts";

const id = "00000000-0000-4000-8000-000000000001" as SectionId;

function scene() {
  const stored = { damage: null as StoredDocument["damage"], reads: 0, isFailing: false };
  const known = new ByHead<number>({
    load: () => Promise.resolve({ damage: stored.damage } as StoredDocument),
  } as unknown as DocumentStore);
  const ask = (head: number, about = "") =>
    known.of(
      { id, head, lineage: 1 },
      () => (stored.isFailing ? Promise.reject(new Error("none")) : Promise.resolve((stored.reads += 1))),
      about,
    );
  return { stored, ask };
}

describe("what whole texts say", () => {
  it("is read once for everybody, until the head moves or the question is another", async () => {
    const { ask } = scene();
    expect(await Promise.all([ask(1), ask(1)])).toEqual([1, 1]);
    expect([await ask(1), await ask(2), await ask(2), await ask(2, "x")]).toEqual([1, 2, 2, 3]);
  });

  it("is read again where the text is damaged, or could not be read", async () => {
    const { stored, ask } = scene();
    stored.isFailing = true;
    await expect(ask(1)).rejects.toThrow("none");
    stored.isFailing = false;
    stored.damage = { seq: 1 };
    expect([await ask(1), await ask(1)]).toEqual([1, 2]);
    stored.damage = null;
    expect([await ask(1), await ask(1)]).toEqual([3, 3]);
  });
});
