import * as Y from "yjs";
import { addedItems } from "./added-items.ts";
import { CarriedIds, type CarriedRange, type TextId, type TextRange } from "./carried-ids.ts";
import { DeletedIndex, DeletedRun, type RecentlyDeleted } from "./deleted-text.ts";

/** Shortest text that is known again within one edit; a shorter one only where it is all that was taken away. */
const shortestInEdit = 3;
/** More deleted text than this is not searched within one edit: a bound on the time that one edit may cost. */
const maxSearchedUnits = 200_000;
/** Each is kept for as long as its text stands; what is beyond is text of whoever put it in. An honest move has one for each of its authors' pieces. */
const maxRanges = 2_000;

type TextItem = Y.Item & { content: Y.ContentString };

const isText = (struct: Y.AbstractStruct): struct is TextItem =>
  struct instanceof Y.Item && struct.content instanceof Y.ContentString;

interface InsertedRun {
  readonly text: string;
  readonly ranges: readonly TextRange[];
}

/**
 * LINE1: what of the text that a transaction put in is text that it (or an edit shortly before) took away. Call it in
 * `afterTransaction`, while what was deleted can still be read. Costs nothing for an edit that only types or only deletes.
 * @param isSeen whether whoever deleted this unit knew of it; nobody puts in again what they have not seen.
 */
export function findCarriedText(
  transaction: Y.Transaction,
  known: CarriedIds,
  recent: RecentlyDeleted,
  isSeen: (id: TextId) => boolean = () => true,
): CarriedRange[] {
  const deleted = deletedRuns(transaction, known, isSeen);
  const inserted = deleted.length > 0 || !recent.isEmpty ? insertedRuns(transaction) : [];
  const carried: CarriedRange[] = [];
  if (inserted.length > 0) {
    const index = new DeletedIndex(shortestInEdit);
    let units = 0;
    for (const run of deleted) if ((units += run.text.length) <= maxSearchedUnits) index.add(run);
    for (const run of inserted) {
      if (carried.length >= maxRanges) break;
      const isKnown = new Uint8Array(run.text.length);
      const whole = deleted.find(({ text, isSpent }) => !isSpent && text === run.text);
      if (whole) carry(run, 0, whole, 0, run.text.length, isKnown, carried);
      else for (const source of [index, recent.index]) carryInto(run, source, isKnown, carried);
    }
  }
  recent.remember(deleted);
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
  /** Parts of stretches that hold other text too. */
  readonly parts: readonly CarriedRange[];
}

/**
 * RESC6: what of the text that a transaction put in is text that stands elsewhere already.
 * @param now what of the new text is text that the transaction took away.
 * @param longEnough units of a part that nobody has typed.
 */
export function findCopiedText(
  transaction: Y.Transaction,
  standing: readonly StandingText[],
  now: readonly CarriedRange[],
  longEnough: number,
): CopiedText {
  const moved = new CarriedIds(now);
  const whole: CarriedRange[] = [];
  const parts: CarriedRange[] = [];
  for (const run of insertedRuns(transaction).slice(0, maxCopiedRuns)) {
    const isMoved = unitsOf(run, moved);
    const isKnown = Uint8Array.from(isMoved);
    const found = carryFrom(run, standing, shortestInEdit, isKnown);
    if (isKnown.every((known) => known === 1)) whole.push(...found);
    else if (longEnough === Infinity) parts.push(...found);
    else whole.push(...carryFrom(run, standing, longEnough, isMoved));
  }
  return { whole, parts };
}

/**
 * RESC6, seen by whoever's copy is taken out: somebody else had put the same text in again before.
 * @param isCopied of what the transaction takes away, what may stand in one of these texts.
 * @returns the longest stretch of them that is such text.
 */
export function findTwinText(
  transaction: Y.Transaction,
  texts: readonly Y.XmlText[],
  isCopied: (id: TextId) => boolean,
): CarriedRange[] {
  const index = new DeletedIndex(shortestInEdit);
  let units = 0;
  for (const run of deletedRuns(transaction, new CarriedIds(), isCopied))
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
        carry(run, at, found.run, found.at, length, new Uint8Array(run.text.length), carried);
      }
      at += Math.max(1, length);
    }
  return carried;
}

function standingItems({ _start: start }: Y.XmlText): ReadonlySet<Y.Item> {
  const items = new Set<Y.Item>();
  for (let item = start; item; item = item.right) if (isText(item) && !item.deleted) items.add(item);
  return items;
}

