import { type Kysely, sql } from "kysely";
import type { AppError } from "@dongsoan/shared/domain";
import type { AppendOutcome, AppendRequest, DocumentStore } from "../../ports/document-store.ts";
import type { CommitTimes } from "../storage-sql/append-sql.ts";
import type { Availability } from "../storage-sql/availability.ts";
import { refuseInsideTransaction } from "../storage-sql/open-transaction.ts";
import { asStorageError } from "../storage-sql/storage-error.ts";
import type { FoundDamage } from "../storage-sql/storage.ts";
import {
  loadDocument,
  noteDamage,
  readCarried,
  readUpdates,
  saveSnapshot,
} from "../storage-sql/stored-document.ts";
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
  readonly onDamage: (found: FoundDamage) => void;
}

/** The log is folded into the file when it is about so long. SQLite would do it inside a commit, and hold that one up. */
const checkpointBytes = 4 * 1024 * 1024;
/** Pages that an append writes to the log besides its payload. */
const bytesPerRequest = 3 * 4_120;

const logBytesOf = (requests: readonly AppendRequest[]): number =>
  requests.reduce(
    (sum, { updates, carried }) =>
      updates.reduce(
        (bytes, { payload }) => bytes + payload.length,
        sum + bytesPerRequest + (carried?.length ?? 0),
      ),
    0,
  );

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
  #logBytes = 0;
  #isCheckpointing = false;

  constructor(options: Options) {
    this.#options = options;
  }

  async load(sectionId: Parameters<DocumentStore["load"]>[0]) {
    const { db, clock, onDamage } = this.#options;
    try {
      const stored = await loadDocument(db, sectionId);
      if (stored?.damage && (await noteDamage(db, sectionId, stored.damage.seq, clock.now())))
        onDamage({ sectionId, reportId: stored.reportId, seq: stored.damage.seq });
      return stored;
    } catch (error) {
      throw asStorageError(error);
    }
  }

  append(requests: readonly AppendRequest[]): Promise<readonly AppendOutcome[]> {
    if (requests.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      refuseInsideTransaction();
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
        const requests = calls.flatMap((c) => c.requests);
        const outcomes = await appender.call<readonly AppendOutcome[]>({ kind: "append", requests });
        times.add(performance.now() - started);
        availability.succeeded();
        this.#logBytes += logBytesOf(requests);
        let at = 0;
        for (const call of calls) call.resolve(outcomes.slice(at, (at += call.requests.length)));
      } catch (error) {
        availability.failed();
        for (const call of calls) call.reject(asStorageError(error));
      } finally {
        endTurn();
      }
      if (this.#logBytes >= checkpointBytes) void this.#checkpoint();
    }
    this.#isCommitting = false;
  }

  /** Most of it beside the appends, then what they added meanwhile in a turn of its own, so that the log starts over. */
  async #checkpoint(): Promise<void> {
    if (this.#isCheckpointing) return;
    this.#isCheckpointing = true;
    const { db, turn, availability } = this.#options;
    const fold = sql`pragma wal_checkpoint(passive)`;
    try {
      // The connection first and the turn second, as transactions take them.
      await db.connection().execute(async (connection) => {
        await fold.execute(connection);
        const endTurn = await turn.take();
        try {
          await fold.execute(connection);
        } finally {
          endTurn();
        }
      });
      this.#logBytes = 0;
    } catch {
      // The log is whole and only longer; a probe tells how the disk is, and the next commit tries again.
      availability.failed();
    } finally {
      this.#isCheckpointing = false;
    }
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

  async readUpdates(...[sectionId, afterSeq, limit]: Parameters<DocumentStore["readUpdates"]>) {
    try {
      return await readUpdates(this.#options.db, sectionId, afterSeq, limit);
    } catch (error) {
      throw asStorageError(error);
    }
  }

  async readCarried(sectionId: Parameters<DocumentStore["readCarried"]>[0]) {
    try {
      return await readCarried(this.#options.db, sectionId);
    } catch (error) {
      throw asStorageError(error);
    }
  }

  close = (): Promise<void> => Promise.resolve();
}
