import type { Transaction } from "@tiptap/pm/state";
import { contentOf, seedDocument } from "@dongsoan/shared/crdt";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { editBound } from "../../../../test/kit/bound-editor.ts";
import { editorUndo, suggestBound } from "../../../../test/kit/suggesting-editor.ts";
import { dropSteps } from "./suggested-undo.ts";
import { type Direction, tryStep } from "./undo-trial.ts";

/** Where the first of these words begins. */
function before(words: string, tr: Transaction): number {
  let at = -1;
  tr.doc.descendants((node, pos) => {
    const found = node.isText ? node.text?.indexOf(words) : undefined;
    if (at < 0 && found !== undefined && found >= 0) at = pos + found;
  });
  if (at < 0) throw new Error(`not here: ${words}`);
  return at;
}

/** A suggester's page and the owner's, which have the same text whenever they meet. */
class Pages {
  readonly page = new Y.Doc();
  readonly owner = new Y.Doc();
  readonly undo: Y.UndoManager;
  #ids = 0;

  constructor() {
    const seed = seedDocument([{ style: "body", level: 1, text: "Xã có 21 bản." }], 7);
    for (const doc of [this.page, this.owner]) Y.applyUpdate(doc, seed);
    this.undo = editorUndo(this.page);
  }

  /** One step of the suggester. */
  suggest(change: (tr: Transaction) => void): void {
    this.undo.stopCapturing();
    this.suggestOn(change);
  }

  /** In the same step as what was suggested last. */
  suggestOn(change: (tr: Transaction) => void): void {
    const newId = () => `00000000-0000-4000-8000-${String((this.#ids += 1)).padStart(12, "0")}`;
    suggestBound(this.page, "rev", newId, change);
    this.#meet();
  }

  own(change: (tr: Transaction) => void): void {
    this.#meet();
    editBound(this.owner, change);
    this.#meet();
  }

  /** Somebody takes the records off what is suggested. */
  accept(): void {
    this.own((tr) => void tr.removeMark(0, tr.doc.content.size));
  }

  try(direction: Direction) {
    return tryStep(this.undo, direction, "rev");
  }

  /** A split in whose right half the owner has written: taken back, it would put those words in once more. */
  splitAndWriteOn(): void {
    this.suggest((tr) => tr.split(before(" bản", tr)));
    this.own((tr) => tr.insertText(" nếp", before(" bản", tr) + 4));
  }

  #meet(): void {
    Y.applyUpdate(this.owner, Y.encodeStateAsUpdate(this.page));
    Y.applyUpdate(this.page, Y.encodeStateAsUpdate(this.owner));
  }
}

