import {
  CarriedIds,
  compareTexts,
  Deleters,
  foldText,
  restoreText,
  takeBack as takeBackUpdate,
  type TextRange,
  WrittenIndex,
} from "@dongsoan/shared/crdt";
import type { BlockDifference } from "@dongsoan/shared/domain";
import type { Comparison, FoldedText, Restoration, Undoing } from "../../ports/text-work.ts";

/** What a worker thread does, by name. Arguments and answers are copied between threads: plain values and bytes. */
export interface TextTasks {
  fold(updates: readonly Uint8Array[]): FoldedText;
  compare(question: Comparison): readonly BlockDifference[];
  restore(restoration: Restoration): Uint8Array | null;
  takeBack(undoing: Undoing): Uint8Array | null;
}

export const fold: TextTasks["fold"] = (updates) => foldText(null, updates);

export const compare: TextTasks["compare"] = ({ older, newer, carried, written, between }) => {
  const ids = new CarriedIds(carried);
  const originsOf = (range: TextRange) => ids.originsOf(range);
  const deleters = new Deleters(originsOf);
  for (const row of between) deleters.add(row);
  const index = new WrittenIndex(written);
  return compareTexts(older, newer, {
    originsOf,
    inserterOf: (id) => index.writersOf({ ...id, length: 1 })[0]?.by ?? null,
    deleterOf: (id) => deleters.deleterOf(id),
  });
};

export const restore: TextTasks["restore"] = ({ state, target, clientId }) =>
  restoreText(state, target, clientId);

export const takeBack: TextTasks["takeBack"] = ({ before, update, after, clientId }) =>
  takeBackUpdate(before, update, after, clientId);
