/** Looks of carets, initials and authors, one for each unit: eight colours that stay apart for every kind of colour vision, each with a shape. */
const lookCount = 8;
const looks = new Map<string, number>();

/** The report's units in its own order, so that everybody sees the same unit alike. */
export function registerUnits(names: readonly string[]): void {
  looks.clear();
  for (const name of names) lookOf(name);
}

/** @returns 0-7: the number of a `caret-look` class. A unit that the report does not name gets the next one. */
export function lookOf(unitName: string): number {
  const known = looks.get(unitName);
  if (known !== undefined) return known;
  const next = looks.size % lookCount;
  looks.set(unitName, next);
  return next;
}
