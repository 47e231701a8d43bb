import type { ChannelRates } from "./limits.ts";
import { limits } from "./limits.ts";
import { TokenBucket } from "./token-bucket.ts";

/** A frame that waits for its person's next turn. */
interface Waiting {
  readonly bytes: number;
  readonly work: () => void;
}

/**
 * LIMIT7, LIMIT9: what one person's updates and openings may cost, over all their channels and sections. Frames are counted for each channel,
 * but a frame may be a letter or a megabyte of the worst that can be thought of, and a person may open hundreds of channels.
 */
export class PersonWork {
  readonly #bytes: TokenBucket;
  readonly #time: TokenBucket;
  readonly #opens: TokenBucket;
  readonly #setApart: TokenBucket;
  #turnMs = 0;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #nextTurn: NodeJS.Immediate | null = null;

  constructor(rates: ChannelRates, now: number) {
    this.#bytes = new TokenBucket(rates.byteBurst, rates.bytesPerSecond, now);
    this.#time = new TokenBucket(rates.workBurstMs, rates.workMsPerSecond, now);
    this.#opens = new TokenBucket(rates.openBurst, rates.opensPerSecond, now);
    this.#setApart = new TokenBucket(rates.setApartBurst, rates.setApartPerSecond, now);
  }

  /** LIMIT13. @returns whether one more update may be set apart. */
  takesSettingApart(now: number): boolean {
    return !this.#time.isEmpty(now) && this.#setApart.take(now);
  }

  /** LIMIT9. @returns whether one more section may be looked up. */
  takesOpening(now: number): boolean {
    return this.#opens.take(now);
  }

  /** @returns whether an update of so many bytes may be looked at. */
  takes(now: number, bytes: number): boolean {
    return !this.#time.isEmpty(now) && this.#bytes.take(now, bytes);
  }

  /** Nothing is left of the time. */
  isSpent(now: number): boolean {
    return this.#time.isEmpty(now);
  }

  /**
   * LIMIT8: does it now, or, when this person's frames have just taken long, when others had their turn. In the order of
   * the calls, over all of the person's channels.
   * @returns false when too much waits already: it is not done.
   */
  inTurn(bytes: number, work: () => void): boolean {
    if (this.#nextTurn === null && this.#turnMs < limits.turnMs) {
      work();
      return true;
    }
    if (
      this.#waitingBytes + bytes > limits.maxWaitingBytes ||
      this.#waiting.length >= limits.maxWaitingFrames
    )
      return false;
    this.#waiting.push({ bytes, work });
    this.#waitingBytes += bytes;
    this.#nextTurn ??= setImmediate(this.#takeTurn);
    return true;
  }

  readonly #takeTurn = () => {
    this.#turnMs = 0;
    let done = 0;
    for (const { bytes, work } of this.#waiting) {
      if (this.#turnMs >= limits.turnMs) break;
      done += 1;
      this.#waitingBytes -= bytes;
      work();
    }
    this.#waiting.splice(0, done);
    this.#nextTurn = this.#waiting.length > 0 ? setImmediate(this.#takeTurn) : null;
  };

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
    this.#turnMs += ms;
  }
}
