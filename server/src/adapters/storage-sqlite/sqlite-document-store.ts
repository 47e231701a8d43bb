import type { Kysely } from "kysely";
import type { AppError } from "@dongsoan/shared/domain";
import type { AppendOutcome, AppendRequest, DocumentStore } from "../../ports/document-store.ts";
import type { CommitTimes } from "../storage-sql/append-sql.ts";
import type { Availability } from "../storage-sql/availability.ts";
import { asStorageError } from "../storage-sql/storage-error.ts";
import { loadDocument, noteDamage, readUpdates, saveSnapshot } from "../storage-sql/stored-document.ts";
import type { Tables } from "../storage-sql/tables.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import type { WriterTurn } from "./writer-turn.ts";

interface Call {
  readonly requests: readonly AppendRequest[];
  readonly resolve: (outcomes: readonly AppendOutcome[]) => void;
  readonly reject: (error: AppError) => void;
}

interface Options {
  readonly db: Kysely<Tables>;
  readonly appender: SqliteConnection;
  readonly turn: WriterTurn;
  readonly times: CommitTimes;
  readonly availability: Availability;
  readonly clock: { now(): number };
}

/** A view into a larger buffer (a socket's chunk) would be posted to the worker with the whole buffer. */
const trimmed = (request: AppendRequest): AppendRequest => ({
  ...request,
  updates: request.updates.map((update) =>
    update.payload.byteLength === update.payload.buffer.byteLength
      ? update
      : { ...update, payload: new Uint8Array(update.payload) },
  ),
});

/** Group commit: one commit is on its way at a time, and what arrives meanwhile goes together in the next. No fixed delay. */
export class SqliteDocumentStore implements DocumentStore {
  readonly #options: Options;
  #waiting: Call[] = [];
  #isCommitting = false;

  constructor(options: Options) {
    this.#options = options;
  }

  async load(sectionId: Parameters<DocumentStore["load"]>[0]) {
    const { db, clock } = this.#options;
    try {
      const stored = await loadDocument(db, sectionId);
      if (stored?.damage) await noteDamage(db, sectionId, stored.damage.seq, clock.now());
      return stored;
    } catch (error) {
      throw asStorageError(error);
    }
  }

  append(requests: readonly AppendRequest[]): Promise<readonly AppendOutcome[]> {
    if (requests.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ requests: requests.map(trimmed), resolve, reject });
      if (!this.#isCommitting) void this.#commit();
    });
  }

  async #commit(): Promise<void> {
    const { appender, turn, times, availability } = this.#options;
    this.#isCommitting = true;
    while (this.#waiting.length > 0) {
      const endTurn = await turn.take();
      const calls = this.#waiting;
      this.#waiting = [];
      const started = performance.now();
      try {
        const outcomes = await appender.call<readonly AppendOutcome[]>({
          kind: "append",
          requests: calls.flatMap((c) => c.requests),
        });
        times.add(performance.now() - started);
        availability.succeeded();
        let at = 0;
        for (const call of calls) call.resolve(outcomes.slice(at, (at += call.requests.length)));
      } catch (error) {
        availability.failed();
        for (const call of calls) call.reject(asStorageError(error));
      } finally {
        endTurn();
      }
    }
    this.#isCommitting = false;
  }

  async saveSnapshot(
    sectionId: Parameters<DocumentStore["saveSnapshot"]>[0],
    snapshot: Parameters<DocumentStore["saveSnapshot"]>[1],
  ) {
    try {
      await saveSnapshot(this.#options.db, sectionId, snapshot);
    } catch (error) {
      throw asStorageError(error);
    }
  }

  async readUpdates(sectionId: Parameters<DocumentStore["readUpdates"]>[0], afterSeq: number) {
    try {
      return await readUpdates(this.#options.db, sectionId, afterSeq);
    } catch (error) {
      throw asStorageError(error);
    }
  }

  close = (): Promise<void> => Promise.resolve();
}
