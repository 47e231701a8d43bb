/** Characters of the beginning that count as the first page. */
const firstPageChars = 3_000;
const stamp = /^[\s|[\](){}*_"“”.:-]*(?:Độ mật\s*:?\s*)?(TUYỆT\s+MẬT|TỐI\s+MẬT|MẬT)[\s|[\](){}*_"“”.:-]*$/u;

/**
 * Does the first page bear a stamp of secrecy (a line of its own: MẬT, TỐI MẬT, TUYỆT MẬT)? "bảo mật" in prose is none.
 * Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, box 10a; state secrets are refused by design.
 */
export function bearsSecrecyStamp(text: string): boolean {
  return text
    .slice(0, firstPageChars)
    .normalize("NFC")
    .split(/\r\n|\r|\n|\f|\t| {3,}/u)
    .some((line, i, lines) => stamp.test(line) && !/(BẢO|BÍ|CƠ|bảo|bí|cơ)\s*$/u.test(lines[i - 1] ?? ""));
}
