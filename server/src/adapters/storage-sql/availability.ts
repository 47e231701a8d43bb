const probeEveryMs = 1000;

/**
 * Can the store take a durable write? After a failure it is tried each second, so that readiness comes back although
 * nobody writes (a node that is taken out of service for not being ready gets no writers).
 */
export class Availability {
  readonly #probe: () => Promise<unknown>;
  #isAvailable = true;
  #isClosed = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(probe: () => Promise<unknown>) {
    this.#probe = probe;
  }

  isAvailable = (): boolean => this.#isAvailable;

  succeeded(): void {
    this.#isAvailable = true;
  }

  failed(): void {
    this.#isAvailable = false;
    if (this.#timer || this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#isAvailable || this.#isClosed) return;
      this.#probe().then(
        () => this.succeeded(),
        () => this.failed(),
      );
    }, probeEveryMs);
    this.#timer.unref();
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
  }
}
