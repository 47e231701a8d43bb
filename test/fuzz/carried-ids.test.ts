import { afterEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { CarriedIds, contentOf, openStored, standsIn, textRanges, unpackRanges } from "@dongsoan/shared/crdt";
import { must } from "@dongsoan/shared/domain";
import { limits } from "../../server/src/sync/limits.ts";
import { randomBoundEdit } from "../kit/bound-editor.ts";
import { exchange, sectionId, settle, TestClient, TestServer } from "../kit/network.ts";
import { Rng } from "../kit/rng.ts";

const only = process.env["SEED"];
const seeds = only
  ? [Number(only)]
  : Array.from({ length: process.env["LONG"] ? 1_000 : 40 }, (_, i) => 9_000 + i);
const section = sectionId(1);
const { maxGoneCarried } = limits;
const keepGone = (count: number) => Object.assign(limits, { maxGoneCarried: count });

/** As a room that stands open does it now and then. */
const takeSnapshot = (server: TestServer) =>
  server.fanout.publish({ kind: "damaged", sectionId: section, reportId: "" as never });

/** First ids of every letter that stands, by what a loading gives, and by all that was ever carried. */
async function firstIds(server: TestServer) {
  const stored = must(await server.documents.load(section), "section");
  const doc = openStored(
    stored.snapshot?.state ?? null,
    stored.updates.map((u) => u.payload),
  );
  const ranges = textRanges(contentOf(doc));
  const told = (parts: readonly Uint8Array[]) => {
    const ids = new CarriedIds(parts.flatMap(unpackRanges));
    return ranges.flatMap((range) =>
      ids
        .originsOf(range)
        .flatMap(({ client, clock, length }) => Array.from({ length }, (_, i) => `${client}:${clock + i}`)),
    );
  };
  const loaded = new CarriedIds(stored.carried.flatMap(unpackRanges)).ranges;
  const gone = loaded.filter((range) => !standsIn(doc)(range)).length;
  doc.destroy();
  return { loaded: told(stored.carried), all: told(await server.documents.readCarried(section)), gone };
}

describe("carried ids that nobody needs are let go", () => {
  afterEach(() => keepGone(maxGoneCarried));

  it.each(seeds)(
    "[LINE10] seed %d: who wrote what stays, through every edit, undo and restart",
    async (seed) => {
      const rng = new Rng(seed);
      keepGone(seed % 2 === 0 ? 3 : maxGoneCarried);
      const server = new TestServer(1);
      const clients = ["an", "binh", "chi"].map((name, i) => new TestClient(server, name, 1_000_101 + i));
      for (const client of clients) await client.connect();
      await exchange(clients);
      const undos = clients.map(
        ({ doc }) =>
          new Y.UndoManager(contentOf(doc), { captureTimeout: 0, trackedOrigins: new Set(["editor"]) }),
      );
      let next = 0x4e00;
      let snapshots = 0;
      for (let step = 0; step < 120; step += 1) {
        server.now += 1_000;
        const at = rng.int(clients.length);
        const client = must(clients[at], "client");
        const letters = Array.from({ length: 3 + rng.int(6) }, () => String.fromCharCode(next++)).join("");
        if (rng.int(8) === 0) undos[at]?.undo();
        else randomBoundEdit(client.doc, rng, letters);
        if (rng.int(3) > 0) await exchange(clients);
        if (rng.int(6) > 0) continue;
        // With others' updates on their way to the store, too.
        const isOnItsWay = rng.int(2) === 0;
        if (isOnItsWay) {
          server.documents.hold();
          for (const one of clients) one.deliverOut();
          await settle();
        }
        takeSnapshot(server);
        if (isOnItsWay) server.documents.release();
        snapshots += 1;
        await exchange(clients);
        const { loaded, all } = await firstIds(server);
        expect(loaded, `after step ${step}`).toEqual(all);
        if (rng.int(4) > 0) continue;
        for (const one of clients) one.disconnect();
        server.restart();
        for (const one of clients) await one.connect();
        await exchange(clients);
      }
      // What comes after the snapshot is kept beside it, whole.
      await exchange(clients);
      takeSnapshot(server);
      await exchange(clients);
      const { loaded, all, gone } = await firstIds(server);
      expect(loaded).toEqual(all);
      expect(gone).toBeLessThanOrEqual(limits.maxGoneCarried);
      expect(server.errors).toEqual([]);
      expect(snapshots).toBeGreaterThan(5);
      server.registry.close();
    },
  );

  it("[LINE10] a paragraph of 1,500 pieces that is moved 65 times costs what stands, and its letters keep their writers", async () => {
    keepGone(2_000);
    const server = new TestServer(1);
    const [an, binh] = [new TestClient(server, "an", 101), new TestClient(server, "binh", 102)];
    for (const client of [an, binh]) await client.connect();
    await exchange([an, binh]);
    for (let i = 0; i < 750; i += 1) an.firstText.insert(0, String.fromCharCode(0x4e00 + i));
    await exchange([an, binh]);
    binh.doc.transact(() => {
      for (let i = 750; i > 0; i -= 1) binh.firstText.insert(i, "b");
    });
    await exchange([an, binh]);
    const { all: before } = await firstIds(server);
    for (let move = 0; move < 65; move += 1) {
      server.now += 60_000;
      const text = binh.firstText.toString();
      binh.doc.transact(() => {
        const paragraph = new Y.XmlElement("paragraph");
        paragraph.insert(0, [new Y.XmlText(text)]);
        binh.content.delete(0, 1);
        binh.content.insert(0, [paragraph]);
      });
      await exchange([an, binh]);
    }
    takeSnapshot(server);
    await exchange([an, binh]);
    const row = server.documents.row(section);
    const kept = unpackRanges(must(row.snapshot?.carried, "snapshot"));
    expect(kept.length).toBeGreaterThan(1_500);
    expect(kept.length).toBeLessThanOrEqual(1_510 + 2_000);
    const { loaded, all, gone } = await firstIds(server);
    expect(loaded).toEqual(before);
    expect(all).toEqual(before);
    expect(gone).toBeLessThanOrEqual(2_000);
    // A row for each move, of a few bytes for each piece: texts of old are compared by them.
    expect(row.carried).toHaveLength(65);
    expect(row.carried.reduce((sum, { ranges }) => sum + ranges.length, 0)).toBeLessThan(65 * 1_510 * 7);
    server.registry.close();
  }, 60_000);

  it("[LINE10] [LINE6] a snapshot says nothing of updates that are not stored, and their ids can be forgotten yet", async () => {
    const server = new TestServer(1);
    const an = await new TestClient(server, "an", 101).join();
    const move = () =>
      an.doc.transact(() => {
        const text = an.firstText.toString();
        an.firstText.delete(0, text.length);
        const paragraph = new Y.XmlElement("paragraph");
        paragraph.insert(0, [new Y.XmlText(text)]);
        an.content.insert(1, [paragraph]);
      });
    move();
    await exchange([an]);
    server.documents.hold();
    an.content.delete(0, 1);
    move();
    an.deliverOut();
    await settle();
    takeSnapshot(server);
    const row = server.documents.row(section);
    const kept = must(row.snapshot?.carried, "snapshot");
    expect(kept).toEqual(row.carried[0]?.ranges);
    // What was on its way is refused: the text stands where it stood, under its first ids.
    server.documents.lock(section);
    server.documents.release();
    await settle();
    const { loaded, all } = await firstIds(server);
    expect(loaded).toEqual(all);
    expect(new Set(all.map((id) => id.split(":")[0]))).toEqual(new Set(["8"]));
    server.registry.close();
  });
});
