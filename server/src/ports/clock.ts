import type { EpochMs } from "@dongsoan/shared/domain";

export interface Clock {
  now(): EpochMs;
}
export interface Random {
  /** A fresh lower-case UUID. */
  uuid(): string;
  /** `byteCount` bytes from a cryptographic source, base64url. */
  token(byteCount: number): string;
}
