import { createHash } from "node:crypto";

/** First 16 bytes of SHA-256 over place and content: a flipped bit, and a row moved elsewhere, both show. */
export function rowChecksum(sectionId: string, seq: number, bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(`${sectionId}\n${seq}\n`).update(bytes).digest().subarray(0, 16);
}

export const isIntact = (sectionId: string, seq: number, bytes: Uint8Array, checksum: Uint8Array): boolean =>
  Buffer.compare(rowChecksum(sectionId, seq, bytes), checksum) === 0;
