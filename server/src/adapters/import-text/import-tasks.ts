import {
  bearsSecrecyStamp,
  countParts,
  draftLimits,
  ok,
  parseReportText,
  refuse,
  type Result,
} from "@dongsoan/shared/domain";
import { maxImportBytes } from "@dongsoan/shared/protocol";
import type { ReadImport } from "../../ports/import-reader.ts";
import { decodeText } from "./decode-text.ts";
import { isZip, openWordFile } from "./word-file.ts";
import { readWordText, TooDeep } from "./word-text.ts";

interface FileText extends Pick<ReadImport, "encoding" | "word"> {
  readonly text: string;
  /** Not part of the text, but a stamp may stand there. */
  readonly headers: string;
}

function readText(bytes: Uint8Array): Result<FileText> {
  if (isZip(bytes)) return readWord(bytes);
  const decoded = decodeText(bytes);
  return decoded.ok ? ok({ ...decoded.value, headers: "", word: null }) : decoded;
}

function readWord(bytes: Uint8Array): Result<FileText> {
  if (bytes.length > maxImportBytes) return refuse("too-large");
  const file = openWordFile(bytes);
  if (!file.ok) return file;
  try {
    const { text, headers, findings } = readWordText(file.value);
    return text.trim() === ""
      ? refuse("empty-file")
      : ok({ text: text.normalize("NFC"), headers, encoding: null, word: findings });
  } catch (error) {
    if (error instanceof TooDeep) return refuse("unsupported-file");
    throw error;
  }
}

/** IMP10: a file that bears a stamp is not even looked into. */
function readOpenText(bytes: Uint8Array): Result<FileText> {
  const file = readText(bytes);
  if (!file.ok) return file;
  const isStamped = [file.value.text, file.value.headers].some(bearsSecrecyStamp);
  return isStamped ? refuse("secrecy-stamp") : file;
}

/** What worker threads do. */
export function checkFile(bytes: Uint8Array): Result<null> {
  const file = readOpenText(bytes);
  return file.ok ? ok(null) : file;
}

export function readImport(bytes: Uint8Array): Result<ReadImport> {
  const file = readOpenText(bytes);
  if (!file.ok) return file;
  const { text, encoding, word } = file.value;
  const draft = parseReportText(text);
  // IMP27: whatever is read can be created.
  if (countParts(draft.nodes) > draftLimits.parts) return refuse("too-large");
  return ok({ encoding, word, draft });
}
