import type * as Y from "yjs";
import type { CarriedIds, TextId } from "@dongsoan/shared/crdt";
import { firstIdsOf } from "./first-ids.ts";
import { type Mend, takingOff } from "./mends.ts";
import type { RemovedRecords } from "./removed-records.ts";
import { withoutCommonEnds } from "./common-ends.ts";
import type { ElementRecords, RecordedLetters, StandingRecord, TouchedElement } from "./standing-records.ts";

export type StandingVerdict =
  { readonly ok: true; readonly strays: readonly Mend[] } | { readonly ok: false };

interface Writing {
  readonly writer: string;
  readonly carried: CarriedIds;
  readonly removed: RemovedRecords;
  /** Did the update bring records? */
  readonly bringsRecords: boolean;
  /** Did the update bring this letter? */
  readonly isNew: (id: TextId) => boolean;
}

/**
 * SUG13: other people's records stand, whoever re-creates what they stand on. Letters are matched by their first ids, and
 * where the editor took one of two equal neighbours for the other, by the letter itself.
 */
export function checkStanding(touched: readonly TouchedElement[], writing: Writing): StandingVerdict {
  const others = ({ by }: StandingRecord) => by !== writing.writer;
  const isConcerned = touched.some(({ before, after }) =>
    [before, after].some(
      ({ attributes, letters }) =>
        attributes.some(others) || letters.some(({ records }) => records.some(others)),
    ),
  );
  if (!isConcerned) return { ok: true, strays: [] };
  if (!attributesStand(touched, others, writing.removed)) return { ok: false };
  return lettersStand(touched, others, writing);
}

/** Another's record on an element that was or is touched. */
interface BlockRecord {
  readonly of: TouchedElement;
  readonly value: string;
}

function attributesStand(
  touched: readonly TouchedElement[],
  others: (record: StandingRecord) => boolean,
  removed: RemovedRecords,
): boolean {
  const valuesOn = ({ attributes }: ElementRecords) =>
    new Set(attributes.filter(others).map(({ value }) => value));
  const gone = touched.filter(({ isGone }) => isGone);
  for (const { before } of gone) for (const value of valuesOn(before)) removed.rememberAttribute(value);
  const lost: BlockRecord[] = [];
  const gained: BlockRecord[] = [];
  for (const of of touched.filter(({ isGone }) => !isGone)) {
    const [had, has] = [valuesOn(of.before), valuesOn(of.after)];
    for (const value of had) if (!has.has(value)) lost.push({ of, value });
    for (const value of has) if (!had.has(value)) gained.push({ of, value });
  }
  for (const { of, value } of gained) {
    // Enter beside it: where an empty paragraph comes in, the editor may take one of the two for the other.
    const at = lost.findIndex((each) => each.value === value && areNeighbours(each.of.element, of.element));
    if (at >= 0) lost.splice(at, 1);
    else if (!removed.hadAttribute(value)) return false;
  }
  const bereft = new Set(lost.map(({ of }) => of));
  return [...bereft].every(({ after }) => {
    const at = gone.findIndex((former) => isContinued(former, after, valuesOn));
    return at >= 0 && gone.splice(at, 1).length > 0;
  });
}

/** Of two that are joined, or that read alike, the editor may keep the second, and make it look like the first. */
const isContinued = (
  gone: TouchedElement,
  after: ElementRecords,
  valuesOn: (records: ElementRecords) => ReadonlySet<string>,
): boolean =>
  areEqual(valuesOn(gone.before), valuesOn(after)) &&
  textOf(after.letters).startsWith(textOf(gone.before.letters));

const areEqual = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((value) => b.has(value));

const areNeighbours = (a: Y.XmlElement, b: Y.XmlElement): boolean =>
  a.nextSibling === b || b.nextSibling === a;

const textOf = (letters: readonly RecordedLetters[]): string => letters.map(({ text }) => text).join("");

const valuesOf = (letters: RecordedLetters, wanted: (record: StandingRecord) => boolean): readonly string[] =>
  letters.records.filter(wanted).map(({ value }) => value);

function lettersStand(
  touched: readonly TouchedElement[],
  others: (record: StandingRecord) => boolean,
  writing: Writing,
): StandingVerdict {
  const rewritten = touched.map((element) => rewrittenPart(element, others));
  const unexplained = touched.filter((_element, i) => rewritten[i] === null);
  if (unexplained.length > 0) return sameLettersStand(touched, new Set(unexplained), others, writing);
  for (const gone of rewritten.flatMap((part) => part ?? []))
    for (const value of valuesOf(gone, others)) writing.removed.rememberText(value, gone.text);
  return { ok: true, strays: [] };
}

