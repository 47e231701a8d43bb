import type { Kysely } from "kysely";
import type pg from "pg";
import { must } from "@dongsoan/shared/domain";
import type { AppendOutcome, AppendRequest, DocumentStore } from "../../ports/document-store.ts";
import type { CommitTimes } from "../storage-sql/append-sql.ts";
import type { Availability } from "../storage-sql/availability.ts";
import {
  asStorageError,
  isRefusedRow,
  persevering,
  withStorageErrors,
} from "../storage-sql/storage-error.ts";
import type { FoundDamage } from "../storage-sql/storage.ts";
import {
  loadDocument,
  noteDamage,
  readCarried,
  readUpdates,
  saveSnapshot,
} from "../storage-sql/stored-document.ts";
import type { Tables } from "../storage-sql/tables.ts";
import { appendOne } from "./append-rows.ts";

interface Options {
  readonly db: Kysely<Tables>;
  readonly pool: pg.Pool;
  readonly times: CommitTimes;
  readonly availability: Availability;
  readonly clock: { now(): number };
  readonly onDamage: (found: FoundDamage) => void;
}

export function postgresDocumentStore({
  db,
  pool,
  times,
  availability,
  clock,
  onDamage,
}: Options): DocumentStore {
  async function inTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let isSound = false;
    try {
      await client.query("begin");
      const value = await work(client);
      await client.query("commit");
      isSound = true;
      return value;
    } finally {
      // Otherwise ended: the server rolls back what was begun.
      client.release(!isSound);
    }
  }

  /** Rows are taken in id order, so that two batches never wait for one another. */
  const together = (requests: readonly AppendRequest[]) =>
    inTransaction(async (client) => {
      const order = [...requests.keys()].sort((a, b) =>
        must(requests[a], "request").sectionId < must(requests[b], "request").sectionId ? -1 : 1,
      );
      const outcomes: AppendOutcome[] = [];
      for (const i of order) outcomes[i] = await appendOne(client, must(requests[i], "request"));
      return outcomes;
    });

  /** A section whose rows contradict themselves (a guard, a row beyond the head) is fenced off alone. */
  async function apart(requests: readonly AppendRequest[]): Promise<readonly AppendOutcome[]> {
    const outcomes: AppendOutcome[] = [];
    for (const request of requests) {
      try {
        outcomes.push(...(await together([request])));
      } catch (error) {
        if (!isRefusedRow(error)) throw error;
        outcomes.push({ ok: false, reason: "fenced" });
      }
    }
    return outcomes;
  }

  return withStorageErrors<DocumentStore>({
    load: async (sectionId) => {
      const stored = await db
        .transaction()
        .setIsolationLevel("repeatable read")
        .execute((tx) => loadDocument(tx, sectionId));
      if (stored?.damage && (await noteDamage(db, sectionId, stored.damage.seq, clock.now())))
        onDamage({ sectionId, reportId: stored.reportId, seq: stored.damage.seq });
      return stored;
    },
    append: async (requests) => {
      if (requests.length === 0) return [];
      const started = performance.now();
      try {
        const outcomes = await persevering(async () => {
          try {
            return await together(requests);
          } catch (error) {
            if (!isRefusedRow(error)) throw error;
            return apart(requests);
          }
        });
        times.add(performance.now() - started);
        availability.succeeded();
        return outcomes;
      } catch (error) {
        availability.failed();
        throw asStorageError(error);
      }
    },
    saveSnapshot: (sectionId, snapshot) => saveSnapshot(db, sectionId, snapshot),
    readUpdates: (sectionId, afterSeq, limit) => readUpdates(db, sectionId, afterSeq, limit),
    readCarried: (sectionId) => readCarried(db, sectionId),
    close: () => Promise.resolve(),
  });
}
