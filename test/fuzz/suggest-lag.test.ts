import { describe, expect, it } from "vitest";
import { contentOf, seedDocument } from "@dongsoan/shared/crdt";
import { exchange, sectionId, settle, TestServer } from "../kit/network.ts";
import { decide, RandomWriter } from "../kit/random-writer.ts";
import { Rng } from "../kit/rng.ts";

const only = process.env["SEED"];
const seeds = only
  ? [Number(only)]
  : Array.from({ length: process.env["LONG"] ? 2_000 : 80 }, (_, i) => 9_000 + i);
const steps = 30;
const section = sectionId(1);
const text = [
  "Toàn xã có 21 bản, 1.204 hộ, 5.318 nhân khẩu.",
  "Thu ngân sách đạt 12,5 tỷ đồng, tăng 8% so với cùng kỳ.",
  "An ninh trật tự được giữ vững ở mọi bản.",
].map((line) => ({ style: "body" as const, level: 1, text: line }));

/** Some of what is on its way comes in, or goes out, one after the other. */
async function deliver({ client }: RandomWriter, isOut: boolean, count: number): Promise<void> {
  if (!isOut) return client.deliverIn(count);
  for (let i = 0; i < count; i += 1) {
    client.deliverOut(1);
    await settle();
  }
}

describe("three people in three sentences, on slow lines", () => {
  it.each(seeds)(
    "[SUG29] no suggestion is refused, whatever the others do meanwhile (seed %i)",
    async (seed) => {
      const rng = new Rng(seed);
      const server = new TestServer(1);
      server.documents.add(section, seedDocument(text, 8));
      const owner = new RandomWriter(server, "owner", 102, false);
      const writers = [
        new RandomWriter(server, "rev", 101, true),
        owner,
        new RandomWriter(server, "rex", 103, seed % 2 === 1),
      ];
      const clients = writers.map(({ client }) => client);
      for (const { client, isSuggesting } of writers)
        await client.connect({ asks: isSuggesting ? "suggest" : "write" });
      await exchange(clients);
      for (let step = 0; step < steps; step += 1) {
        const writer = rng.pick(writers);
        const roll = rng.int(12);
        if (roll < 5) writer.edit(rng);
        else if (roll < 9) await deliver(writer, roll < 7, 1 + rng.int(3));
        else if (roll < 10) await exchange(clients);
        else if (writer === owner) await decide(server, owner, rng);
        else {
          const direction = rng.int(3) > 0 ? "undo" : "redo";
          const trial = writer.try(direction);
          if (trial) writer.takeBack(direction, trial);
        }
        await settle();
        expect(server.refusals, `step ${step}`).toEqual([]);
      }
      await exchange(clients);
      expect(server.refusals).toEqual([]);
      expect(server.errors).toEqual([]);
      const stored = server.storedText(section);
      for (const client of clients) expect(contentOf(client.doc).toString()).toBe(stored);
    },
  );
});
