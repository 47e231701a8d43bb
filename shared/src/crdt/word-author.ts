import { fromBase64UrlEncoded, toBase64UrlEncoded } from "lib0/buffer";
import { decodeUtf8, encodeUtf8 } from "lib0/string";
import type { WordAuthorId } from "../domain/ids.ts";

const prefix = "word:";
/** A record holds 128 signs; four of base64 are three bytes. */
const maxBytes = 90;

/** UTF-8: 10xxxxxx goes on with a letter. */
const isWithinLetter = (byte: number | undefined): boolean => byte !== undefined && byte >> 6 === 0b10;

/**
 * SUG31: whom a Word file names as the author of a revision. It is nobody's account, whatever the name: no id of a person
 * has a colon. The name is in the id, so that it needs no list of its own.
 * @param name longer ones lose their end.
 */
export function wordAuthorId(name: string): WordAuthorId {
  const bytes = encodeUtf8(name);
  let end = Math.min(bytes.length, maxBytes);
  while (isWithinLetter(bytes[end])) end -= 1;
  return `${prefix}${toBase64UrlEncoded(bytes.subarray(0, end))}` as WordAuthorId;
}

export const isWordAuthor = (by: string): by is WordAuthorId => by.startsWith(prefix);

/** @returns null for an id of somebody whom the server knows; an empty name where the file names nobody. */
export function wordAuthorName(by: string): string | null {
  if (!isWordAuthor(by)) return null;
  try {
    return decodeUtf8(fromBase64UrlEncoded(by.slice(prefix.length)));
  } catch {
    // Nobody's record was made like this; a name is not worth a broken page.
    return "";
  }
}
