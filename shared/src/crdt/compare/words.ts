import type { Token } from "./tokens.ts";

const wordUnit = /[\p{L}\p{N}\p{M}\p{Cs}]/u;
const digit = /\p{N}/u;
/** Between two digits these belong to the number or the date: 1.250,5 and 26/7/2026. */
const numberJoiner: ReadonlySet<string> = new Set([".", ",", "/"]);

/** By UTF-16 unit: 0 = not looked at yet, 1 = in no word, 2 = in a word, 3 = a digit. A table is ten times a pattern's speed. */
const kinds = new Uint8Array(0x1_0000);
function kindOf(text: string): number {
  const code = text.charCodeAt(0);
  return (kinds[code] ||= digit.test(text) ? 3 : wordUnit.test(text) ? 2 : 1);
}
const isDigit = (unit: Token | undefined): boolean => unit?.kind === "text" && kindOf(unit.text) === 3;

/** Is this a letter or digit, or what holds a number together? @param at index in `units`. */
function isInWord(units: readonly Token[], at: number): boolean {
  const unit = units[at];
  if (unit?.kind !== "text") return false;
  if (kindOf(unit.text) > 1) return true;
  return numberJoiner.has(unit.text) && isDigit(units[at - 1]) && isDigit(units[at + 1]);
}

/** Number of the word that each unit belongs to; -1 for what is between words. */
export function wordNumbers(units: readonly Token[]): Int32Array {
  const numbers = new Int32Array(units.length).fill(-1);
  let word = -1;
  for (let i = 0; i < units.length; i += 1) {
    if (!isInWord(units, i)) continue;
    if (i === 0 || numbers[i - 1] === -1) word += 1;
    numbers[i] = word;
  }
  return numbers;
}
