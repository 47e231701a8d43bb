import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import {
  contentOf,
  listChanges,
  plainBlock,
  type Projection,
  readWithRevisions,
  seedBlocks,
  traceFragment,
  wordAuthorName,
  writeRevisions,
} from "@dongsoan/shared/crdt";
import { type Block, must } from "@dongsoan/shared/domain";
import { plainParagraph, plainTable, suggestAnything } from "../kit/random-suggestion.ts";
import { Rng } from "../kit/rng.ts";

const seeds = Array.from({ length: process.env["LONG"] ? 1_000 : 50 }, (_, i) => i + 1);
const sentence = "Đến hết quý III, xã có hai mươi mốt bản";

/** A text with suggestions of three people; former looks are no part of a Word file's revisions here (IMP29). */
function suggestedText(rng: Rng, count: number): Y.XmlFragment {
  const doc = new Y.Doc();
  doc.clientID = 7;
  const content = contentOf(doc);
  content.insert(0, [
    ...[1, 2, 3].map((i) => plainParagraph(`${sentence} số ${i}`)),
    plainTable(3, 3),
    plainParagraph(sentence),
  ]);
  for (let i = 0; i < count; i += 1) {
    doc.clientID = 10 + (i % 3);
    doc.transact(() => {
      suggestAnything(rng, content, `u${i % 3}`, `s${i}`);
      for (const element of content.createTreeWalker(() => true))
        if (element instanceof Y.XmlElement && element.getAttribute("tcAttr") !== undefined)
          for (const key of ["tcAttr", "style"]) element.removeAttribute(key);
    });
  }
  return content;
}

const textOf = (content: Y.XmlFragment, projection: Projection): readonly Block[] =>
  traceFragment(content, projection).map(plainBlock);

function readAndWritten(seed: number, count: number) {
  const content = suggestedText(new Rng(seed), count);
  let id = 0;
  const revised = readWithRevisions(content, (record) => ({
    id: id++,
    author: must(record, "record").by,
    at: 0,
  }));
  const { recordsOf, suggestions } = writeRevisions(revised, () => crypto.randomUUID());
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedBlocks(revised, 9, recordsOf));
  return { content, suggestions, written: contentOf(doc) };
}

describe("the revisions of a file as suggestions", () => {
  it.each(seeds)("[SUG31] give the same text, all rejected and all accepted (seed %i)", (seed) => {
    const { content, written } = readAndWritten(seed, 20);
    expect(textOf(written, "base")).toEqual(textOf(content, "base"));
    expect(textOf(written, "final")).toEqual(textOf(content, "final"));
  });

  it.each(seeds)("[SUG31] a single one is the same change, and is told to the store (seed %i)", (seed) => {
    const { content, suggestions, written } = readAndWritten(seed, 1);
    // A join with nothing before is no change.
    const suggested = isDeepStrictEqual(textOf(content, "base"), textOf(content, "final"))
      ? []
      : listChanges(content);
    const changes = listChanges(written);
    const sayOf = (by: string, { kind, inserted, deleted, altered }: (typeof changes)[number]) =>
      JSON.stringify([by, kind, inserted, deleted, altered]);
    expect(changes.map((change) => sayOf(wordAuthorName(change.by) ?? "", change))).toEqual(
      suggested.map((change) => sayOf(change.by, change)),
    );
    expect(new Set(suggestions.map(({ id }) => id))).toEqual(new Set(changes.flatMap(({ ids }) => ids)));
  });
});
