import { AppError } from "@dongsoan/shared/domain";
import type { AppendOutcome, AppendRequest, DocumentStore } from "../ports/document-store.ts";

/** What a room has to commit. */
export interface Committing {
  /** Takes everything that is accepted and waiting; null when a refusal has emptied it meanwhile. */
  takeBatch(): AppendRequest | null;
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
    const rooms: Committing[] = [];
    const requests: AppendRequest[] = [];
    for (const room of this.#ready) {
      const request = room.takeBatch();
      if (!request) continue;
      rooms.push(room);
      requests.push(request);
    }
    this.#ready.clear();
    if (requests.length === 0) return;
    this.#store.append(requests).then(
      (outcomes) => {
        for (const [i, room] of rooms.entries()) {
          const outcome = outcomes[i];
          if (outcome) this.#settle(room, outcome);
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

  /** One room's fault must not keep the rooms after it from their answer. */
  #settle(room: Committing, outcome: AppendOutcome): void {
    try {
      room.settle(outcome);
    } catch (error) {
      room.fail(new AppError("internal", "settling a commit failed", { cause: error }));
    }
  }
}
