/** Waiting times between attempts: doubled from half a second to 15 s, with jitter so that a restarted server is not met by everybody at once. */
const firstMs = 500;
const longestMs = 15_000;

/** @param attempt 1-based. @param random 0 ≤ x < 1. @returns milliseconds, between half and all of the doubled time. */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(10, attempt - 1));
  return Math.round(full / 2 + (full / 2) * random);
}
