/** Work that is done one after the other, in the order in which it was asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    // Whatever becomes of it, the next one has its turn; its asker hears of the failure.
    this.#last = turn.catch(() => null);
    return turn;
  }
}
