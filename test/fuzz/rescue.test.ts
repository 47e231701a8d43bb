import { afterAll, describe, expect, it } from "vitest";
import { contentOf } from "@dongsoan/shared/crdt";
import { randomBoundEdit } from "../kit/bound-editor.ts";
import { exchange, sectionId, settle, TestClient, TestServer } from "../kit/network.ts";
import { Rng } from "../kit/rng.ts";
import { lettersOf, strangersIn } from "../kit/written-letters.ts";

const only = process.env["SEED"];
const seeds = only
  ? [Number(only)]
  : Array.from({ length: process.env["LONG"] ? 1_000 : 40 }, (_, i) => 5_000 + i);
const section = sectionId(1);

/** Three people who write in the same few paragraphs over lines that lag and break. Each letter is typed once in the world. */
class World {
  readonly server = new TestServer(1);
  readonly log: string[] = [];
  readonly clients: TestClient[];
  /** Every letter that was typed, and those that somebody who saw them took out. */
  readonly typed = new Set<string>();
  readonly deleted = new Set<string>();
  readonly #rng: Rng;
  #next = 0x4e00;

  constructor(rng: Rng) {
    this.#rng = rng;
    this.clients = ["an", "binh", "chi"].map((name, i) => new TestClient(this.server, name, 1_000_101 + i));
  }

  async begin(): Promise<void> {
    for (const client of this.clients) await client.connect();
    await exchange(this.clients);
    for (const letter of lettersOf(this.server.storedText(section))) this.deleted.add(letter);
  }

  async step(): Promise<void> {
    const rng = this.#rng;
    this.server.now += 100;
    const client = rng.pick(this.clients);
    const roll = rng.int(100);
    if (roll < 45) {
      if (client.isSynced) this.#edit(client);
    } else if (roll < 60) client.deliverOut(1 + rng.int(4));
    else if (roll < 75) client.deliverIn(1 + rng.int(4));
    else if (roll < 88) await settle();
    else if (roll < 93 && client.isConnected && client.outbox.length === 0) client.disconnect();
    else if (!client.isConnected) await client.connect();
  }

  /** The server writes under one id for as long as a room is open: in how many rooms it has put something back. */
  get repairCount(): number {
    return this.server.documents.row(section).claims.size - this.clients.length;
  }

  #edit(client: TestClient): void {
    const letters = Array.from({ length: 3 + this.#rng.int(6) }, () =>
      String.fromCharCode(this.#next++),
    ).join("");
    const { kind, typed, deleted } = randomBoundEdit(client.doc, this.#rng, letters);
    this.log.push(`${client.actor.userId} ${kind} +${typed} -${deleted}`);
    for (const letter of typed) this.typed.add(letter);
    for (const letter of deleted) this.deleted.add(letter);
  }

  async rest(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      this.server.now += 60_000;
      for (const client of this.clients) if (!client.isConnected) await client.connect();
      await exchange(this.clients);
    }
    expect(this.server.refusals, "honest text refused").toEqual([]);
    expect(this.server.errors).toEqual([]);
    const stored = this.server.storedText(section);
    for (const client of this.clients) {
      expect(client.isSaved).toBe(true);
      expect(contentOf(client.doc).toString(), "converged").toBe(stored);
    }
    const counts = new Map<string, number>();
    for (const letter of lettersOf(stored)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    const gone = [...this.typed].filter((letter) => !this.deleted.has(letter) && !counts.has(letter));
    expect(gone.join(""), "letters that nobody deleted are gone").toBe("");
    const strangers = strangersIn(lettersOf(stored), [...this.typed, ...this.deleted]);
    expect(strangers, "letters that nobody typed").toEqual([]);
  }
}

/** What the runs went through: a world in which nothing is rescued proves nothing. */
const seen = { letters: 0, repairs: 0 };

describe("three people in the same paragraphs, at the same moment", () => {
  afterAll(() => {
    if (only) return;
    expect(seen.letters / seeds.length).toBeGreaterThan(50);
    expect(seen.repairs / seeds.length).toBeGreaterThan(0.5);
  });

  it.each(seeds)(
    "[RESC1] [RESC2] [RESC3] [SUG30] seed %d: no letter is lost that nobody deleted, and none is there that nobody typed",
    async (seed) => {
      const world = new World(new Rng(seed));
      try {
        await world.begin();
        for (let i = 0; i < 200; i += 1) await world.step();
        await world.rest();
        seen.letters += world.typed.size;
        seen.repairs += world.repairCount;
      } catch (error) {
        // oxlint-disable-next-line no-console -- the way back to a failure
        console.error(`SEED=${seed}\n${world.log.join("\n")}`);
        throw error;
      } finally {
        world.server.registry.close();
      }
    },
  );
});
