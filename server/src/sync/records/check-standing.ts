import type { CarriedIds, TextId } from "@dongsoan/shared/crdt";
import { firstIdsOf, recordsBefore } from "./first-ids.ts";
import { type Mend, Stretches, takingOff } from "./mends.ts";
import type { RemovedRecords } from "./removed-records.ts";
import { withoutCommonEnds } from "./common-ends.ts";
import type { ElementRecords, RecordedLetters, StandingRecord, TouchedElement } from "./standing-records.ts";

export type StandingVerdict = { readonly ok: true; readonly mends: readonly Mend[] } | { readonly ok: false };

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
  if (!isConcerned) return { ok: true, mends: [] };
  if (!attributesStand(touched, others, writing.removed)) return { ok: false };
  return lettersStand(touched, others, writing);
}

function attributesStand(
  touched: readonly TouchedElement[],
  others: (record: StandingRecord) => boolean,
  removed: RemovedRecords,
): boolean {
  const valuesOn = ({ attributes }: ElementRecords) =>
    new Set(attributes.filter(others).map(({ value }) => value));
  for (const { before, isGone } of touched)
    if (isGone) for (const value of valuesOn(before)) removed.rememberAttribute(value);
  const standing = touched.filter(({ isGone }) => !isGone);
  /** Record → elements that no longer bear it. */
  const lost = new Map<string, Set<TouchedElement>>();
  const gained: { readonly of: TouchedElement; readonly value: string }[] = [];
  for (const of of standing) {
    const [had, has] = [valuesOn(of.before), valuesOn(of.after)];
    for (const value of had) if (!has.has(value)) lost.set(value, (lost.get(value) ?? new Set()).add(of));
    for (const value of has) if (!had.has(value)) gained.push({ of, value });
  }
  for (const { of, value } of gained) {
    const losers = lost.get(value) ?? new Set();
    // Enter beside it: where an empty paragraph comes in, the editor may take one of the two for the other.
    const from = [...losers].find((other) => areNeighbours(other, of) && (isEmpty(other) || isEmpty(of)));
    if (from) losers.delete(from);
    else if (!removed.hadAttribute(value)) return false;
  }
  const bereft = new Set([...lost.values()].flatMap((elements) => [...elements]));
  const gone = goneBeside(touched, bereft);
  return [...bereft].every((of) =>
    gone
      .get(of)
      ?.some(
        (former) =>
          areEqual(valuesOn(former.before), valuesOn(of.after)) &&
          textOf(of.after.letters).startsWith(textOf(former.before.letters)),
      ),
  );
}

/**
 * Of two that are joined, or that read alike, the editor may keep the second, and make it look like the first.
 * @returns the elements that stood before each of these, or right behind it, and went.
 */
function goneBeside(
  touched: readonly TouchedElement[],
  kept: ReadonlySet<TouchedElement>,
): ReadonlyMap<TouchedElement, readonly TouchedElement[]> {
  const beside = new Map([...kept].map((of): [TouchedElement, TouchedElement[]] => [of, []]));
  if (kept.size === 0) return beside;
  const by = new Map(touched.map((of) => [of.element, of]));
  /** Element that went → the first one behind it that did not. */
  const reached = new Map<TouchedElement, TouchedElement | null>();
  const behind = (of: TouchedElement) => (of.nextBefore && by.get(of.nextBefore)) ?? null;
  for (const gone of touched.filter(({ isGone }) => isGone)) {
    const passed: TouchedElement[] = [];
    let at: TouchedElement | null = gone;
    while (at?.isGone && !reached.has(at)) {
      passed.push(at);
      at = behind(at);
    }
    const end = (at && reached.get(at)) ?? (at?.isGone ? null : at);
    for (const each of passed) reached.set(each, end);
    if (end) beside.get(end)?.push(gone);
  }
  for (const [of, list] of beside) {
    const next = behind(of);
    if (next?.isGone && textOf(next.before.letters) === textOf(of.after.letters)) list.push(next);
  }
  return beside;
}

const areEqual = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((value) => b.has(value));

const areNeighbours = ({ element: a }: TouchedElement, { element: b }: TouchedElement): boolean =>
  a.nextSibling === b || b.nextSibling === a;

const isEmpty = ({ after }: TouchedElement): boolean => after.letters.length === 0;

const textOf = (letters: readonly RecordedLetters[]): string => letters.map(({ text }) => text).join("");

const valuesOf = (letters: RecordedLetters, wanted: (record: StandingRecord) => boolean): readonly string[] =>
  letters.records.filter(wanted).map(({ value }) => value);

function lettersStand(
  touched: readonly TouchedElement[],
  others: (record: StandingRecord) => boolean,
  writing: Writing,
): StandingVerdict {
  const rewritten = touched.map((element) => rewrittenPart(element, others, writing.isNew));
  const unexplained = touched.filter((_element, i) => rewritten[i] === null);
  if (unexplained.length > 0) return sameLettersStand(touched, new Set(unexplained), others, writing);
  for (const gone of rewritten.flatMap((part) => part ?? []))
    for (const value of valuesOf(gone, others)) writing.removed.rememberText(value, gone.text);
  return { ok: true, mends: [] };
}

/**
 * The usual case: one stretch of a paragraph went, and what came in its place bears nobody else's record. Of what was typed
 * again the editor keeps the letters at either end, and takes the record off them.
 * @returns what went; null where that does not explain what is there now.
 */
function rewrittenPart(
  { before, after }: TouchedElement,
  others: (record: StandingRecord) => boolean,
  isNew: Writing["isNew"],
): readonly RecordedLetters[] | null {
  const lookOf = (letters: RecordedLetters) => valuesOf(letters, others).join("\n");
  const middle = withoutCommonEnds(before.letters, after.letters, lookOf);
  if (middle.before.length + middle.after.length === 0) return [];
  const isPlain = middle.after.every((letters) => lookOf(letters) === "");
  const isRewritten = textOf(middle.before) !== textOf(middle.after) && isOneStretch(middle.after, isNew);
  return isPlain && isRewritten ? middle.before : null;
}

/** Does all that is new among these letters stand together? */
function isOneStretch(letters: readonly RecordedLetters[], isNew: Writing["isNew"]): boolean {
  let changes = 0;
  let was = false;
  for (const { client, clock, text } of letters) {
    // Within a run the ids go up: what is new of it is its end.
    const ends = [isNew({ client, clock }), isNew({ client, clock: clock + text.length - 1 })];
    for (const is of ends) {
      if (is !== was) changes += 1;
      was = is;
    }
  }
  return changes <= 2;
}

/** Letter by letter, by first ids, over everything that was touched. @param asked where it matters. */
function sameLettersStand(
  touched: readonly TouchedElement[],
  asked: ReadonlySet<TouchedElement>,
  others: (record: StandingRecord) => boolean,
  { carried, removed, isNew, bringsRecords }: Writing,
): StandingVerdict {
  const was = recordsBefore(touched, others, carried);
  /** Record and letter → how many letters that stayed have lost it. */
  const lost = new Map<string, number>();
  const gained = new Stretches();
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
          if (!had.includes(value)) gained.add(letters, offset, value);
      });
    }
  for (const { before } of touched)
    for (const letters of before.letters)
      for (const value of valuesOf(letters, others)) rememberGone(carried, letters, seen, value, removed);
  const strays = gained.all.filter(({ letters, from, length, value }) => {
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
  return { ok: true, mends: takingOff(strays) };
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
