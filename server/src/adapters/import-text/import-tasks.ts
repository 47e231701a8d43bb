import {
  bearsSecrecyStamp,
  countTables,
  isTooLarge,
  ok,
  readReport,
  refuse,
  type Result,
  type SourceLine,
  sourceLines,
  textOfLines,
} from "@dongsoan/shared/domain";
import { maxImportBytes } from "@dongsoan/shared/protocol";
import type { ReadImport } from "../../ports/import-reader.ts";
import { decodeText } from "./decode-text.ts";
import { TooDeep } from "./surroundings.ts";
import { isZip, openWordFile } from "./word-file.ts";
import { readWordText } from "./word-text.ts";

interface FileText extends Pick<ReadImport, "encoding" | "word"> {
  readonly lines: readonly SourceLine[];
  /** Not part of the text, but a stamp may stand there. */
  readonly headers: string;
}

function readText(bytes: Uint8Array): Result<FileText> {
  if (isZip(bytes)) return readWord(bytes);
  const decoded = decodeText(bytes);
  if (!decoded.ok) return decoded;
  const { text, encoding } = decoded.value;
  return ok({ lines: sourceLines(text), headers: "", encoding, word: null });
}

function readWord(bytes: Uint8Array): Result<FileText> {
  if (bytes.length > maxImportBytes) return refuse("too-large");
  const file = openWordFile(bytes);
  if (!file.ok) return file;
  try {
    const { lines, headers, findings } = readWordText(file.value);
    return textOfLines(lines).trim() === ""
      ? refuse("empty-file")
      : ok({ lines, headers, encoding: null, word: findings });
  } catch (error) {
    if (error instanceof TooDeep) return refuse("unsupported-file");
    throw error;
  }
}

/** IMP10: a file that bears a stamp is not even looked into. */
function readOpenText(bytes: Uint8Array): Result<FileText> {
  const file = readText(bytes);
  if (!file.ok) return file;
  const isStamped = [textOfLines(file.value.lines), file.value.headers].some(bearsSecrecyStamp);
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
  const { lines, encoding, word } = file.value;
  const draft = readReport(lines);
  // IMP27: whatever is read can be created.
  if (isTooLarge(draft.nodes)) return refuse("too-large");
  // What is not a table of the draft has become lines.
  const found = word && { ...word, tableCount: word.tableCount - countTables(draft.nodes) };
  return ok({ encoding, word: found, draft });
}
