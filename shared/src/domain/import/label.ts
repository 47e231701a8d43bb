import { roman as toRoman } from "../numbering.ts";

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
    // Without a letter before; `labelReader` counts on from the letter before it.
    ordinal: (g) => (g[1] === "Đ" ? 5 : "ABCDEFGH".indexOf(g[1] ?? "") + 1),
  },
  { kind: "decimal", level: 3, pattern: /^((\d{1,3})[./)])\s+(\S.*)$/u, ordinal: (g) => Number(g[1]) },
];

/** Nearly every paragraph fails here, so that a long text is read in no time. */
const mayBegin = /^(?:\d|[A-HĐIVXLC]{1,7}[./)]|P(?:hần|HẦN)|C(?:hương|HƯƠNG)|Điều)/u;

/** Letters that may follow one another: "D. Đ. E. G." in the Vietnamese alphabet, "D. E. F. G." in many offices. */
const nextLetters: Readonly<Record<string, string>> = {
  A: "B",
  B: "C",
  C: "D",
  D: "ĐE",
  Đ: "E",
  E: "FG",
  F: "G",
  G: "H",
};

/** "V. I. Lênin", "C. Mác": initials of a person. */
const isPersonName = (label: TypedLabel): boolean =>
  /^\p{Lu}[.]\s*\p{Lu}/u.test(label.rest) ||
  (label.text === "C." && /^M(?:ác|ÁC)(?!\p{L})/u.test(label.rest));
const isCapitals = (text: string): boolean => {
  const letters = text.slice(0, 400).match(/\p{L}/gu) ?? [];
  return letters.length > 1 && letters.filter((c) => /\p{Lu}/u.test(c)).length > letters.length * 0.8;
};
/** Largest step in a sequence of headings that is believed: sections go missing, but not by the dozen. */
const maxStep = 3;
/** A title in capitals is believed to be a section without any before it, up to this number. */
const maxLoneRoman = 10;

/**
 * Reads labels in the order of the text. The order decides what a letter alone cannot: "C." is a heading after "B.",
 * and no heading in "C. Mác". One reader for one pass over one text.
 */
export function labelReader(): (text: string) => TypedLabel | null {
  let upper: TypedLabel | null = null;
  let roman: TypedLabel | null = null;
  let decimal: TypedLabel | null = null;

  const asUpper = (label: TypedLabel): TypedLabel | null => {
    if (isPersonName(label)) return null;
    const letter = label.text.charAt(0);
    const before: string = upper?.text.charAt(0) ?? "";
    if (upper && nextLetters[before]?.includes(letter)) return { ...label, ordinal: upper.ordinal + 1 };
    const step = label.ordinal - (upper?.ordinal ?? 0);
    return letter === "A" || isCapitals(label.rest) || (upper && step > 0 && step <= maxStep) ? label : null;
  };
  const asRoman = (label: TypedLabel, digits: string): TypedLabel | null => {
    if (isPersonName(label) || toRoman(label.ordinal) !== digits) return null;
    if (digits.length > 1 || digits === "I") return label;
    const step = label.ordinal - (roman?.ordinal ?? 0);
    if (step > 0 && step <= maxStep) return label;
    return isCapitals(label.rest) && label.ordinal <= maxLoneRoman ? label : null;
  };
  /** "12. 5 tỷ đồng" is a broken figure; "2. 100% hộ dân" after "1." is an item. */
  const asDecimal = (label: TypedLabel): TypedLabel | null =>
    /^\d/u.test(label.rest) && label.ordinal !== 1 && label.ordinal !== (decimal?.ordinal ?? 0) + 1
      ? null
      : label;
  /** "30.4 Lễ" is a date: without a dot behind it the first number is that of the section at hand. */
  const asDeeper = (label: TypedLabel): TypedLabel | null =>
    /[.)]$/u.test(label.text) || !decimal || Number.parseInt(label.text, 10) === decimal.ordinal
      ? label
      : null;

  const accept = (label: TypedLabel): TypedLabel | null => {
    switch (label.kind) {
      case "part":
      case "article":
        return label.ordinal > 0 ? label : null;
      case "upper":
        return asUpper(label);
      case "roman":
        return asRoman(label, label.text.slice(0, -1));
      case "decimal":
        return asDecimal(label);
      case "decimal2":
      case "decimal3":
        return asDeeper(label);
    }
  };
  return (text) => {
    if (!mayBegin.test(text)) return null;
    for (const { kind, level, pattern, ordinal } of grammars) {
      const groups = pattern.exec(text)?.slice(1);
      if (!groups) continue;
      const rest = (groups[2] ?? "").trim();
      const label = accept({ kind, level, ordinal: ordinal(groups), text: groups[0] ?? "", rest });
      if (!label) continue;
      if (kind === "part") upper = null;
      if (kind === "upper") upper = label;
      if (kind === "roman") roman = label;
      if (kind === "decimal") decimal = label;
      else if (level < 3) decimal = null;
      return label;
    }
    return null;
  };
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
  /** The mark as typed; empty for a body paragraph. */
  readonly typed: string;
} {
  for (const { pattern, style, level } of listMarks) {
    const rest = pattern.exec(text)?.[1];
    if (rest !== undefined) return { style, level, text: rest, typed: text.slice(0, -rest.length).trim() };
  }
  return { style: "body", level: 1, text, typed: "" };
}
