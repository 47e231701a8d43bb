import type { BlockDifference } from "../../domain/difference.ts";
import type { UserId, WordAuthorId } from "../../domain/ids.ts";
import { CarriedIds, type TextRange } from "../carried-ids.ts";
import { Deleters } from "../deleters.ts";
import { applyUntouched, contentOf, openStored } from "../doc-layout.ts";
import { unpackRanges } from "../packed-ranges.ts";
import { acceptedRecords, keyOfId } from "../suggestions/accepted-records.ts";
import { listChanges } from "../suggestions/list-changes.ts";
import { traceFragment } from "../traced-text.ts";
import { type Written, WrittenIndex } from "../written-index.ts";
import { compareTexts } from "./compare-texts.ts";

/** Two states of one section, and what its log tells of who wrote and who took away. */
export interface Comparison {
  readonly older: Uint8Array;
  readonly newer: Uint8Array;
  /** Everything that was ever carried, packed: the older text stands under ids that are gone by now (LINE10). */
  readonly carried: readonly Uint8Array[];
  readonly written: readonly Written[];
  /** The log's rows between the two, in order. */
  readonly between: readonly ComparedRow[];
}

export interface ComparedRow {
  readonly payload: Uint8Array;
  readonly by: UserId;
  /** Suggestions that this row accepted; none for any other row. */
  readonly accepted: readonly string[];
}

export interface ComparedTexts {
  readonly blocks: readonly BlockDifference[];
  /** Changes that wait for a decision in the newer text: they are no difference (VER16). */
  readonly pendingCount: number;
}

/** The difference of the texts that stand (VER8, VER16): what is only suggested is in neither. */
export function compareStates({ older, newer, carried, written, between }: Comparison): ComparedTexts {
  const ids = new CarriedIds(carried.flatMap(unpackRanges));
  const originsOf = (range: TextRange) => ids.originsOf(range);
  const deleters = new Deleters(originsOf);
  const accepted = new Map<string, { readonly by: WordAuthorId | null; readonly acceptedBy: UserId }>();
  const past = openStored(older, []);
  const oldText = traceFragment(contentOf(past), "base");
  const last = between.findLastIndex((row) => row.accepted.length > 0);
  for (const [i, { payload, by, accepted: decided }] of between.entries()) {
    // Which letters a decision was about is seen in the text just before it.
    const records = decided.length > 0 ? acceptedRecords(contentOf(past), new Set(decided), originsOf) : null;
    for (const [key, { isInserted, insertedInFileBy }] of records ?? [])
      if (isInserted) accepted.set(key, { by: insertedInFileBy, acceptedBy: by });
    deleters.add({ payload, by }, (id) => records?.get(keyOfId(id))?.deletedBy ?? null);
    if (i < last) applyUntouched(past, [payload]);
  }
  past.destroy();
  const present = openStored(newer, []);
  const index = new WrittenIndex(written);
  const blocks = compareTexts(oldText, traceFragment(contentOf(present), "base"), {
    originsOf,
    inserterOf: (id) => {
      const suggestion = accepted.get(keyOfId(id));
      const by = suggestion?.by ?? index.writersOf({ ...id, length: 1 })[0]?.by;
      return by === undefined ? null : { by, acceptedBy: suggestion?.acceptedBy ?? null };
    },
    deleterOf: (id) => deleters.deleterOf(id),
  });
  const pendingCount = listChanges(contentOf(present), () => "").length;
  present.destroy();
  return { blocks, pendingCount };
}