/** @returns 1 for each unit of new text that is carried. */
function unitsOf({ text, ranges }: InsertedRun, carried: CarriedIds): Uint8Array {
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
  run: InsertedRun,
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
function carryInto(
  run: InsertedRun,
  index: DeletedIndex,
  isKnown: Uint8Array,
  carried: CarriedRange[],
): void {
  for (let at = 0; at + index.gram <= run.text.length && carried.length < maxRanges;) {
    const best = isKnown[at] === 1 ? null : index.longestAt(run.text, at);
    const free = best ? freeLength(isKnown, at, best.length) : 0;
    if (best && free >= index.gram) carry(run, at, best.run, best.at, free, isKnown, carried);
    at += Math.max(1, free);
  }
}

function freeLength(isKnown: Uint8Array, at: number, length: number): number {
  const end = isKnown.subarray(at, at + length).indexOf(1);
  return end < 0 ? length : end;
}

function carry(
  into: InsertedRun,
  at: number,
  from: DeletedRun,
  fromAt: number,
  length: number,
  isKnown: Uint8Array,
  carried: CarriedRange[],
): void {
  isKnown.fill(1, at, at + length);
  let offset = at;
  for (const origin of from.take(fromAt, length)) {
    let { clock } = origin;
    for (const range of slice(into.ranges, offset, origin.length)) {
      carried.push({ ...range, origin: { client: origin.client, clock } });
      clock += range.length;
    }
    offset += origin.length;
  }
}

/** The part of some ranges that lies at `offset`, `length` units long. */
function slice(ranges: readonly TextRange[], offset: number, length: number): TextRange[] {
  const parts: TextRange[] = [];
  let start = 0;
  for (const { client, clock, length: size } of ranges) {
    const from = Math.max(offset, start);
    const to = Math.min(offset + length, start + size);
    if (from < to) parts.push({ client, clock: clock + from - start, length: to - from });
    start += size;
  }
  return parts;
}

/** Text that existed before and is gone now, in the order in which it stood; what stood together is one run. */
function deletedRuns(
  transaction: Y.Transaction,
  known: CarriedIds,
  isSeen: (id: TextId) => boolean,
): DeletedRun[] {
  const gone = new Map<unknown, Set<Y.Item>>();
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (!isText(struct) || struct.id.clock >= (transaction.beforeState.get(struct.id.client) ?? 0)) return;
    if (isSeen(struct.id)) groupOf(gone, struct.parent).add(struct);
  });
  return [...gone.values()].flatMap((items) =>
    runsOf(items).map(
      (run) =>
        new DeletedRun(
          run.text,
          run.ranges.flatMap((range) => known.originsOf(range)),
        ),
    ),
  );
}

/** Text that is there now and was not before. */
function insertedRuns(transaction: Y.Transaction): InsertedRun[] {
  const added = new Map<unknown, Set<Y.Item>>();
  const isNew = ({ client, clock }: Y.ID) => clock >= (transaction.beforeState.get(client) ?? 0);
  for (const item of addedItems(transaction))
    if (isText(item) && !item.deleted && isNew(item.id)) groupOf(added, item.parent).add(item);
  return [...added.values()].flatMap(runsOf);
}

function groupOf(groups: Map<unknown, Set<Y.Item>>, parent: unknown): Set<Y.Item> {
  const group = groups.get(parent) ?? new Set();
  groups.set(parent, group);
  return group;
}

/** Items of one text node, in the order of the text; what neither shown text nor an object stands between is one run. */
function runsOf(items: ReadonlySet<Y.Item>): InsertedRun[] {
  const runs: { text: string; ranges: TextRange[] }[] = [];
  const left = new Set(items);
  let isOpen = false;
  for (let item = firstOf(items); item && left.size > 0; item = item.right) {
    if (left.delete(item) && isText(item)) {
      if (!isOpen) runs.push({ text: "", ranges: [] });
      isOpen = true;
      const run = runs.at(-1);
      if (!run) continue;
      run.text += item.content.str;
      run.ranges.push({ client: item.id.client, clock: item.id.clock, length: item.length });
    } else if (!item.deleted && item.countable) isOpen = false;
  }
  return runs;
}

function firstOf(items: ReadonlySet<Y.Item>): Y.Item | null {
  const [any] = items;
  return any?.parent instanceof Y.AbstractType ? any.parent._start : null;
}
