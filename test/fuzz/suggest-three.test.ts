import type { Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { canJoin, canSplit } from "@tiptap/pm/transform";
import { afterAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import {
  applyUntouched,
  contentOf,
  decideChanges,
  listChanges,
  readBlocks,
  seedDocument,
  type Verdict,
} from "@dongsoan/shared/crdt";
import type { UserId } from "@dongsoan/shared/domain";
import { textSchema } from "@dongsoan/shared/schema";
import { exchange, sectionId, settle, TestClient, TestServer } from "../kit/network.ts";
import { Rng } from "../kit/rng.ts";
import { suggestBound } from "../kit/suggesting-editor.ts";

const only = process.env["SEED"];
const seeds = only
  ? [Number(only)]
  : Array.from({ length: process.env["LONG"] ? 1_500 : 40 }, (_, i) => 12_000 + i);
const steps = 60;
const section = sectionId(1);
const names = ["an", "binh", "chi"] as UserId[];
const words = ["lúa nước", "ba ha", "k", "mở chợ", "điện", "ả"];
const seed = ["Đến hết quý III, xã có 21 bản.", "Thu ngân sách đạt 54%.", "Gieo trồng 95 ha lúa."];

/** A change as keys and buttons make it, before the tracker looks at it. */
function change(tr: Transaction, rng: Rng): void {
  const paragraphs: { readonly node: Node; readonly pos: number }[] = [];
  tr.doc.descendants((node, pos) => {
    if (node.type.name === "paragraph") paragraphs.push({ node, pos });
  });
  const { node, pos } = rng.pick(paragraphs);
  const { size } = node.content;
  const from = pos + 1 + rng.int(size + 1);
  const to = Math.min(pos + 1 + size, from + 1 + rng.int(6));
  const roll = rng.int(12);
  if (roll < 4) tr.insertText(rng.pick(words), from);
  else if (roll < 6 && from < to) tr.insertText(rng.pick(words), from, to);
  else if (roll < 8 && from < to) tr.delete(from, to);
  else if (roll < 9 && canSplit(tr.doc, from))
    tr.split(from, 1, [{ type: node.type, attrs: { ...node.attrs } }]);
  else if (roll < 10 && pos > 0 && canJoin(tr.doc, pos)) tr.join(pos);
  else if (roll < 11 && from < to) tr.addMark(from, to, textSchema.mark(rng.pick(["bold", "italic"])));
  else tr.setNodeAttribute(pos, "style", rng.pick(["body", "dash", "letter"]));
}

/** One text and three people who suggest in it, over lines that bring a part now and the rest later. */
class World {
  readonly server = new TestServer(0);
  readonly clients: readonly TestClient[];
  readonly log: string[] = [];
  /** Who made which suggestion: what the text and the store must say of it. */
  readonly authors = new Map<string, UserId>();
  readonly #rng: Rng;
  readonly original;

  constructor(rng: Rng) {
    this.#rng = rng;
    const blocks = seed.map((text) => ({ style: "body" as const, level: 1, text }));
    this.server.documents.add(section, seedDocument(blocks, 7));
    for (const name of names) this.server.rights.set(name, "suggest");
    this.clients = names.map((name, i) => new TestClient(this.server, name, 1_000_101 + i));
    this.original = readBlocks(contentOf(this.stored()));
  }

  stored(): Y.Doc {
    const doc = new Y.Doc();
    applyUntouched(
      doc,
      this.server.documents.row(section).updates.map(({ payload }) => payload),
    );
    return doc;
  }

  async begin(): Promise<void> {
    for (const client of this.clients) await client.connect({ asks: "suggest" });
    await exchange(this.clients);
  }

  async step(): Promise<void> {
    const rng = this.#rng;
    this.server.now += 200;
    const client = rng.pick(this.clients);
    const roll = rng.int(10);
    if (client.closedWith) await this.#comeBack(client);
    else if (roll < 4) this.#suggest(client);
    else if (roll < 6) client.deliverOut(1 + rng.int(3));
    else if (roll < 8) client.deliverIn(1 + rng.int(3));
    else await settle();
  }

  /** A page whose line was ended comes back with its text. */
  async #comeBack(client: TestClient): Promise<void> {
    expect(client.closedWith).toBe("overloaded");
    await client.connect({ asks: "suggest" });
    await exchange([client]);
  }

  #suggest({ doc, actor: { userId } }: TestClient): void {
    const newId = () => {
      const id = `00000000-0000-4000-8000-${String(this.authors.size).padStart(12, "0")}`;
      this.authors.set(id, userId);
      return id;
    };
    suggestBound(doc, userId, newId, (tr) => change(tr, this.#rng));
    this.log.push(`${userId}: ${contentOf(doc).toString()}`);
  }

  async rest(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      for (const client of this.clients) if (client.closedWith) await this.#comeBack(client);
      await exchange(this.clients);
    }
    expect(this.server.refusals).toEqual([]);
    expect(this.server.errors).toEqual([]);
    const stored = this.stored();
    for (const client of this.clients) {
      expect(client.isSaved).toBe(true);
      expect(client.text, "converged").toBe(contentOf(stored).toString());
    }
    expect(readBlocks(contentOf(stored), "base"), "nobody has changed what stands").toEqual(this.original);
    this.#checkAuthors(stored);
    const final = readBlocks(contentOf(stored), "final");
    expect(decided(stored, "accept"), "all accepted").toEqual(final);
    expect(decided(stored, "reject"), "all rejected").toEqual(this.original);
  }

  #checkAuthors(stored: Y.Doc): void {
    const { suggestions } = this.server.documents.row(section);
    for (const { ids, by } of listChanges(contentOf(stored)))
      for (const id of ids) {
        // The server gives ids of its own to what it marks as somebody's (SUG12).
        expect([id, by]).toEqual([id, this.authors.get(id) ?? suggestions.get(id)]);
        expect([id, by]).toEqual([id, suggestions.get(id)]);
      }
  }
}

/** The text after all is decided at once, in which nothing is suggested any more. */
function decided(stored: Y.Doc, verdict: Verdict) {
  const state = Y.encodeStateAsUpdate(stored);
  const ids = new Set(listChanges(contentOf(stored)).flatMap((one) => one.ids));
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const update = decideChanges(state, ids, verdict, 99);
  if (update) Y.applyUpdate(doc, update);
  expect(listChanges(contentOf(doc))).toEqual([]);
  return readBlocks(contentOf(doc));
}

/** What the runs went through: a world in which little is suggested proves little. */
const seen = { changes: 0 };

describe("three people who suggest in one text at the same moment", () => {
  afterAll(() => {
    if (only) return;
    expect(seen.changes / seeds.length).toBeGreaterThan(6);
  });

  it.each(seeds)(
    "[SUG1] [SUG5] [SUG6] [SUG29] seed %d: one text for all, everybody's changes their own, decided as a whole either way",
    async (number) => {
      const world = new World(new Rng(number));
      try {
        await world.begin();
        for (let i = 0; i < steps; i += 1) await world.step();
        await world.rest();
        seen.changes += listChanges(contentOf(world.stored())).length;
      } catch (error) {
        // oxlint-disable-next-line no-console -- the way back to a failure
        console.error(`SEED=${number}\n${world.log.join("\n")}`);
        throw error;
      } finally {
        world.server.registry.close();
      }
    },
  );
});
