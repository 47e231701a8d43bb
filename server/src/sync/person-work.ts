import type { ChannelRates } from "./limits.ts";
import { TokenBucket } from "./token-bucket.ts";

/**
 * LIMIT7: what one person's updates may cost, over all their channels and sections. Frames are counted for each channel,
 * but a frame may be a letter or a megabyte of the worst that can be thought of, and a person may open hundreds of channels.
 */
export class PersonWork {
  readonly #bytes: TokenBucket;
  readonly #time: TokenBucket;

  constructor(rates: ChannelRates, now: number) {
    this.#bytes = new TokenBucket(rates.byteBurst, rates.bytesPerSecond, now);
    this.#time = new TokenBucket(rates.workBurstMs, rates.workMsPerSecond, now);
  }

  /** @returns whether an update of so many bytes may be looked at. */
  takes(now: number, bytes: number): boolean {
    return !this.#time.isEmpty(now) && this.#bytes.take(now, bytes);
  }

  /** RESC5: what an update has the server write counts like what was sent. */
  owe(now: number, bytes: number): void {
    this.#bytes.spend(now, bytes);
  }

  /** Counts how long it takes. A document that must be made first is opened outside: that is nobody's doing. */
  time<T>(now: number, work: () => T): T {
    const startedAt = performance.now();
    const result = work();
    this.spend(now, performance.now() - startedAt);
    return result;
  }

  spend(now: number, ms: number): void {
    this.#time.spend(now, ms);
  }
}
