/** Allows bursts up to `burst` and a steady `perSecond` after that. Time comes in as milliseconds; a clock set back takes nothing away. */
export class TokenBucket {
  readonly #burst: number;
  readonly #perMs: number;
  #tokens: number;
  #at: number;

  constructor(burst: number, perSecond: number, now: number) {
    this.#burst = burst;
    this.#perMs = perSecond / 1000;
    this.#tokens = burst;
    this.#at = now;
  }

  take(now: number, amount = 1): boolean {
    this.#fill(now);
    if (this.#tokens < amount) return false;
    this.#tokens -= amount;
    return true;
  }

  /** For what is known only afterwards: it may leave less than nothing. */
  spend(now: number, amount: number): void {
    this.#fill(now);
    this.#tokens -= amount;
  }

  isEmpty(now: number): boolean {
    this.#fill(now);
    return this.#tokens <= 0;
  }

  #fill(now: number): void {
    this.#tokens = Math.min(this.#burst, this.#tokens + Math.max(0, now - this.#at) * this.#perMs);
    this.#at = now;
  }
}
