import {
  type ComparedTexts,
  compareStates,
  type Comparison,
  contentOf,
  foldText,
  openStored,
  restoreText,
  takeBack as takeBackUpdate,
  traceFragment,
} from "@dongsoan/shared/crdt";
import type { FoldedText, Restoration, Undoing } from "../../ports/text-work.ts";

/** What a worker thread does, by name. Arguments and answers are copied between threads: plain values and bytes. */
export interface TextTasks {
  fold(updates: readonly Uint8Array[]): FoldedText;
  compare(question: Comparison): ComparedTexts;
  restore(restoration: Restoration): Uint8Array | null;
  takeBack(undoing: Undoing): Uint8Array | null;
}

export const fold: TextTasks["fold"] = (updates) => foldText(null, updates);

export const compare: TextTasks["compare"] = (question) => compareStates(question);

export const restore: TextTasks["restore"] = ({ state, target, clientId }) => {
  const wanted = openStored(target, []);
  const update = restoreText(state, traceFragment(contentOf(wanted), "base"), clientId);
  wanted.destroy();
  return update;
};

export const takeBack: TextTasks["takeBack"] = ({ before, update, after, clientId }) =>
  takeBackUpdate(before, update, after, clientId);
