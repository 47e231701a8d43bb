import type { ReportHeader } from "./report.ts";

/** The words of a report's head as they stand on paper, on the screen as in the Word file. */

export const linesOf = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Letters of an agency's name that fit the left column at 13 pt bold. */
const agencyLineChars = 24;
/** ND13: a long name breaks behind the kind of body, not before its last word. */
function balanced(name: string): readonly string[] {
  const [, body, place] = /^(ủy ban nhân dân|hội đồng nhân dân)\s+(.+)$/iu.exec(name) ?? [];
  return name.length > agencyLineChars && body !== undefined && place !== undefined ? [body, place] : [name];
}

/** @returns the lines of an agency's name; empty for none. */
export const agencyLines = (name: string): readonly string[] => linesOf(name).flatMap(balanced);

/** ND12: party papers write number-TYPE/issuer, state ones number/TYPE-issuer. A number that is not known yet stays a gap. */
export function numberLine({ number, symbol }: Pick<ReportHeader, "number" | "symbol">): string {
  const digits = number === "" ? "      " : number.padStart(2, "0");
  return `Số: ${digits}${symbol.includes("/") ? "-" : "/"}${symbol}`;
}

const two = (n: number) => String(n).padStart(2, "0");

/** ND5: days below 10 and months 1-2 take a leading zero (II.4.b); what is not known yet stays a gap. */
export function dateLine({ place, date }: Pick<ReportHeader, "place" | "date">): string {
  const day = date.day === null ? "      " : two(date.day);
  const month = date.month === null ? "      " : date.month < 3 ? two(date.month) : String(date.month);
  return `${place}, ngày ${day} tháng ${month} năm ${date.year ?? "        "}`;
}

/** ND16: the last of a list ends with a full stop, the others with a semicolon; one alone is the last. */
export const listed = (names: readonly string[]): readonly string[] =>
  names.map((name, i) => `${name.replace(/[.;\s]+$/, "")}${i === names.length - 1 ? "." : ";"}`);
