import { Kysely, PostgresDialect } from "kysely";
import { CommitTimes } from "../storage-sql/append-sql.ts";
import { Availability } from "../storage-sql/availability.ts";
import { migrate } from "../storage-sql/migrations.ts";
import { sqlStores } from "../storage-sql/sql-stores.ts";
import type { Storage, StorageOptions } from "../storage-sql/storage.ts";
import type { Tables } from "../storage-sql/tables.ts";
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
    ...sqlStores(kysely, "postgresql"),
    documents: postgresDocumentStore({ db: kysely, pool, times, availability, clock, onDamage }),
    async sizeBytes() {
      const { rows } = await pool.query<{ size: number }>(
        "select pg_database_size(current_database()) as size",
      );
      return rows[0]?.size ?? null;
    },
    isAvailable: availability.isAvailable,
    commitP99Ms: () => times.p99(),
    close: () => {
      availability.close();
      return (closing ??= kysely.destroy());
    },
  };
}