describe("a step of undo, tried first", () => {
  it("[SUG28] a split in whose right half somebody has written on is not taken back", () => {
    const pages = new Pages();
    pages.splitAndWriteOn();
    expect(pages.try("undo")).toEqual({ outcome: "changed", stepCount: 1 });
  });

  it("[SUG22] [SUG28] what undo has brought back is taken back in its turn, whatever lies below", () => {
    const pages = new Pages();
    pages.splitAndWriteOn();
    pages.suggest((tr) => tr.insertText("k", before("Xã", tr)));
    pages.suggest((tr) => tr.delete(before("k", tr), before("k", tr) + 1));
    pages.undo.undo();
    expect(contentOf(pages.page).toString()).toContain("k");
    expect(pages.try("undo")).toEqual({ outcome: "same", stepCount: 1 });
    pages.undo.undo();
    expect(contentOf(pages.page).toString()).not.toContain("k");
    expect(pages.try("undo").outcome).toBe("changed");
    expect(pages.try("redo")).toEqual({ outcome: "same", stepCount: 1 });
  });

  it("[SUG28] a step with nothing to do is passed over, and the verdict is of the one below", () => {
    const pages = new Pages();
    pages.splitAndWriteOn();
    pages.suggest((tr) => tr.insertText("k", before("Xã", tr)));
    pages.own((tr) => tr.delete(before("k", tr), before("k", tr) + 1));
    expect(pages.try("undo")).toEqual({ outcome: "changed", stepCount: 2 });
    dropSteps(pages.undo, "undo", 2);
    expect(pages.undo.undoStack).toEqual([]);
  });

  it("[SUG22] [SUG28] redo is tried like undo", () => {
    const pages = new Pages();
    pages.suggest((tr) => tr.split(before(" bản", tr)));
    pages.undo.undo();
    expect(pages.try("redo")).toEqual({ outcome: "same", stepCount: 1 });
    // What the split moves is without these words: they would stand before it.
    pages.own((tr) => tr.insertText(" nếp", before(" bản", tr) + 4));
    expect(pages.try("redo")).toEqual({ outcome: "changed", stepCount: 1 });
  });

  it("[SUG27] [SUG28] own letters that were accepted meanwhile are withdrawn; what was taken out of them does not return", () => {
    const pages = new Pages();
    pages.suggest((tr) => tr.insertText(" hay", before(" bản", tr)));
    pages.accept();
    expect(pages.try("undo")).toEqual({ outcome: "withdrawn", stepCount: 1 });
    pages.undo.undo();
    // Back they would be text that stands.
    expect(pages.try("redo").outcome).toBe("changed");
  });

  it("[SUG28] as many letters that stand and are marked instead of those that went are no withdrawal", () => {
    const pages = new Pages();
    pages.suggest((tr) => tr.insertText("ba ha", before(" bản", tr)));
    // What ends the second half of the suggestion is the suggester's, and goes with it: the record lies on " bản.".
    pages.own((tr) =>
      tr.insertText("k", before("ba ha", tr) + 3).removeMark(before("k", tr), before("k", tr) + 1),
    );
    expect(pages.try("undo")).toEqual({ outcome: "changed", stepCount: 1 });
  });

  it("[SUG27] [SUG28] letters that a split only moved are no withdrawal, where the paragraph they came from is gone", () => {
    const pages = new Pages();
    pages.suggest((tr) => tr.split(before("có", tr)));
    pages.own((tr) => tr.delete(1, 4).insertText("k", before("21", tr)));
    pages.own((tr) => tr.join(2));
    expect(pages.try("undo")).toEqual({ outcome: "changed", stepCount: 1 });
  });

  it("[SUG28] what was written outright before is not put in again by somebody who suggests now", () => {
    const pages = new Pages();
    editBound(pages.page, (tr) => tr.delete(before("21", tr), before("21", tr) + 2));
    expect(pages.try("undo")).toEqual({ outcome: "changed", stepCount: 1 });
  });

  it("[SUG28] trying changes neither text nor steps", () => {
    const pages = new Pages();
    pages.splitAndWriteOn();
    const state = () => [Y.encodeStateAsUpdate(pages.page), pages.undo.undoStack.length, pages.page.clientID];
    const held = state();
    pages.try("undo");
    expect(state()).toEqual(held);
  });

  it("[SUG28] what a refused step took out is no longer kept for it", () => {
    const pages = new Pages();
    pages.suggest((tr) => tr.insertText("k", before("Xã", tr)));
    pages.suggest((tr) => tr.delete(before("k", tr), before("k", tr) + 1));
    const keptItems = () =>
      [...pages.page.store.clients.values()].flat().filter((item) => item instanceof Y.Item && item.keep);
    expect(keptItems()).not.toEqual([]);
    dropSteps(pages.undo, "undo", 1);
    expect(keptItems()).toEqual([]);
    expect(pages.undo.undoStack).toHaveLength(1);
  });

  it("[SUG28] [UNDO1] what is typed right after a refused step is no part of the step before it", () => {
    const pages = new Pages();
    pages.suggest((tr) => tr.insertText("k", before("Xã", tr)));
    pages.splitAndWriteOn();
    dropSteps(pages.undo, "undo", 1);
    pages.suggestOn((tr) => tr.insertText("m", before("Xã", tr)));
    expect(pages.undo.undoStack).toHaveLength(2);
  });
});
