import * as Y from "yjs";
import { addedItems } from "./added-items.ts";
import { CarriedIds, type CarriedRange, type CutRange, type TextRange } from "./carried-ids.ts";
import { DeletedRun } from "./deleted-run.ts";
import { DeletedIndex, type RecentlyDeleted } from "./deleted-text.ts";
import { carry, isNew, isText, runsOf, standingItems, type TextRun } from "./text-runs.ts";
import { rememberGone, undoneText } from "./undone-text.ts";

/** Shortest text that is known again within one edit; a shorter one only where it is all that was taken away. */
const shortestInEdit = 3;
/** More deleted text than this is not searched within one edit: a bound on the time that one edit may cost. */
const maxSearchedUnits = 200_000;
/** Each is kept for as long as its text stands; what is beyond is text of whoever put it in. An honest move has one for each of its authors' pieces. */
const maxRanges = 2_000;

/** What the document alone does not tell of an edit. */
export interface EditSight {
  /** Which text whoever deleted it knew of; nobody puts in again what they have not seen. */
  readonly seen?: CutRange | undefined;
  /** Text that was put in where nothing is kept of it: into what somebody else had taken away. */
  readonly late?: readonly TextRun[];
}

/**
 * LINE1: what of the text that a transaction put in is text that it (or an edit shortly before) took away. Call it in
 * `afterTransaction`, while what was deleted can still be read. Costs nothing for an edit that only types or only deletes.
 */
export function findCarriedText(
  transaction: Y.Transaction,
  known: CarriedIds,
  recent: RecentlyDeleted,
  { seen, late = [] }: EditSight = {},
): CarriedRange[] {
  const gone = deletedRuns(transaction, known, seen);
  const deleted = [...gone.values()].flat();
  const inserted = deleted.length > 0 || !recent.isEmpty ? [...insertedRuns(transaction), ...late] : [];
  const undone = undoneText(transaction, recent.gone, maxRanges);
  const carried: CarriedRange[] = [...undone];
  if (inserted.length > 0) {
    const index = new DeletedIndex(shortestInEdit);
    const isBack = new CarriedIds(undone);
    const byText = Map.groupBy(deleted, ({ text }) => text);
    const lateRuns = new Set(late);
    let units = 0;
    for (const run of deleted) if ((units += run.text.length) <= maxSearchedUnits) index.add(run);
    for (const run of inserted) {
      if (carried.length >= maxRanges) break;
      const isKnown = unitsOf(run, isBack);
      const whole = isKnown.includes(1) ? undefined : byText.get(run.text)?.find(({ isSpent }) => !isSpent);
      if (whole) carry(run, 0, whole, 0, run.text.length, carried);
      else {
        carryInto(run, index, isKnown, carried);
        // Of text that fell into what is gone, nothing tells that somebody brought it back.
        if (!lateRuns.has(run)) carryInto(run, recent.index, isKnown, carried);
      }
    }
  }
  recent.remember(deleted);
  rememberGone(recent.gone, gone);
  return carried;
}

/** Text that stands in a document, and the ids under which it was first written. */
export interface StandingText {
  readonly text: string;
  readonly origins: readonly TextRange[];
}

/** More runs of new text than this are not compared with what stands. */
const maxCopiedRuns = 50;

/** New text that is text which stands elsewhere. */
export interface CopiedText {
  /** Stretches that are nothing else, and very long parts: nobody has typed these. */
  readonly whole: readonly CarriedRange[];
  /** Parts of stretches that stand, and hold other text too. */
  readonly parts: readonly CarriedRange[];
}

/**
 * RESC6: what of the text that a transaction put in is text that stands elsewhere already.
 * @param now what of the new text is text that the transaction took away.
 * @param longEnough units of a part that nobody has typed. Null: a stretch that holds other text stays whole.
 * @param late text of the transaction of which nothing is kept; where it is put back is told letter by letter.
 */
export function findCopiedText(
  transaction: Y.Transaction,
  standing: readonly StandingText[],
  now: readonly CarriedRange[],
  longEnough: number | null,
  late: readonly TextRun[],
): CopiedText {
  const moved = new CarriedIds(now);
  const whole: CarriedRange[] = [];
  const parts: CarriedRange[] = [];
  const stretches = [
    ...insertedRuns(transaction).map((run) => ({ run, stands: true })),
    ...late.map((run) => ({ run, stands: false })),
  ];
  for (const { run, stands } of stretches.slice(0, maxCopiedRuns)) {
    const isMoved = unitsOf(run, moved);
    const isKnown = Uint8Array.from(isMoved);
    const found = carryFrom(run, standing, shortestInEdit, isKnown);
    if (isKnown.every((known) => known === 1)) whole.push(...found);
    else if (longEnough !== null) whole.push(...carryFrom(run, standing, longEnough, isMoved));
    else if (stands) parts.push(...found);
    else whole.push(...found);
  }
  return { whole, parts };
}

