import { initProseMirrorDoc } from "@tiptap/y-tiptap";
import { describe, expect, it } from "vitest";
import type * as Y from "yjs";
import { contentOf, isSameText } from "@dongsoan/shared/crdt";
import { textSchema } from "@dongsoan/shared/schema";
import { plainTextOf, withoutStruck } from "../../client/src/editor/tracking/clean-content.ts";
import { exchange, sectionId, TestServer } from "../kit/network.ts";
import { decide, RandomWriter, words } from "../kit/random-writer.ts";
import { Rng } from "../kit/rng.ts";
import { lettersOf, strangersIn } from "../kit/written-letters.ts";

const only = process.env["SEED"];
const seeds = only
  ? [Number(only)]
  : Array.from({ length: process.env["LONG"] ? 3_000 : 60 }, (_, i) => 9_000 + i);
const steps = 24;
const section = sectionId(1);

/** All of a text as the editor copies it. */
function copyOf(doc: Y.Doc): string {
  const all = initProseMirrorDoc(contentOf(doc), textSchema).doc;
  return plainTextOf(withoutStruck(all.slice(0, all.content.size)));
}

describe("a suggester and an owner in one short text", () => {
  const counts = { same: 0, withdrawn: 0, changed: 0 };

  it.each(seeds)(
    "[SUG11] [SUG13] [SUG14] [SUG28] [SUG30] nothing that anybody does is refused (seed %i)",
    async (seed) => {
      const rng = new Rng(seed);
      const server = new TestServer(1);
      const owner = new RandomWriter(server, "owner", 102, false);
      const writers = [new RandomWriter(server, "rev", 101, true), owner];
      const clients = writers.map(({ client }) => client);
      for (const { client, isSuggesting } of writers)
        await client.connect({ asks: isSuggesting ? "suggest" : "write" });
      await exchange(clients);
      const written = [lettersOf(server.storedText(section)), ...words, "\n"];
      for (let step = 0; step < steps; step += 1) {
        const writer = rng.pick(writers);
        const roll = rng.int(10);
        if (roll < 6) writer.edit(rng);
        else if (writer === owner) await decide(server, owner, rng);
        else {
          const direction = roll < 9 ? "undo" : "redo";
          const trial = writer.try(direction);
          if (trial) counts[trial.outcome] += 1;
          if (trial?.outcome === "changed" && seed % 2 === 1) {
            // What would have been done: the run ends here, on this page alone.
            const { text } = writer;
            writer.undo[direction]();
            return expect(isSameText(text, writer.text), `step ${step}`).toBe(false);
          }
          if (trial) writer.takeBack(direction, trial);
        }
        await exchange(clients);
        expect(server.refusals, `step ${step}`).toEqual([]);
      }
      expect(server.errors).toEqual([]);
      for (const { client } of writers) {
        expect(strangersIn(lettersOf(client.text), written), "in the text").toEqual([]);
        expect(strangersIn(copyOf(client.doc), written), "in a copy").toEqual([]);
      }
      const stored = server.storedText(section);
      for (const client of clients) expect(contentOf(client.doc).toString()).toBe(stored);
    },
  );

  it.skipIf(only !== undefined)("[SUG27] [SUG28] most steps are taken back, and some are refused", () => {
    expect(counts.withdrawn).toBeGreaterThan(0);
    expect(counts.changed).toBeGreaterThan(0);
    expect(counts.same).toBeGreaterThan(counts.changed);
  });
});
