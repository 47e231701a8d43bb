import { Kysely, PostgresDialect } from "kysely";
import { CommitTimes } from "../storage-sql/append-sql.ts";
import { Availability } from "../storage-sql/availability.ts";
import { sqlCommentStore } from "../storage-sql/comment-store.ts";
import { sqlDirectoryStore } from "../storage-sql/directory-store.ts";
import { sqlMailOutbox } from "../storage-sql/mail-outbox.ts";
import { migrate } from "../storage-sql/migrations.ts";
import { sqlOperations } from "../storage-sql/operations.ts";
import { sqlReportStore } from "../storage-sql/report-store.ts";
import type { Storage, StorageOptions } from "../storage-sql/storage.ts";
import type { Tables } from "../storage-sql/tables.ts";
import { sqlVersionStore } from "../storage-sql/version-store.ts";
import { postgresDocumentStore } from "./postgres-document-store.ts";
import { openPool } from "./postgres-pool.ts";

/** PostgreSQL as the truth: opens a pool, migrates, and stands ready. @throws when it cannot be reached at the start. */
export async function openPostgresStorage({
  url,
  clock,
  onDamage = () => undefined,
}: StorageOptions & { readonly url: string }): Promise<Storage> {
  const pool = openPool(url, () => availability.failed());
  const availability = new Availability(async () => {
    const { rows } = await pool.query<{ takes_writes: boolean }>(
      "select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' as takes_writes",
    );
    if (!rows[0]?.takes_writes) throw new Error("the database takes no writes");
  });
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(kysely, "postgresql");
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
  const times = new CommitTimes();
  let closing: Promise<void> | null = null;
  return {
    engine: "postgresql",
    documents: postgresDocumentStore({ db: kysely, pool, times, availability, clock, onDamage }),
    reports: sqlReportStore(kysely, "postgresql"),
    versions: sqlVersionStore(kysely),
    comments: sqlCommentStore(kysely),
    directory: sqlDirectoryStore(kysely),
    outbox: sqlMailOutbox(kysely),
    operations: sqlOperations(kysely),
    async sizeBytes() {
      const { rows } = await pool.query<{ size: number }>(
        "select pg_database_size(current_database()) as size",
      );
      return rows[0]?.size ?? null;
    },
    kysely,
    isAvailable: availability.isAvailable,
    commitP99Ms: () => times.p99(),
    close: () => {
      availability.close();
      return (closing ??= kysely.destroy());
    },
  };
}
