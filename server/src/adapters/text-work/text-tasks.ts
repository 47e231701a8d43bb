import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type * as Y from "yjs";
import {
  type AnchorPlace,
  type AuthoredRange,
  authorsOf,
  CarriedIds,
  type ComparedTexts,
  compareStates,
  type Comparison,
  contentOf,
  foldText,
  locateText,
  openStored,
  placesOf,
  plainBlock,
  quoteOf,
  readText,
  restoreText,
  seedBlocks,
  writeRevisions,
  takeBack as takeBackUpdate,
  textRanges,
  type TracedBlock,
  traceFragment,
  unpackRanges,
  type Written,
  WrittenIndex,
  type WrittenRow,
} from "@dongsoan/shared/crdt";
import { type Anchor, type Block, must } from "@dongsoan/shared/domain";
import type {
  AuthorsQuestion,
  PlacesQuestion,
  QuoteQuestion,
  Restoration,
  SealableText,
  SeededText,
  Seeding,
  TextFigures,
  Undoing,
} from "../../ports/text-work.ts";
import type { VersionContent } from "../../ports/version-store.ts";

/** What a worker thread does, by name. Arguments and answers are copied between threads: plain values and bytes. */
export interface TextTasks {
  fold(updates: readonly Uint8Array[]): VersionContent;
  hashText(textJson: string): string;
  compare(question: Comparison): ComparedTexts;
  restore(restoration: Restoration): Uint8Array | null;
  takeBack(undoing: Undoing): Uint8Array | null;
  locate(question: PlacesQuestion): readonly AnchorPlace[];
  quote(question: QuoteQuestion): Anchor | null;
  authors(question: AuthorsQuestion): readonly AuthoredRange[];
  written(rows: readonly WrittenRow[]): readonly Written[];
  measure(updates: readonly Uint8Array[]): TextFigures;
  read(updates: readonly Uint8Array[]): SealableText;
  seed(seeding: Seeding): SeededText;
}

export const fold: TextTasks["fold"] = (updates) => {
  const { state, text } = foldText(null, updates);
  return { state, textJson: JSON.stringify(text), hash: hashOf(text) };
};

export const hashText: TextTasks["hashText"] = (textJson) =>
  hashOf(JSON.parse(textJson) as readonly TracedBlock[]);

const canonical = (blocks: readonly Block[]): string => must(canonicalize(blocks), "canonical JSON");
const hashOf = (text: readonly TracedBlock[]): string =>
  createHash("sha256")
    .update(canonical(text.map(plainBlock)))
    .digest("hex");

export const compare: TextTasks["compare"] = (question) => compareStates(question);

export const restore: TextTasks["restore"] = ({ state, target, clientId }) =>
  restoreText(
    state,
    reading([target], (content) => traceFragment(content, "base")),
    clientId,
  );

export const takeBack: TextTasks["takeBack"] = ({ before, update, after, clientId }) =>
  takeBackUpdate(before, update, after, clientId);

export const locate: TextTasks["locate"] = ({ updates, carried, threads }) =>
  reading(updates, (content) => placesOf(locateText(content), carriedIds(carried), threads));

export const quote: TextTasks["quote"] = ({ updates, carried, ranges, surrounding }) => {
  const quoted = reading(updates, (content) => quoteOf(locateText(content), ranges, surrounding));
  const ids = carriedIds(carried);
  return quoted && { ...quoted, ranges: ranges.flatMap((range) => ids.originsOf(range)) };
};

export const authors: TextTasks["authors"] = ({ updates, carried, written, claimed }) =>
  reading(updates, (content) =>
    authorsOf(textRanges(content), carriedIds(carried), new WrittenIndex(written), new Set(claimed)),
  );

export const written: TextTasks["written"] = (rows) => {
  const index = new WrittenIndex();
  for (const row of rows) index.add(row);
  return index.parts;
};

export const measure: TextTasks["measure"] = (updates) => {
  const { blocks: _, ...figures } = readText(updates);
  return figures;
};

export const read: TextTasks["read"] = (updates) => {
  const { blocks, ...figures } = readText(updates);
  return { ...figures, blocksJson: canonical(blocks) };
};

export const seed: TextTasks["seed"] = ({ blocks, clientId }) => {
  const { recordsOf, suggestions } = writeRevisions(blocks, () => crypto.randomUUID());
  return { update: seedBlocks(blocks, clientId, recordsOf), suggestions };
};

const carriedIds = (packed: readonly Uint8Array[]): CarriedIds =>
  new CarriedIds(packed.flatMap(unpackRanges));

function reading<T>(updates: readonly Uint8Array[], read: (content: Y.XmlFragment) => T): T {
  const doc = openStored(null, updates);
  try {
    return read(contentOf(doc));
  } finally {
    doc.destroy();
  }
}
