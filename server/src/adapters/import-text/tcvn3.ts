/**
 * TCVN3 (ABC fonts): Vietnamese letters on the upper half of one byte; capitals with marks are typed in lower-case codes
 * and shown in capitals by an "H" font. Source: TCVN 5712:1993, VN3. Positions 0xA1-0xFE; null where none is.
 */
const upper: readonly string[] = [
  ..."ĂÂÊÔƠƯĐăâêôơưđ", // A1-AE
  "",
  "",
  "",
  "",
  "",
  "", // AF-B4
  "à",
  "ả",
  "ã",
  "á",
  "ạ",
  "", // B5-BA
  "ằ",
  "ẳ",
  "ẵ",
  "ắ",
  "",
  "",
  "",
  "",
  "",
  "", // BB-C4
  "",
  "ặ", // C5-C6
  "ầ",
  "ẩ",
  "ẫ",
  "ấ",
  "ậ", // C7-CB
  "è",
  "",
  "ẻ",
  "ẽ",
  "é",
  "ẹ", // CC-D1
  "ề",
  "ể",
  "ễ",
  "ế",
  "ệ", // D2-D6
  "ì",
  "ỉ",
  "",
  "",
  "",
  "ĩ",
  "í",
  "ị", // D7-DE
  "ò",
  "",
  "ỏ",
  "õ",
  "ó",
  "ọ", // DF-E4
  "ồ",
  "ổ",
  "ỗ",
  "ố",
  "ộ", // E5-E9
  "ờ",
  "ở",
  "ỡ",
  "ớ",
  "ợ", // EA-EE
  "ù",
  "",
  "ủ",
  "ũ",
  "ú",
  "ụ", // EF-F4
  "ừ",
  "ử",
  "ữ",
  "ứ",
  "ự", // F5-F9
  "ỳ",
  "ỷ",
  "ỹ",
  "ý",
  "ỵ", // FA-FE
];
const first = 0xa1;

const toneMarks = /[\u0300\u0301\u0303\u0309\u0323]/gu;
const foreign = /[\u0080-\u00bf\ufffd×÷¤ðþßøæœ]/u;

/** How Vietnamese a text looks: a syllable bears one tone at most, and stands in no foreign signs. */
function plausibility(text: string): number {
  let score = 0;
  for (const word of text.normalize("NFC").match(/[^\s\u0021-\u0040]+/gu) ?? []) {
    const tones = word.normalize("NFD").match(toneMarks)?.length ?? 0;
    if (foreign.test(word) || tones > 1) score -= 3;
    else if (tones === 1) score += 1;
  }
  return score;
}

const rawTcvn3 = (bytes: Uint8Array): string =>
  Array.from(bytes, (b) => (b < first ? String.fromCharCode(b) : upper[b - first] || "\ufffd")).join("");

/** Bytes read as TCVN3 give far more Vietnamese letters, and fewer holes, than read as windows-1258. */
export function looksLikeTcvn3(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 65_536);
  return plausibility(rawTcvn3(sample)) > plausibility(new TextDecoder("windows-1258").decode(sample));
}

/** In a word of capitals the marked letters stand in lower case: "CéNG" is "CỘNG". */
export function decodeTcvn3(bytes: Uint8Array): string {
  return rawTcvn3(bytes).replace(/\p{L}+/gu, (word) => {
    const plain = [...word].filter((c) => /[A-ZĐĂÂÊÔƠƯ]/u.test(c)).length;
    const lower = [...word].filter((c) => /[a-z]/u.test(c)).length;
    return plain > 0 && lower === 0 && word.length > 1 ? word.toUpperCase() : word;
  });
}
