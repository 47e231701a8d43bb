import type { Fanout, Hint } from "../../ports/fanout.ts";

/** Hints within one process. A listener that throws does not keep the others from hearing. */
export class MemoryFanout implements Fanout {
  readonly #listeners = new Set<(hint: Hint) => void>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  publish(hint: Hint): void {
    for (const listener of this.#listeners) {
      try {
        listener(hint);
      } catch (error) {
        this.#onError(error);
      }
    }
  }

  subscribe(listener: (hint: Hint) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
