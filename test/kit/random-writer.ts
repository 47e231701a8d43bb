import type { Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { canJoin, canSplit } from "@tiptap/pm/transform";
import { expect } from "vitest";
import type * as Y from "yjs";
import { type BlockView, decideChanges, listChanges, TextWithout } from "@dongsoan/shared/crdt";
import { type EpochMs, ok, type PendingRecord } from "@dongsoan/shared/domain";
import { textSchema } from "@dongsoan/shared/schema";
import { withoutRecords } from "../../client/src/editor/tracking/clean-content.ts";
import { dropSteps } from "../../client/src/editor/tracking/suggested-undo.ts";
import { type Direction, stackOf, type Trial, tryStep } from "../../client/src/editor/tracking/undo-trial.ts";
import { serverItself, type TextNow } from "../../server/src/ports/section-writer.ts";
import { writeOwnEdit } from "../../server/src/sync/own-edit.ts";
import { editBound } from "./bound-editor.ts";
import { sectionId, TestClient, type TestServer } from "./network.ts";
import type { Rng } from "./rng.ts";
import { editorUndo, suggestBound } from "./suggesting-editor.ts";

const section = sectionId(1);

/** All that is ever typed. */
export const words = ["lúa nước", "ba ha", "k", "mở chợ", "điện", "ả"];

/** A change as keys make it, before the tracker looks at it. */
function change(tr: Transaction, rng: Rng): void {
  const paragraphs: { readonly node: Node; readonly pos: number }[] = [];
  tr.doc.descendants((node, pos) => {
    if (node.type.name === "paragraph") paragraphs.push({ node, pos });
  });
  const { node, pos } = rng.pick(paragraphs);
  const { size } = node.content;
  const from = pos + 1 + rng.int(size + 1);
  const to = Math.min(pos + 1 + size, from + rng.int(6));
  const word = rng.pick(words);
  const roll = rng.int(12);
  if (roll < 3) tr.insertText(word, from);
  // The same word typed over itself changes nothing but what lies on it.
  else if (roll < 5 && word !== tr.doc.textBetween(from, to)) tr.insertText(word, from, to);
  else if (roll < 7 && from < to) tr.delete(from, to);
  else if (roll < 8 && canSplit(tr.doc, from)) tr.split(from, 1, [{ type: node.type, attrs: node.attrs }]);
  else if (roll < 9 && pos > 0 && canJoin(tr.doc, pos)) tr.join(pos);
  else if (roll < 10 && from < to) tr.addMark(from, to, textSchema.mark(rng.pick(["bold", "italic"])));
  else if (roll < 11 && from < to) tr.removeMark(from, to, textSchema.mark("bold"));
  else if (rng.int(2) > 0) tr.setNodeAttribute(pos, "align", rng.pick(["center", "left", "justify"]));
  else tr.setNodeAttribute(pos, "style", rng.pick(["dash", "body"]));
}

/** One person's page: their line, and their editor's undo; what they do is drawn. */
export class RandomWriter {
  readonly client: TestClient;
  readonly isSuggesting: boolean;
  readonly undo: Y.UndoManager;

  constructor(server: TestServer, name: string, clientId: number, isSuggesting: boolean) {
    this.client = new TestClient(server, name, clientId);
    this.isSuggesting = isSuggesting;
    this.undo = editorUndo(this.client.doc);
    if (isSuggesting) server.rights.set(name, "suggest");
  }

  get name(): string {
    return this.client.actor.userId;
  }

  edit(rng: Rng): void {
    const { doc } = this.client;
    const newId = () => `00000000-0000-4000-8000-${String(rng.int(1e9)).padStart(12, "0")}`;
    // Some are typed on in one step.
    if (rng.int(3) > 0) this.undo.stopCapturing();
    if (this.isSuggesting) suggestBound(doc, this.name, newId, (tr) => change(tr, rng));
    else
      editBound(doc, (tr) => {
        change(tr, rng);
        withoutRecords(tr);
      });
  }

  /** @returns null where there is nothing to take back. */
  try(direction: Direction): Trial | null {
    return stackOf(this.undo, direction).length > 0 ? tryStep(this.undo, direction, this.name) : null;
  }

  /** As the editor does it. */
  takeBack(direction: Direction, { outcome, stepCount }: Trial): void {
    if (outcome === "changed") dropSteps(this.undo, direction, stepCount);
    else this.undo[direction]();
  }

  /** The text without this person's suggestions. */
  get text(): readonly BlockView[] {
    return new TextWithout(this.client.content, this.name).blocks();
  }
}

const record: PendingRecord = {
  id: "decided",
  audit: {
    at: 0 as EpochMs,
    by: "owner",
    byName: "owner",
    action: "section.decide",
    reportId: null,
    sectionId: section,
    before: null,
    after: {},
    ipAddress: null,
    sessionId: null,
  },
  decision: null,
  takesBack: null,
};

/** The owner accepts or rejects one of the changes. */
export async function decide({ registry }: TestServer, { client }: RandomWriter, rng: Rng): Promise<void> {
  const changes = listChanges(client.content);
  if (changes.length === 0) return;
  const ids = new Set(rng.pick(changes).ids);
  const verdict = rng.int(3) > 0 ? "accept" : "reject";
  const clientId = 1_000 + rng.int(1e6);
  const make = (text: TextNow) => decideChanges(text.state(), ids, verdict, clientId);
  const { actor } = client;
  const prepare = () => Promise.resolve(ok({ make, record: () => record }));
  const written = await writeOwnEdit(registry, {
    sectionId: section,
    actor,
    claimant: serverItself,
    prepare,
  });
  expect(written.ok).toBe(true);
}
