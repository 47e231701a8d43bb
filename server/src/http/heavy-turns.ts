import { TokenBucket } from "../sync/token-bucket.ts";

/** Two texts of two megabytes are compared in ten seconds, on one of two threads: the other is everybody else's. */
const burstMs = 20_000;
const msPerSecond = 150;
/** More questions of one person than this do not wait for each other. */
const mostWaiting = 5;

interface Person {
  readonly work: TokenBucket;
  last: Promise<unknown>;
  waiting: number;
}

/** A place in the row. */
export interface HeavyTurn {
  /** @returns null when this person has had enough for now. */
  run<T>(work: () => Promise<T>): Promise<T | null>;
  /** Its asker has gone: the place is free, unless the work has been handed in already. */
  abandon(): void;
}

/** API5: what takes long is done one after the other for a person, and for so long; everybody else's goes on beside it. */
export class HeavyTurns {
  readonly #people = new Map<string, Person>();
  readonly #now: () => number;

  /** @param now in milliseconds, from any beginning. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Taken before the body comes, so that no more of them lie in memory than may wait. @returns null when as many do. */
  enter(userId: string): HeavyTurn | null {
    const person = this.#personOf(userId);
    if (person.waiting >= mostWaiting) return null;
    person.waiting += 1;
    let state: "entered" | "running" | "left" = "entered";
    const leave = () => {
      if (state !== "left") person.waiting -= 1;
      state = "left";
    };
    return {
      abandon: () => {
        if (state === "entered") leave();
      },
      run: async (work) => {
        state = "running";
        const turn = person.last.then(() => this.#timed(person, work));
        // Whatever becomes of it, the next one has its turn; its asker hears of the failure.
        person.last = turn.catch(() => null);
        return turn.finally(leave);
      },
    };
  }

  async #timed<T>({ work: budget }: Person, work: () => Promise<T>): Promise<T | null> {
    const startedAt = this.#now();
    if (budget.isEmpty(startedAt)) return null;
    try {
      return await work();
    } finally {
      const endedAt = this.#now();
      budget.spend(endedAt, endedAt - startedAt);
    }
  }

  #personOf(userId: string): Person {
    const known = this.#people.get(userId);
    if (known) return known;
    const person = {
      work: new TokenBucket(burstMs, msPerSecond, this.#now()),
      last: Promise.resolve(),
      waiting: 0,
    };
    this.#people.set(userId, person);
    return person;
  }
}
