/** The grammar of typed labels at the start of a paragraph. Levels order nesting: a lower level holds higher ones. */
export type LabelKind = "part" | "upper" | "roman" | "article" | "decimal" | "decimal2" | "decimal3";

export interface TypedLabel {
  readonly kind: LabelKind;
  readonly level: number;
  readonly ordinal: number;
  /** As typed, with its mark. */
  readonly text: string;
  /** What follows the label. */
  readonly rest: string;
}

const romanValues: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };

function romanOrdinal(text: string): number {
  const values = [...text].map((c) => romanValues[c] ?? 0);
  return values.reduce((sum, value, i) => sum + (value < (values[i + 1] ?? 0) ? -value : value), 0);
}

const partOrdinals = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"];

function partOrdinal(text: string): number {
  if (/^[IVXLC]+$/.test(text)) return romanOrdinal(text);
  if (/^\d+$/.test(text)) return Number(text);
  return partOrdinals.indexOf(text.replace(/^thứ\s+/iu, "").toLowerCase()) + 1;
}

interface Grammar {
  readonly kind: LabelKind;
  readonly level: number;
  readonly pattern: RegExp;
  readonly ordinal: (groups: readonly string[]) => number;
}

/** Tried in order; the first that fits wins. `1/` and `1)` are habits of some offices. */
const grammars: readonly Grammar[] = [
  {
    kind: "part",
    level: 0,
    // Only when the label ends there or a capitalised title follows: "Phần thứ nhất bao gồm…" is prose.
    pattern:
      /^((?:Phần|PHẦN|Chương|CHƯƠNG)\s+(thứ\s+\p{L}+|THỨ\s+\p{L}+|[IVXLC]+|\d{1,2})(?:[.:]|(?=\s*$)|(?=\s+\p{Lu}{2})))\s*(.*)$/u,
    ordinal: (g) => partOrdinal(g[1] ?? ""),
  },
  { kind: "article", level: 2, pattern: /^(Điều\s+(\d{1,3})\.)\s*(.*)$/u, ordinal: (g) => Number(g[1]) },
  {
    kind: "decimal3",
    level: 5,
    pattern: /^(\d{1,2}\.\d{1,2}\.(\d{1,2})[.)]?)\s+(\p{Lu}.*)$/u,
    ordinal: (g) => Number(g[1]),
  },
  {
    kind: "decimal2",
    level: 4,
    pattern: /^(\d{1,2}\.(\d{1,2})[.)]?)\s+(\p{Lu}.*)$/u,
    ordinal: (g) => Number(g[1]),
  },
  {
    kind: "roman",
    level: 2,
    pattern: /^(([IVXLC]{1,7})[./)])\s+(\S.*)$/u,
    ordinal: (g) => romanOrdinal(g[1] ?? ""),
  },
  {
    kind: "upper",
    level: 1,
    pattern: /^(([A-HĐ])[./)])\s+(\S.*)$/u,
    ordinal: (g) => ("ABCDEFGH".includes(g[1] ?? "") ? "ABCDEFGH" : "ABCDĐEGH").indexOf(g[1] ?? "") + 1,
  },
  { kind: "decimal", level: 3, pattern: /^((\d{1,3})[./)])\s+(\S.*)$/u, ordinal: (g) => Number(g[1]) },
];

/**
 * @param previousUpper ordinal of the last "A." heading, or null: decides "C." and "D.", which are Roman numbers too.
 * @param previousRoman ordinal of the last Roman heading at hand, or null.
 */
export function readLabel(
  text: string,
  previousUpper: number | null,
  previousRoman: number | null,
): TypedLabel | null {
  const fits = grammars.flatMap(({ kind, level, pattern, ordinal }) => {
    const match = pattern.exec(text);
    if (!match) return [];
    const groups = match.slice(1);
    return [{ kind, level, ordinal: ordinal(groups), text: groups[0] ?? "", rest: (groups[2] ?? "").trim() }];
  });
  const asUpper = fits.find((f) => f.kind === "upper");
  const asRoman = fits.find((f) => f.kind === "roman");
  if (asUpper && asRoman) {
    const followsUpper = previousUpper !== null && asUpper.ordinal === previousUpper + 1;
    const followsRoman = asRoman.ordinal === (previousRoman ?? 0) + 1;
    return followsUpper && !followsRoman ? asUpper : asRoman;
  }
  return fits[0] ?? null;
}

const listMarks: readonly {
  readonly pattern: RegExp;
  readonly style: "dash" | "letter";
  readonly level: number;
}[] = [
  { pattern: /^[-–—•*]\s+(\S.*)$/u, style: "dash", level: 1 },
  { pattern: /^\+\s+(\S.*)$/u, style: "dash", level: 2 },
  { pattern: /^[a-zđ]\)\s+(\S.*)$/u, style: "letter", level: 1 },
];

/** Takes a list mark off a paragraph: its label is computed from the style later. */
export function readListMark(text: string): {
  readonly style: "body" | "dash" | "letter";
  readonly level: number;
  readonly text: string;
} {
  for (const { pattern, style, level } of listMarks) {
    const match = pattern.exec(text);
    if (match) return { style, level, text: match[1] ?? "" };
  }
  return { style: "body", level: 1, text };
}
