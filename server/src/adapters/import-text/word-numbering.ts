import type { Element } from "@xmldom/xmldom";
import { childOf, childrenOf, stylesOf, valueOf, type WordFile } from "./word-file.ts";

interface Level {
  readonly format: string;
  /** "%1.%2." with the numbers of the levels. */
  readonly text: string;
  readonly start: number;
}
interface Numbered {
  readonly numberId: string;
  readonly level: number;
}

/** A word processor has nine. */
const maxLevel = 8;
/** Styles that are based on one another: no more are followed. */
const maxBases = 20;

/**
 * The labels that a word processor writes before paragraphs without storing them. Source: ECMA-376 part 1, 17.9.
 * Call it once for each paragraph that is shown, in their order.
 */
export class WordNumbering {
  readonly #levels = new Map<string, ReadonlyMap<number, Level>>();
  readonly #abstractOf = new Map<string, string>();
  readonly #styles: ReadonlyMap<string, Element>;
  readonly #counts = new Map<string, number[]>();

  constructor(file: WordFile) {
    const { numbering } = file;
    this.#styles = stylesOf(file);
    const kept = new Map<string, ReadonlyMap<number, Level>>();
    for (const child of numbering ? childrenOf(numbering) : []) {
      if (child.nodeName === "w:abstractNum")
        kept.set(child.getAttribute("w:abstractNumId") ?? "", levelsOf(child));
      if (child.nodeName !== "w:num") continue;
      const id = child.getAttribute("w:numId") ?? "";
      const abstract = valueOf(child, "w:abstractNumId") ?? "";
      this.#abstractOf.set(id, abstract);
      const levels = new Map(kept.get(abstract));
      for (const override of childrenOf(child).filter(({ nodeName }) => nodeName === "w:lvlOverride")) {
        const at = Number(override.getAttribute("w:ilvl"));
        const level = levels.get(at);
        const start = valueOf(override, "w:startOverride");
        // Counted on its own from here on.
        if (start !== null) this.#abstractOf.set(id, `${abstract} ${id}`);
        if (level && start !== null) levels.set(at, { ...level, start: Number(start) });
      }
      this.#levels.set(id, levels);
    }
  }

  /** @param properties `w:pPr` of the paragraph. @returns "" for one without a label. */
  labelOf(properties: Element | null): string {
    const numbered = this.#numbered(properties);
    const levels = numbered && this.#levels.get(numbered.numberId);
    const own = levels?.get(numbered?.level ?? 0);
    if (!numbered || !levels || !own) return "";
    if (own.format === "bullet") return "-";
    const counted = this.#abstractOf.get(numbered.numberId) ?? "";
    const before = this.#counts.get(counted) ?? [];
    const counts = before.slice(0, numbered.level + 1);
    counts[numbered.level] = (counts[numbered.level] ?? own.start - 1) + 1;
    this.#counts.set(counted, counts);
    return own.text.replace(/%([1-9])/gu, (_sign, digit: string) => {
      const level = levels.get(Number(digit) - 1);
      return level ? written(counts[Number(digit) - 1] ?? level.start, level.format) : "";
    });
  }

  /** Of the paragraph itself, else of its style, else of those that is based on. */
  #numbered(properties: Element | null): Numbered | null {
    let from = properties;
    let styleId = valueOf(properties, "w:pStyle");
    let level: string | null = null;
    for (let i = 0; i < maxBases; i += 1) {
      const own = childOf(from, "w:numPr");
      level ??= valueOf(own, "w:ilvl");
      const numberId = valueOf(own, "w:numId");
      if (numberId !== null)
        return numberId === "0" ? null : { numberId, level: Math.min(Number(level ?? 0), maxLevel) };
      const style = styleId === null ? undefined : this.#styles.get(styleId);
      if (!style) return null;
      from = childOf(style, "w:pPr");
      styleId = valueOf(style, "w:basedOn");
    }
    return null;
  }
}

const levelsOf = (abstract: Element): ReadonlyMap<number, Level> =>
  new Map(
    childrenOf(abstract)
      .filter(({ nodeName }) => nodeName === "w:lvl")
      .map((level) => [
        Number(level.getAttribute("w:ilvl")),
        {
          format: valueOf(level, "w:numFmt") ?? "decimal",
          text: valueOf(level, "w:lvlText") ?? "",
          start: Number(valueOf(level, "w:start") ?? 1),
        },
      ]),
  );

function written(count: number, format: string): string {
  switch (format) {
    case "upperRoman":
      return roman(count);
    case "lowerRoman":
      return roman(count).toLowerCase();
    case "upperLetter":
      return letter(count).toUpperCase();
    case "lowerLetter":
      return letter(count);
    case "none":
      return "";
    case "decimalZero":
      return String(count).padStart(2, "0");
    default:
      return String(count);
  }
}

const signs = [
  ["M", 1000],
  ["CM", 900],
  ["D", 500],
  ["CD", 400],
  ["C", 100],
  ["XC", 90],
  ["L", 50],
  ["XL", 40],
  ["X", 10],
  ["IX", 9],
  ["V", 5],
  ["IV", 4],
  ["I", 1],
] as const;

function roman(count: number): string {
  // Beyond this nobody writes them.
  if (count < 1 || count > 3_999) return String(count);
  let left = count;
  let text = "";
  for (const [sign, value] of signs)
    while (left >= value) {
      text += sign;
      left -= value;
    }
  return text;
}

/** a … z, aa, bb …: as a word processor counts on. */
function letter(count: number): string {
  if (count < 1 || count > 26 * 20) return String(count);
  const sign = String.fromCharCode(97 + ((count - 1) % 26));
  return sign.repeat(Math.ceil(count / 26));
}
