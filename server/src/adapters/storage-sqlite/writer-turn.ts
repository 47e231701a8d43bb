/**
 * Whose turn it is to write: SQLite has one writer, and its own waiting is a poll with growing pauses that a storm of
 * appends wins for seconds on end. First come, first served: a lock waits for one group commit at most, and an append
 * waits for a long transaction (a seal) instead of failing as busy.
 */
export class WriterTurn {
  #last: Promise<void> = Promise.resolve();

  /** @returns what ends the turn; calling it again does nothing. */
  async take(): Promise<() => void> {
    const before = this.#last;
    let end: () => void = () => undefined;
    this.#last = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    return end;
  }
}
