/**
 * TCVN3 (ABC fonts): Vietnamese letters on the upper half of one byte; capitals with tones are typed in lower-case codes
 * and shown in capitals by an "H" font. Source: TCVN 5712:1993, VN3; the table agrees with glibc's TCVN5712-1 in every
 * letter both have. From 0xA1 on, a space where VN3 has none.
 */
const upper = [
  "ĂÂÊÔƠƯĐăâêôơưđ ", // A1-AF
  "     àảãáạ ằẳẵắ ", // B0-BF
  "      ặầẩẫấậè ẻẽ", // C0-CF
  "éẹềểễếệìỉ   ĩíịò", // D0-DF
  " ỏõóọồổỗốộờởỡớợù", // E0-EF
  " ủũúụừửữứựỳỷỹýỵ ", // F0-FF
].join("");
const first = 0xa1;
const table: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  if (byte < 0x80) return String.fromCharCode(byte);
  const letter = upper[byte - first] ?? " ";
  return letter === " " ? "\ufffd" : letter;
});

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

/** Bytes turned at a time: bounds the memory of a large file. */
const chunkBytes = 65_536;

function rawTcvn3(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    let part = "";
    for (const byte of bytes.subarray(at, at + chunkBytes)) part += table[byte] ?? "\ufffd";
    parts.push(part);
  }
  return parts.join("");
}

/** Bytes read as TCVN3 give far more Vietnamese letters, and fewer holes, than read as windows-1258. */
export function looksLikeTcvn3(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, chunkBytes);
  return plausibility(rawTcvn3(sample)) > plausibility(new TextDecoder("windows-1258").decode(sample));
}

const count = (text: string, letters: RegExp): number => text.match(letters)?.length ?? 0;

/** "Số: 05/BC-UBND" has plain capitals only, though its first word is in small letters. */
const numberLine = /^\s*Số\s*:?\s*\d*\s*\//u;

/**
 * A line whose plain letters are all capitals was set in an "H" font: "KÕT QU¶ ë X·" is "KẾT QUẢ Ở XÃ". Elsewhere only
 * words with several plain capitals are: "Tõ n¨m" is "Từ năm", and "UBND x·" stays as it is.
 */
function restoreCapitals(line: string): string {
  if (!numberLine.test(line) && count(line, /[A-Z]/gu) >= 2 && !/[a-z]/u.test(line))
    return line.toUpperCase();
  return line.replace(/\p{L}+/gu, (word) =>
    count(word, /[A-Z]/gu) >= 2 && !/[a-z]/u.test(word) ? word.toUpperCase() : word,
  );
}

export function decodeTcvn3(bytes: Uint8Array): string {
  return rawTcvn3(bytes).replace(/[^\r\n]+/gu, restoreCapitals);
}
