import {
  bearsSecrecyStamp,
  countParts,
  draftLimits,
  ok,
  parseReportText,
  refuse,
  type Result,
} from "@dongsoan/shared/domain";
import type { ReadImport } from "../../ports/import-reader.ts";
import { decodeText } from "./decode-text.ts";

/** What a worker thread does. */
export function readImport(bytes: Uint8Array): Result<ReadImport> {
  const decoded = decodeText(bytes);
  if (!decoded.ok) return decoded;
  const { text, encoding } = decoded.value;
  if (bearsSecrecyStamp(text)) return refuse("secrecy-stamp");
  const draft = parseReportText(text);
  // IMP27: whatever is read can be created.
  if (countParts(draft.nodes) > draftLimits.parts) return refuse("too-large");
  return ok({ encoding, draft });
}
