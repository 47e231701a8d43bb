import { AppError } from "@dongsoan/shared/domain";

/** Deeper than any outline that can be created; a body nested a hundred thousand times would exhaust the stack of its schema. */
const maxDepth = 64;
/**
 * More than a report of 100,000 paragraphs has, and read in a tenth of a second: forty megabytes of empty objects would
 * take half a minute and gigabytes.
 */
const maxValues = 1_000_000;

const [quote, backslash, comma, openList, closeList, openObject, closeObject] = Buffer.from(
  '"\\,[]{}',
) as unknown as [number, number, number, number, number, number, number];

/** Reads the bytes of a JSON body. What makes it large is counted before anything is made of it. */
export function readJson(bytes: Buffer): unknown {
  checkShape(bytes);
  try {
    return makeStorable(JSON.parse(bytes.toString("utf8")));
  } catch (cause) {
    throw new AppError("malformed", "a body is no JSON", { cause });
  }
}

/** Counts brackets and commas outside strings: never fewer than there are values. */
function checkShape(bytes: Buffer): void {
  let depth = 0;
  let count = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (byte === quote) i = endOfString(bytes, i);
    else if (byte === closeList || byte === closeObject) depth -= 1;
    else if (byte === comma) count += 1;
    else if (byte === openList || byte === openObject) {
      depth += 1;
      count += 1;
    } else continue;
    if (depth > maxDepth) throw new AppError("malformed", "a body is nested too deep");
    if (count > maxValues) throw new AppError("too-large", "a body has too many values");
  }
}

/** @returns where the closing quote is, or the end of the bytes. */
function endOfString(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(quote, start + 1); at !== -1; at = bytes.indexOf(quote, at + 1)) {
    let escapes = at - 1;
    while (bytes[escapes] === backslash) escapes -= 1;
    // An even number of backslashes are themselves escaped.
    if ((at - escapes) % 2 === 1) return at;
  }
  return bytes.length;
}

const storable = (text: string): string =>
  text.isWellFormed() && !text.includes("\0") ? text : text.toWellFormed().replaceAll("\0", "\ufffd");

/**
 * Half a surrogate pair and the character zero are allowed in JSON, and refused by the stores: they become the sign for an
 * unreadable character, as everywhere else.
 */
function makeStorable(value: unknown): unknown {
  if (typeof value === "string") return storable(value);
  if (typeof value !== "object" || value === null) return value;
  const container = value as Record<string, unknown>;
  for (const key of Object.keys(container)) {
    const inner = container[key];
    if (typeof inner === "string") container[key] = storable(inner);
    else makeStorable(inner);
  }
  return value;
}
