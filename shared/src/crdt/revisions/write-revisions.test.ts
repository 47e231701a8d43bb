import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { toBlocks } from "../../domain/import/draft-blocks.ts";
import type { TextRevision } from "../../domain/import/text-revisions.ts";
import { contentOf } from "../doc-layout.ts";
import { seedBlocks } from "../seed.ts";
import { listChanges } from "../suggestions/list-changes.ts";
import { wordAuthorName } from "../word-author.ts";
import { writeRevisions } from "./write-revisions.ts";

describe("the revisions of a file as suggestions", () => {
  it("[SUG31] what two people wrote in turns in one place is one suggestion of each, which can be decided", () => {
    const text = "x".repeat(1_500);
    const revisions: readonly TextRevision[] = [
      { kind: "insertion", from: 0, to: text.length, author: "An" },
      ...Array.from({ length: 1_400 }, (_, i): TextRevision => {
        const from = i + 1;
        return { kind: "deletion", from, to: from, text: "y", author: "Bình" };
      }),
    ];
    const blocks = toBlocks([{ style: "body", level: 1, text, revisions }]);
    const { recordsOf, suggestions } = writeRevisions(blocks, () => crypto.randomUUID());
    const doc = new Y.Doc();
    Y.applyUpdate(doc, seedBlocks(blocks, 9, recordsOf));
    const changes = listChanges(contentOf(doc));
    expect(suggestions.map(({ by }) => wordAuthorName(by))).toEqual(["An", "Bình"]);
    expect(changes.map(({ inserted, deleted }) => [inserted.length, deleted.length])).toEqual([
      [1_500, 0],
      [0, 1_400],
    ]);
    // A decision names at most a thousand suggestions of a change.
    expect(changes.map(({ ids }) => ids.length)).toEqual([1, 1]);
  });
});
