import { expect, test } from "vitest";
import { seedDocument, WrittenIndex } from "@dongsoan/shared/crdt";
import type { SectionId, UserId } from "@dongsoan/shared/domain";
import type { DocumentStore, StoredUpdate } from "../ports/document-store.ts";
import type { TextWork } from "../ports/text-work.ts";
import { WrittenLogs } from "./written-logs.ts";

const sectionId = "s" as SectionId;
const row = (seq: number, by: string, clientId: number): StoredUpdate => ({
  seq,
  payload: seedDocument([{ style: "body", level: 1, text: "ba" }], clientId),
  by: by as UserId,
  at: seq,
});

test("[LINE7] after a repair the writers are those of the new log, also of seqs that are used again", async () => {
  let rows = [row(1, "an", 1), row(2, "an", 2), row(3, "an", 3)];
  const readUpdates: DocumentStore["readUpdates"] = (_id, after, limit) =>
    Promise.resolve(rows.filter(({ seq }) => seq > after).slice(0, limit));
  const written: TextWork["written"] = (some) => {
    const index = new WrittenIndex();
    for (const each of some) index.add(each);
    return Promise.resolve(index.parts);
  };
  const logs = new WrittenLogs({ readUpdates } as DocumentStore, { written } as TextWork);
  const writers = async (lineage: number) => {
    const index = await logs.upTo({ sectionId, lineage, head: rows.length });
    return index.parts.map(({ client, by }) => `${client} ${by}`);
  };
  expect(await writers(1)).toEqual(["1 an", "2 an", "3 an"]);
  rows = [row(1, "an", 1)];
  expect(await writers(2)).toEqual(["1 an"]);
  rows = [row(1, "an", 1), row(2, "bình", 4)];
  expect(await Promise.all([writers(2), writers(2)])).toEqual([
    ["1 an", "4 bình"],
    ["1 an", "4 bình"],
  ]);
});
