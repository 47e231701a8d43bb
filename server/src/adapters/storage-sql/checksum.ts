import { createHash } from "node:crypto";

/** First 16 bytes of SHA-256 over place and content: a flipped bit, and a row moved elsewhere, both show. */
export function rowChecksum(
  sectionId: string,
  seq: number,
  bytes: Uint8Array,
  more: Uint8Array | null = null,
): Uint8Array {
  const hash = createHash("sha256").update(`${sectionId}\n${seq}\n`).update(bytes);
  if (more) hash.update(more);
  return hash.digest().subarray(0, 16);
}

export const isIntact = (
  sectionId: string,
  seq: number,
  checksum: Uint8Array,
  ...content: [bytes: Uint8Array, more?: Uint8Array | null]
): boolean => Buffer.compare(rowChecksum(sectionId, seq, ...content), checksum) === 0;
