import { isTable } from "./draft-table.ts";
import type { SourceLine } from "./source-line.ts";

/**
 * The first and the last page set two columns side by side: agency and nation, recipients and signature. A program
 * that takes text out of a page writes both on one line; here they become lines of their own.
 */
const nation = /^(.*\S)\s+(CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM)$/u;
const motto = /^(.*\S)\s+(Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc)$/iu;
const numberAndDate = /^(Số\s*:?\s*\d*\s*\/\s*[\p{Lu}\d][\p{Lu}\d/-]*)\s+(\p{Lu}[^,]{1,60},\s*ngày\s.*)$/u;
const splitters = [nation, motto, numberAndDate];

/** Longest line that is looked at: two columns of a page have far fewer characters. */
const maxLineChars = 300;
/** Lines at the beginning, and behind "Nơi nhận", that may stand in columns. */
const headLines = 40;
const tailLines = 60;

const recipients = /^\s*(?:\*\*)?Nơi nhận\s*(?::|$|\s{3})/iu;
const gap = / {3,}|\t+/u;

const textOf = (line: SourceLine): string => (isTable(line) ? "" : line.text);
const asLine = (text: string): SourceLine => ({ text });

function splitHeadLine(line: SourceLine): readonly SourceLine[] {
  const text = textOf(line);
  if (text.length > maxLineChars) return [line];
  const parts = splitters.map((s) => s.exec(text.trim())).find((match) => match !== null);
  return parts ? [asLine(parts[1] ?? ""), asLine(parts[2] ?? "")] : [line];
}

/** The left column goes first, then the right one; lines of one column keep their order. */
function splitTail(lines: readonly SourceLine[]): readonly SourceLine[] {
  const left: SourceLine[] = [];
  const right: string[] = [];
  for (const line of lines) {
    const text = textOf(line);
    const isBeside = text.length <= maxLineChars && gap.test(text);
    const [first = "", ...others] = isBeside ? text.split(gap) : [text];
    left.push(isBeside ? asLine(first) : line);
    right.push(others.join(" "));
  }
  return right.some((line) => line !== "") ? [...left, asLine(""), ...right.map(asLine)] : lines;
}

/** Takes and gives the lines of the text, before they are made paragraphs. */
export function splitColumns(lines: readonly SourceLine[]): readonly SourceLine[] {
  const head = lines.slice(0, headLines).flatMap(splitHeadLine);
  const all = [...head, ...lines.slice(headLines)];
  const at = all.findLastIndex((line) => recipients.test(textOf(line)));
  if (at === -1) return all;
  const annex = all.findIndex((line, i) => i > at && /^\s*(?:PHỤ LỤC|Phụ lục)\b/u.test(textOf(line)));
  const end = Math.min(annex === -1 ? all.length : annex, at + tailLines);
  return [...all.slice(0, at), ...splitTail(all.slice(at, end)), ...all.slice(end)];
}
