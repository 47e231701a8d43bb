import type { ErrorCode } from "./error-codes.ts";

/** An expected refusal is a value; a broken invariant throws. */
export type Result<T> = { readonly ok: true; readonly value: T } | Refusal;
export interface Refusal {
  readonly ok: false;
  readonly reason: ErrorCode;
}
export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const refuse = (reason: ErrorCode): Refusal => ({ ok: false, reason });

/** Ends every `switch` over a union: reaching it means that a case was forgotten. */
export function unreachable(x: never): never {
  throw new Error("unreachable case", { cause: x });
}

/** @throws Error when the value is missing although the caller's own rules promise it. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`missing: ${what}`);
  return value;
}
