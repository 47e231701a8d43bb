import type { Node } from "@tiptap/pm/model";
import { EditorState, type Transaction } from "@tiptap/pm/state";
import { canJoin, canSplit } from "@tiptap/pm/transform";
import { defaultDeleteFilter, defaultProtectedNodes } from "@tiptap/y-tiptap";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { contentOf } from "@dongsoan/shared/crdt";
import { textSchema } from "@dongsoan/shared/schema";
import { withoutRecords } from "../../client/src/editor/tracking/clean-content.ts";
import { suggest } from "../../client/src/editor/tracking/suggest.ts";
import { CannotSuggest, Suggester } from "../../client/src/editor/tracking/suggester.ts";
import { leavesTextAlone } from "../../client/src/editor/tracking/suggested-undo.ts";
import { editBound } from "../kit/bound-editor.ts";
import { exchange, sectionId, TestClient, TestServer } from "../kit/network.ts";
import { Rng } from "../kit/rng.ts";

const only = process.env["SEED"];
const seeds = only
  ? [Number(only)]
  : Array.from({ length: process.env["LONG"] ? 600 : 60 }, (_, i) => 9_000 + i);
const steps = 24;
const section = sectionId(1);

const words = ["lúa nước", "ba ha", "k", "mở chợ", "điện", "ả"];

/** A change as keys make it, before the tracker looks at it. */
function change(tr: Transaction, rng: Rng): void {
  const paragraphs: { readonly node: Node; readonly pos: number }[] = [];
  tr.doc.descendants((node, pos) => {
    if (node.type.name === "paragraph") paragraphs.push({ node, pos });
  });
  const { node, pos } = rng.pick(paragraphs);
  const { style, level, align } = node.attrs;
  const { size } = node.content;
  const from = pos + 1 + rng.int(size + 1);
  const to = Math.min(pos + 1 + size, from + rng.int(6));
  const word = rng.pick(words);
  const roll = rng.int(10);
  if (roll < 3) tr.insertText(word, from);
  // The same word typed over itself changes nothing but what lies on it.
  else if (roll < 5 && word !== tr.doc.textBetween(from, to)) tr.insertText(word, from, to);
  else if (roll < 7 && from < to) tr.delete(from, to);
  else if (roll < 8 && canSplit(tr.doc, from))
    tr.split(from, 1, [{ type: node.type, attrs: { style, level, align } }]);
  else if (roll < 9 && pos > 0 && canJoin(tr.doc, pos)) tr.join(pos);
  else if (from < to) tr.addMark(from, to, textSchema.mark("bold"));
}

/** One person's page: their line, and their editor's undo. */
class Writer {
  readonly client: TestClient;
  readonly isSuggesting: boolean;
  readonly undo: Y.UndoManager;

  constructor(server: TestServer, name: string, clientId: number, isSuggesting: boolean) {
    this.client = new TestClient(server, name, clientId);
    this.isSuggesting = isSuggesting;
    this.undo = new Y.UndoManager(contentOf(this.client.doc), {
      trackedOrigins: new Set(["editor"]),
      captureTimeout: Infinity,
      deleteFilter: (item) => defaultDeleteFilter(item, defaultProtectedNodes),
    });
    if (isSuggesting) server.rights.set(name, "suggest");
  }

  get name(): string {
    return this.client.actor.userId;
  }

  edit(rng: Rng): void {
    editBound(this.client.doc, (tr) => {
      if (!this.isSuggesting) {
        change(tr, rng);
        withoutRecords(tr);
        return;
      }
      const state = EditorState.create({ doc: tr.doc, schema: textSchema });
      const wanted = state.tr;
      change(wanted, rng);
      const newId = () => `00000000-0000-4000-8000-${String(rng.int(1e9)).padStart(12, "0")}`;
      try {
        for (const step of suggest(state, wanted, new Suggester(this.name, newId)).steps) tr.step(step);
      } catch (error) {
        if (!(error instanceof CannotSuggest)) throw error;
      }
    });
  }

  takeBack(direction: "undo" | "redo"): void {
    const stack = direction === "undo" ? this.undo.undoStack : this.undo.redoStack;
    if (stack.length > 0 && !leavesTextAlone(this.undo, direction, this.name)) stack.pop();
    else this.undo[direction]();
  }
}

describe("a suggester and an owner in one short text", () => {
  it.each(seeds)(
    "[SUG11] [SUG13] [SUG14] [SUG28] nothing that anybody does is refused (seed %i)",
    async (seed) => {
      const rng = new Rng(seed);
      const server = new TestServer(1);
      const owner = new Writer(server, "owner", 102, false);
      const writers = [new Writer(server, "rev", 101, true), owner];
      const clients = writers.map(({ client }) => client);
      for (const { client, isSuggesting } of writers)
        await client.connect({ asks: isSuggesting ? "suggest" : "write" });
      await exchange(clients);
      for (let step = 0; step < steps; step += 1) {
        const writer = rng.pick(writers);
        const roll = rng.int(10);
        if (roll < 6) writer.edit(rng);
        else if (roll < 7) writer.undo.stopCapturing();
        else if (writer !== owner) writer.takeBack(roll < 9 ? "undo" : "redo");
        await exchange(clients);
        expect(server.refusals, `step ${step}`).toEqual([]);
      }
      expect(server.errors).toEqual([]);
      const stored = server.storedText(section);
      for (const client of clients) expect(contentOf(client.doc).toString()).toBe(stored);
    },
  );
});
