import type { Kysely } from "kysely";
import type { AppError } from "@dongsoan/shared/domain";
import type { AppendOutcome, AppendRequest, DocumentStore } from "../../ports/document-store.ts";
import type { CommitTimes } from "../storage-sql/append-sql.ts";
import { rowChecksum } from "../storage-sql/checksum.ts";
import { asStorageError } from "../storage-sql/storage-error.ts";
import { loadDocument, readUpdates } from "../storage-sql/stored-document.ts";
import type { Tables } from "../storage-sql/tables.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";

interface Call {
  readonly requests: readonly AppendRequest[];
  readonly resolve: (outcomes: readonly AppendOutcome[]) => void;
  readonly reject: (error: AppError) => void;
}

/** Group commit: one commit is on its way at a time, and what arrives meanwhile goes together in the next. No fixed delay. */
export class SqliteDocumentStore implements DocumentStore {
  readonly #db: Kysely<Tables>;
  readonly #appender: SqliteConnection;
  readonly #times: CommitTimes;
  readonly #clock: { now(): number };
  #waiting: Call[] = [];
  #isCommitting = false;
  #isAvailable = true;

  constructor(db: Kysely<Tables>, appender: SqliteConnection, times: CommitTimes, clock: { now(): number }) {
    this.#db = db;
    this.#appender = appender;
    this.#times = times;
    this.#clock = clock;
  }

  isAvailable = (): boolean => this.#isAvailable;

  async load(sectionId: Parameters<DocumentStore["load"]>[0]) {
    try {
      const stored = await loadDocument(this.#db, sectionId);
      if (stored?.damage) {
        const row = { section_id: sectionId, seq: stored.damage.seq, noticed_at: this.#clock.now() };
        await this.#db
          .insertInto("section_damage")
          .values(row)
          .onConflict((c) => c.column("section_id").doNothing())
          .execute();
      }
      return stored;
    } catch (error) {
      throw asStorageError(error);
    }
  }

  append(requests: readonly AppendRequest[]): Promise<readonly AppendOutcome[]> {
    if (requests.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ requests, resolve, reject });
      if (!this.#isCommitting) void this.#commit();
    });
  }

  async #commit(): Promise<void> {
    this.#isCommitting = true;
    while (this.#waiting.length > 0) {
      const calls = this.#waiting;
      this.#waiting = [];
      const started = performance.now();
      try {
        const outcomes = await this.#appender.call<readonly AppendOutcome[]>({
          kind: "append",
          requests: calls.flatMap((c) => c.requests),
        });
        this.#times.add(performance.now() - started);
        this.#isAvailable = true;
        let at = 0;
        for (const call of calls) call.resolve(outcomes.slice(at, (at += call.requests.length)));
      } catch (error) {
        this.#isAvailable = false;
        for (const call of calls) call.reject(asStorageError(error));
      }
    }
    this.#isCommitting = false;
  }

  async saveSnapshot(
    sectionId: Parameters<DocumentStore["saveSnapshot"]>[0],
    { seq, state }: Parameters<DocumentStore["saveSnapshot"]>[1],
  ) {
    const row = { section_id: sectionId, seq, state, checksum: rowChecksum(sectionId, seq, state) };
    try {
      await this.#db
        .insertInto("section_snapshot")
        .values(row)
        .onConflict((c) =>
          c
            .column("section_id")
            .doUpdateSet({ seq, state, checksum: row.checksum })
            .where("section_snapshot.seq", "<", seq),
        )
        .execute();
    } catch (error) {
      throw asStorageError(error);
    }
  }

  async readUpdates(sectionId: Parameters<DocumentStore["readUpdates"]>[0], afterSeq: number) {
    try {
      return await readUpdates(this.#db, sectionId, afterSeq);
    } catch (error) {
      throw asStorageError(error);
    }
  }

  close = (): Promise<void> => Promise.resolve();
}
