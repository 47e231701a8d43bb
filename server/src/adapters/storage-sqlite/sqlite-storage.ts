import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { Kysely } from "kysely";
import type { Clock } from "../../ports/clock.ts";
import { CommitTimes } from "../storage-sql/append-sql.ts";
import { sqlDirectoryStore } from "../storage-sql/directory-store.ts";
import { migrate } from "../storage-sql/migrations.ts";
import { sqlReportStore } from "../storage-sql/report-store.ts";
import type { Storage } from "../storage-sql/storage.ts";
import type { Tables } from "../storage-sql/tables.ts";
import { SqliteConnection } from "./sqlite-connection.ts";
import { workerDialect } from "./sqlite-dialect.ts";
import { SqliteDocumentStore } from "./sqlite-document-store.ts";

export interface SqliteStorage extends Storage {
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
  maxPageCount = null,
}: {
  file: string;
  clock: Clock;
  maxPageCount?: number | null;
}): Promise<SqliteStorage> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const commands = new SqliteConnection({ file, maxPageCount: null });
  const kysely = new Kysely<Tables>({ dialect: workerDialect(commands) });
  await migrate(kysely, "sqlite");
  const appender = new SqliteConnection({ file, maxPageCount });
  const times = new CommitTimes();
  const documents = new SqliteDocumentStore(kysely, appender, times, clock);
  return {
    engine: "sqlite",
    documents,
    reports: sqlReportStore(kysely, "sqlite"),
    directory: sqlDirectoryStore(kysely),
    kysely,
    isAvailable: documents.isAvailable,
    commitP99Ms: () => times.p99(),
    backup: (target) => commands.call<null>({ kind: "backup", file: target }).then(() => undefined),
    async close() {
      await kysely.destroy();
      await Promise.all([commands.close(), appender.close()]);
    },
  };
}
