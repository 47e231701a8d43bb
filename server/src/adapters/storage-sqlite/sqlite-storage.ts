import { mkdirSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Kysely } from "kysely";
import { CommitTimes } from "../storage-sql/append-sql.ts";
import { Availability } from "../storage-sql/availability.ts";
import { migrate } from "../storage-sql/migrations.ts";
import { sqlStores } from "../storage-sql/sql-stores.ts";
import type { Storage, StorageOptions } from "../storage-sql/storage.ts";
import type { Tables } from "../storage-sql/tables.ts";
import { SqliteConnection } from "./sqlite-connection.ts";
import { workerDialect } from "./sqlite-dialect.ts";
import { SqliteDocumentStore } from "./sqlite-document-store.ts";
import { WriterTurn } from "./writer-turn.ts";

export interface SqliteStorage extends Storage {
  readonly engine: "sqlite";
  /** Copies the database while it is in use. */
  backup(file: string): Promise<void>;
}

/**
 * Opens (and migrates) the embedded store: two workers on one WAL file, one for appends, one for everything else.
 * @param maxPageCount bounds the file, for tests of a full disk.
 */
export async function openSqliteStorage({
  file,
  clock,
  onDamage = () => undefined,
  maxPageCount = null,
}: StorageOptions & {
  file: string;
  maxPageCount?: number | null;
}): Promise<SqliteStorage> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const commands = new SqliteConnection({ file, checkpointsItself: true, maxPageCount: null });
  const turn = new WriterTurn();
  const kysely = new Kysely<Tables>({ dialect: workerDialect(commands, turn) });
  try {
    await migrate(kysely, "sqlite");
  } catch (error) {
    await commands.close();
    throw error;
  }
  const appender = new SqliteConnection({ file, checkpointsItself: false, maxPageCount });
  const times = new CommitTimes();
  const availability = new Availability(() => appender.call<null>({ kind: "probe" }));
  // The thread is started, its statements are made and the disk has taken a write before the first writer comes: all
  // that took 150 ms of the first acknowledgement. A disk that takes none is the readiness probe's to tell.
  await appender.call<null>({ kind: "probe" }).catch(() => availability.failed());
  let closing: Promise<void> | null = null;
  return {
    ...sqlStores(kysely, "sqlite"),
    documents: new SqliteDocumentStore({ db: kysely, appender, turn, times, availability, clock, onDamage }),
    async sizeBytes() {
      const sizes = await Promise.all(
        ["", "-wal"].map((part) =>
          stat(file + part).then(
            (s) => s.size,
            () => 0,
          ),
        ),
      );
      return sizes.reduce((sum, size) => sum + size, 0);
    },
    isAvailable: availability.isAvailable,
    commitP99Ms: () => times.p99(),
    async backup(target) {
      // A worker of its own: a large copy holds up nobody.
      const copier = new SqliteConnection({ file, checkpointsItself: true, maxPageCount: null });
      try {
        await copier.call<null>({ kind: "backup", file: target });
      } finally {
        await copier.close();
      }
    },
    close: () =>
      (closing ??= (async () => {
        availability.close();
        await kysely.destroy();
        // One after the other, so that the last one out folds the log into the file.
        await appender.close();
        await commands.close();
      })()),
  };
}