/**
 * The usual case: one stretch of a paragraph went, and what came in its place bears nobody else's record.
 * @returns what went; null where that does not explain what is there now.
 */
function rewrittenPart(
  { before, after }: TouchedElement,
  others: (record: StandingRecord) => boolean,
): readonly RecordedLetters[] | null {
  const lookOf = (letters: RecordedLetters) => valuesOf(letters, others).join("\n");
  const middle = withoutCommonEnds(before.letters, after.letters, lookOf);
  const isPlain = middle.after.every((letters) => lookOf(letters) === "");
  return isPlain && textOf(middle.before) !== textOf(middle.after) ? middle.before : null;
}

/** Letter by letter, by first ids, over everything that was touched. @param asked where it matters. */
function sameLettersStand(
  touched: readonly TouchedElement[],
  asked: ReadonlySet<TouchedElement>,
  others: (record: StandingRecord) => boolean,
  { carried, removed, isNew, bringsRecords }: Writing,
): StandingVerdict {
  /** First id of a letter → the records on it before. */
  const was = new Map<string, readonly string[]>();
  for (const { before } of touched)
    for (const letters of before.letters) {
      const values = valuesOf(letters, others);
      if (values.length > 0) firstIdsOf(carried, letters, (id) => was.set(id, values));
    }
  /** Record and letter → how many letters that stayed have lost it. */
  const lost = new Map<string, number>();
  const gained: Gain[] = [];
  const seen = new Set<string>();
  for (const element of touched)
    for (const letters of element.after.letters) {
      const has = valuesOf(letters, others);
      firstIdsOf(carried, letters, (id, offset) => {
        const had = was.get(id) ?? [];
        seen.add(id);
        const isCarried = id !== `${letters.client}:${letters.clock + offset}`;
        for (const value of asked.has(element) ? had : [])
          // A letter that was put in again without its record is like one that was typed anew.
          if (!isCarried && !has.includes(value)) count(lost, value + letters.text.charAt(offset), 1);
        for (const value of asked.has(element) ? has : [])
          if (!had.includes(value)) addGain(gained, { letters, from: offset, length: 1, value });
      });
    }
  for (const { before } of touched)
    for (const letters of before.letters)
      for (const value of valuesOf(letters, others)) rememberGone(carried, letters, seen, value, removed);
  const strays = gained.filter(({ letters, from, length, value }) => {
    const text = letters.text.slice(from, from + length);
    if (removed.hadText(value, text)) return false;
    const isShifted = text.split("").every((letter) => (lost.get(value + letter) ?? 0) > 0);
    if (isShifted) for (const letter of text.split("")) count(lost, value + letter, -1);
    return !isShifted;
  });
  const isKept = [...lost.values()].every((n) => n <= 0);
  // An undo takes away what ended a record before one's own letters, and it lies on what comes after them.
  const areInnocent =
    !bringsRecords ||
    strays.every(({ letters, from }) => isNew({ client: letters.client, clock: letters.clock + from }));
  if (!isKept || !areInnocent) return { ok: false };
  return { ok: true, strays: strays.map(({ value, ...part }) => ({ ...part, ...takingOff(value) })) };
}

/** Letters on which a record lies that did not before. */
interface Gain {
  readonly letters: RecordedLetters;
  /** Within the letters. */
  readonly from: number;
  readonly length: number;
  readonly value: string;
}

function addGain(gains: Gain[], gain: Gain): void {
  const last = gains.at(-1);
  if (last?.letters === gain.letters && last.value === gain.value && last.from + last.length === gain.from)
    gains[gains.length - 1] = { ...last, length: last.length + 1 };
  else gains.push(gain);
}

const count = (counts: Map<string, number>, key: string, by: number) =>
  counts.set(key, (counts.get(key) ?? 0) + by);

function rememberGone(
  carried: CarriedIds,
  letters: RecordedLetters,
  seen: ReadonlySet<string>,
  value: string,
  removed: RemovedRecords,
): void {
  let gone = "";
  firstIdsOf(carried, letters, (id, at) => {
    if (!seen.has(id)) gone += letters.text.charAt(at);
  });
  if (gone !== "") removed.rememberText(value, gone);
}
