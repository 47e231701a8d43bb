/** A form's fields by name; values are compared as JSON. */
export type Fields<Key extends string> = Readonly<Record<Key, unknown>>;

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Somebody else saved the same form first. What only one of the two changed is taken from them; where both did, the
 * person must choose.
 * @param base the values that both began with.
 */
export function mergeFields<Key extends string, F extends Fields<Key>>(
  keys: readonly Key[],
  base: F,
  mine: F,
  theirs: F,
): { readonly merged: F; readonly conflicts: readonly Key[] } {
  const merged: Record<string, unknown> = { ...theirs };
  const conflicts: Key[] = [];
  for (const key of keys) {
    const isMine = !isSame(mine[key], base[key]);
    const isTheirs = !isSame(theirs[key], base[key]);
    if (isMine && isTheirs && !isSame(mine[key], theirs[key])) conflicts.push(key);
    if (isMine) merged[key] = mine[key];
  }
  return { merged: merged as F, conflicts };
}
