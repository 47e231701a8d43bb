import { TokenBucket } from "../sync/token-bucket.ts";

/** Two texts of two megabytes are compared in ten seconds, on one of two threads: the other is everybody else's. */
const burstMs = 20_000;
const msPerSecond = 150;
/** More questions of one person than this do not wait for each other. */
const mostWaiting = 5;

interface Turns {
  readonly work: TokenBucket;
  last: Promise<unknown>;
  waiting: number;
}

/** API5: what takes long is done one after the other for a person, and for so long; everybody else's goes on beside it. */
export class HeavyTurns {
  readonly #people = new Map<string, Turns>();
  readonly #now: () => number;

  /** @param now in milliseconds, from any beginning. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @returns null when this person has had enough for now. */
  async run<T>(userId: string, work: () => Promise<T>): Promise<T | null> {
    const turns = this.#turnsOf(userId);
    if (turns.waiting >= mostWaiting) return null;
    turns.waiting += 1;
    const turn = turns.last.then(() => this.#timed(turns, work));
    // Whatever becomes of it, the next one has its turn; its asker hears of the failure.
    turns.last = turn.catch(() => null);
    try {
      return await turn;
    } finally {
      turns.waiting -= 1;
    }
  }

  async #timed<T>(turns: Turns, work: () => Promise<T>): Promise<T | null> {
    const startedAt = this.#now();
    if (turns.work.isEmpty(startedAt)) return null;
    try {
      return await work();
    } finally {
      const endedAt = this.#now();
      turns.work.spend(endedAt, endedAt - startedAt);
    }
  }

  #turnsOf(userId: string): Turns {
    const known = this.#people.get(userId);
    if (known) return known;
    const turns = {
      work: new TokenBucket(burstMs, msPerSecond, this.#now()),
      last: Promise.resolve(),
      waiting: 0,
    };
    this.#people.set(userId, turns);
    return turns;
  }
}
