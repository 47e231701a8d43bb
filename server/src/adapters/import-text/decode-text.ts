import { ok, refuse, type Result } from "@dongsoan/shared/domain";
import { maxImportBytes } from "@dongsoan/shared/protocol";
import { decodeTcvn3, looksLikeTcvn3 } from "./tcvn3.ts";

export type TextEncodingName = "utf-8" | "utf-16le" | "utf-16be" | "windows-1258" | "tcvn3";

/** Share of bytes that text never has before a file counts as binary. */
const maxControlShare = 0.001;

/** PDF, Word (new and old) and RTF, by their first bytes: RTF and some PDF files hold nothing but text signs. */
const fileSignatures = ["%PDF-", "PK\u0003\u0004", "\u00d0\u00cf\u0011\u00e0", "{\\rtf"];
const isOtherFormat = (bytes: Uint8Array): boolean => {
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  return fileSignatures.some((signature) => start.startsWith(signature));
};

const isBinary = (bytes: Uint8Array): boolean => {
  const sample = bytes.subarray(0, 65_536);
  let controls = 0;
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32)) controls += 1;
  return controls > sample.length * maxControlShare;
};

function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  // Without a mark: every other byte of mostly Latin text is zero.
  const sample = bytes.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < sample.length; i += 2) {
    if (sample[i] === 0) even += 1;
    if (sample[i + 1] === 0) odd += 1;
  }
  const half = sample.length / 2;
  if (odd > half * 0.4 && even < half * 0.05) return "utf-16le";
  return even > half * 0.4 && odd < half * 0.05 ? "utf-16be" : null;
}

/** Bytes of a text file to NFC text, with the encoding that was recognised. Other kinds of files are refused. */
export function decodeText(
  bytes: Uint8Array,
): Result<{ readonly text: string; readonly encoding: TextEncodingName }> {
  if (bytes.length === 0) return refuse("empty-file");
  if (bytes.length > maxImportBytes) return refuse("too-large");
  const found = recognise(bytes);
  if (!found) return refuse("unsupported-file");
  const text = found.text.replace(/^\ufeff/u, "").normalize("NFC");
  return text.trim() === "" ? refuse("empty-file") : ok({ text, encoding: found.encoding });
}

function recognise(bytes: Uint8Array): { text: string; encoding: TextEncodingName } | null {
  if (isOtherFormat(bytes)) return null;
  const wide = utf16Of(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes), encoding: wide };
  if (isBinary(bytes)) return null;
  try {
    // As a stream: a letter cut in two at the very end of the file does not make it another encoding.
    return {
      text: new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true }),
      encoding: "utf-8",
    };
  } catch {
    // Not UTF-8: one of the single-byte encodings that old Vietnamese files come in.
    return looksLikeTcvn3(bytes)
      ? { text: decodeTcvn3(bytes), encoding: "tcvn3" }
      : { text: new TextDecoder("windows-1258").decode(bytes), encoding: "windows-1258" };
  }
}