/**
 * RESC6, seen by whoever's copy is taken out: somebody else had put the same text in again before.
 * @param copied of what the transaction takes away, what may stand in one of these texts.
 * @returns the longest stretch of them that is such text.
 */
export function findTwinText(
  transaction: Y.Transaction,
  texts: readonly Y.XmlText[],
  copied: CutRange,
): CarriedRange[] {
  const index = new DeletedIndex(shortestInEdit);
  let units = 0;
  for (const run of [...deletedRuns(transaction, new CarriedIds(), copied).values()].flat())
    if ((units += run.text.length) <= maxSearchedUnits) index.add(run);
  const carried: CarriedRange[] = [];
  let longest = 0;
  for (const run of texts.flatMap((text) => runsOf(standingItems(text))))
    for (let at = 0; at + index.gram <= run.text.length;) {
      const found = index.longestAt(run.text, at);
      const length = found?.length ?? 0;
      if (found && length > longest) {
        longest = length;
        carried.length = 0;
        carry(run, at, found.run, found.at, length, carried);
      }
      at += Math.max(1, length);
    }
  return carried;
}

/** @returns 1 for each unit of new text that is carried. */
function unitsOf({ text, ranges }: TextRun, carried: CarriedIds): Uint8Array {
  const units = new Uint8Array(text.length);
  let at = 0;
  for (const range of ranges) {
    let { clock } = range;
    for (const origin of carried.originsOf(range)) {
      if (origin.client !== range.client || origin.clock !== clock) units.fill(1, at, at + origin.length);
      clock += origin.length;
      at += origin.length;
    }
  }
  return units;
}

function carryFrom(
  run: TextRun,
  standing: readonly StandingText[],
  shortest: number,
  isKnown: Uint8Array,
): CarriedRange[] {
  const carried: CarriedRange[] = [];
  const sources = standing.map(({ text, origins }) => new DeletedRun(text, origins));
  const free = run.text.length - isKnown.reduce((sum, known) => sum + known, 0);
  // What is all that is left may be short.
  const gram = Math.min(shortest, Math.max(1, free));
  const index = new DeletedIndex(gram);
  let units = 0;
  for (const source of sources) if ((units += source.text.length) <= maxSearchedUnits) index.add(source);
  carryInto(run, index, isKnown, carried);
  return carried;
}

/** Greedily from the left, the longest stretch at each place. */
function carryInto(run: TextRun, index: DeletedIndex, isKnown: Uint8Array, carried: CarriedRange[]): void {
  for (let at = 0; at + index.gram <= run.text.length && carried.length < maxRanges;) {
    const best = isKnown[at] === 1 ? null : index.longestAt(run.text, at);
    const free = best ? freeLength(isKnown, at, best.length) : 0;
    if (best && free >= index.gram) {
      isKnown.fill(1, at, at + free);
      carry(run, at, best.run, best.at, free, carried);
    }
    at += Math.max(1, free);
  }
}

function freeLength(isKnown: Uint8Array, at: number, length: number): number {
  const end = isKnown.subarray(at, at + length).indexOf(1);
  return end < 0 ? length : end;
}

/** Text that existed before and is gone now, of each text node in the order in which it stood; what stood together is one run. */
function deletedRuns(
  transaction: Y.Transaction,
  known: CarriedIds,
  seen?: CutRange,
): ReadonlyMap<unknown, readonly DeletedRun[]> {
  const gone = new Map<unknown, Set<Y.Item>>();
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (isText(struct) && !isNew(transaction, struct)) groupOf(gone, struct.parent).add(struct);
  });
  const runs = new Map<unknown, readonly DeletedRun[]>();
  for (const [text, items] of gone)
    runs.set(
      text,
      runsOf(items, seen).map(
        ({ text: letters, ranges }) =>
          new DeletedRun(
            letters,
            ranges.flatMap((range) => known.originsOf(range)),
            ranges,
          ),
      ),
    );
  return runs;
}

/** Text that is there now and was not before. */
function insertedRuns(transaction: Y.Transaction): readonly TextRun[] {
  const added = new Map<unknown, Set<Y.Item>>();
  for (const item of addedItems(transaction))
    if (isText(item) && !item.deleted) groupOf(added, item.parent).add(item);
  // What was typed on in one go is one item with what was there, in a moment.
  const fresh: CutRange = ({ client, clock, length }) => {
    const old = Math.max(0, (transaction.beforeState.get(client) ?? 0) - clock);
    const part = { client, clock: clock + old, length: length - old, isIn: true };
    return old > 0 ? [{ client, clock, length: old, isIn: false }, part] : [part];
  };
  return [...added.values()].flatMap((items) => runsOf(items, fresh));
}

function groupOf(groups: Map<unknown, Set<Y.Item>>, parent: unknown): Set<Y.Item> {
  const group = groups.get(parent) ?? new Set();
  groups.set(parent, group);
  return group;
}
