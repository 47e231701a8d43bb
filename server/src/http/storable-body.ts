/** Deeper than any outline that can be created; a body nested a hundred thousand times would exhaust the stack of its schema. */
const maxDepth = 64;

type Container = Record<string, unknown>;

const storable = (text: string): string =>
  text.isWellFormed() && !text.includes("\0") ? text : text.toWellFormed().replaceAll("\0", "\ufffd");

/**
 * Half a surrogate pair and the character zero are allowed in JSON, and refused by the stores: they become the sign for an
 * unreadable character, as everywhere else. @returns false for what is nested too deep.
 */
export function makeStorable(body: unknown): boolean {
  if (!isContainer(body)) return true;
  const waiting: { readonly container: Container; readonly depth: number }[] = [
    { container: body, depth: 1 },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { container, depth } = next;
    for (const key of Object.keys(container)) {
      const value = container[key];
      if (typeof value === "string") container[key] = storable(value);
      else if (isContainer(value)) {
        if (depth === maxDepth) return false;
        waiting.push({ container: value, depth: depth + 1 });
      }
    }
  }
  return true;
}

/** Raw bytes are left alone. */
const isContainer = (value: unknown): value is Container =>
  typeof value === "object" && value !== null && !(value instanceof Uint8Array);
