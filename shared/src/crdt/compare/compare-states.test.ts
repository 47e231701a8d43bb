import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { toBlocks } from "../../domain/import/draft-blocks.ts";
import type { UserId } from "../../domain/ids.ts";
import { contentOf } from "../doc-layout.ts";
import { recordKey } from "../record-key.ts";
import { writeRevisions } from "../revisions/write-revisions.ts";
import { seedBlocks, seedDocument } from "../seed.ts";
import { decideChanges, type Verdict } from "../suggestions/decide-changes.ts";
import { wordAuthorId } from "../word-author.ts";
import { compareStates, type ComparedRow } from "./compare-states.ts";

const [an, ha, minh] = ["an", "ha", "minh"] as [UserId, UserId, UserId];
const clients = new Map([
  [7, minh],
  [8, an],
  [9, ha],
]);

/** "95" replaced by "97" as Hà's suggestion; in a text of Minh's that An decides about. */
function suggested() {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedDocument([{ style: "body", level: 1, text: "Gieo trồng được 95 ha lúa." }], 7));
  const seed = Y.encodeStateAsUpdate(doc);
  const rows: ComparedRow[] = [];
  let accepted: readonly string[] = [];
  doc.on("update", (payload: Uint8Array) =>
    rows.push({ payload, by: clients.get(doc.clientID) ?? minh, accepted }),
  );
  const text = (contentOf(doc).get(0) as Y.XmlElement).get(0) as Y.XmlText;
  const record = (kind: "ins" | "del", id: string) => {
    const value = { id, by: ha, at: "" };
    return { [recordKey(kind, value)]: value };
  };
  doc.clientID = 9;
  doc.transact(() => {
    text.format(16, 2, record("del", "s1"));
    text.insert(18, "97", record("ins", "s1"));
  });
  const pending = Y.encodeStateAsUpdate(doc);
  const decide = (verdict: Verdict) => {
    const update = decideChanges(Y.encodeStateAsUpdate(doc), new Set(["s1"]), verdict, 8);
    doc.clientID = 8;
    accepted = verdict === "accept" ? ["s1"] : [];
    if (update) Y.applyUpdate(doc, update);
    return { state: Y.encodeStateAsUpdate(doc), rows };
  };
  return { seed, pending, rows, decide };
}

function told(older: Uint8Array, newer: Uint8Array, between: readonly ComparedRow[]) {
  const written = [...clients].map(([client, by]) => ({ client, clock: 0, length: 1000, by, at: 1 }));
  const { blocks, pendingCount } = compareStates({ older, newer, carried: [], written, between });
  const pieces = blocks.flatMap((block) => (block.kind === "paragraph" ? block.pieces : []));
  const changes = pieces
    .filter(({ change }) => change !== "same")
    .map(({ change, text, by, acceptedBy }) => [change, text, by, acceptedBy]);
  return { changes, pendingCount };
}

describe("the difference of two states", () => {
  it("[VER16] what is only suggested is in neither text", () => {
    const { seed, pending, rows } = suggested();
    expect(told(seed, pending, rows)).toEqual({ changes: [], pendingCount: 1 });
  });

  it("[VER16] a rejected suggestion is no change, from before it and from within", () => {
    const { seed, pending, decide } = suggested();
    const { state, rows } = decide("reject");
    for (const [older, between] of [[seed, rows] as const, [pending, rows.slice(1)] as const])
      expect(told(older, state, between)).toEqual({ changes: [], pendingCount: 0 });
  });

  it("[VER16] an accepted suggestion is its suggester's change, and bears who accepted it", () => {
    const { seed, pending, decide } = suggested();
    const { state, rows } = decide("accept");
    for (const [older, between] of [[seed, rows] as const, [pending, rows.slice(1)] as const])
      expect(told(older, state, between)).toEqual({
        changes: [
          ["deleted", "95", ha, an],
          ["inserted", "97", ha, an],
        ],
        pendingCount: 0,
      });
  });

  it("[VER16] [SUG31] an accepted suggestion of a Word file's is the change of whom the file names", () => {
    const lo = wordAuthorId("Lò Thị Mây");
    const blocks = toBlocks([
      {
        style: "body",
        level: 1,
        text: "Thu 97 ha lúa.",
        revisions: [
          { kind: "deletion", from: 4, to: 4, text: "95", author: "Lò Thị Mây" },
          { kind: "insertion", from: 4, to: 6, author: "Lò Thị Mây" },
        ],
      },
    ]);
    const { recordsOf, suggestions } = writeRevisions(blocks, () => crypto.randomUUID());
    const pending = seedBlocks(blocks, 7, recordsOf);
    const ids = suggestions.map(({ id }) => id);
    const payload = decideChanges(pending, new Set(ids), "accept", 8) ?? new Uint8Array();
    const state = Y.mergeUpdates([pending, payload]);
    expect(told(pending, state, [{ payload, by: an, accepted: ids }]).changes).toEqual([
      ["deleted", "95", lo, an],
      ["inserted", "97", lo, an],
    ]);
  });
});
