import { AppError } from "@dongsoan/shared/domain";
import type { AppendOutcome, AppendRequest, DocumentStore } from "../ports/document-store.ts";

/** What a room has to commit. */
export interface Committing {
  /** Takes everything that is accepted and waiting. */
  takeBatch(): AppendRequest;
  settle(outcome: AppendOutcome): void;
  fail(error: AppError): void;
}

/** Gathers the rooms of a tick into one append, so that one flush of the disk serves them all. No delay is added. */
export class Committer {
  readonly #store: DocumentStore;
  readonly #ready = new Set<Committing>();
  #isScheduled = false;

  constructor(store: DocumentStore) {
    this.#store = store;
  }

  schedule(room: Committing): void {
    this.#ready.add(room);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#isScheduled = false;
    const rooms = [...this.#ready];
    this.#ready.clear();
    const requests = rooms.map((room) => room.takeBatch());
    this.#store.append(requests).then(
      (outcomes) => {
        for (const [i, room] of rooms.entries()) {
          const outcome = outcomes[i];
          if (outcome) room.settle(outcome);
        }
      },
      (error: unknown) => {
        const failure =
          error instanceof AppError
            ? error
            : new AppError("storage-unavailable", "append failed", { cause: error });
        for (const room of rooms) room.fail(failure);
      },
    );
  }
}
