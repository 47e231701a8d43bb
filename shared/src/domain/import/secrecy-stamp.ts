/** Characters of the beginning that count as the first page. */
const firstPageChars = 3_000;
const frame = String.raw`[\s|[\](){}*_"“”.:-]*`;
const levels = String.raw`(?:TUYỆT\s*MẬT|TỐI\s*MẬT|MẬT)`;
const stamp = new RegExp(`^${frame}${levels}${frame}$`, "u");
/** Behind its name a level may be written in any case. */
const namedStamp = new RegExp(`^${frame}(?:Độ|Mức độ)\\s+mật\\s*:?${frame}${levels}${frame}$`, "iu");
/** A title that was wrapped within "bảo mật", "bí mật", "cơ mật". */
const wrapped = /(?:BẢO|BÍ|CƠ)\s*$/iu;

/** "T Ố I   M Ậ T": letters set apart are one word. */
const closed = (line: string): string =>
  /^\s*\p{Lu}(?:\s+\p{Lu})+\s*$/u.test(line) ? line.replace(/\s+/gu, "") : line;

/**
 * Does the first page bear a stamp of secrecy (a line of its own: MẬT, TỐI MẬT, TUYỆT MẬT)? "bảo mật" in prose is none.
 * Where a line of a title cannot be told from a stamp it counts as one: refusing a harmless text is the smaller harm.
 * Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, box 10a; state secrets are refused by design.
 */
export function bearsSecrecyStamp(text: string): boolean {
  const lines = text
    .slice(0, firstPageChars)
    .normalize("NFC")
    .split(/\r\n|\r|\n|\f/u)
    .flatMap((line) => closed(line).split(/\t| {3,}/u))
    .filter((line) => line.trim() !== "");
  return lines.some(
    (line, i) => namedStamp.test(line) || (stamp.test(line) && !wrapped.test(lines[i - 1] ?? "")),
  );
}
