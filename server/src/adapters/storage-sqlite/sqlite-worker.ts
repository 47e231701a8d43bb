import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import { must } from "@dongsoan/shared/domain";
import { prepareAppend } from "./append-rows.ts";
import type { WorkerAnswer, WorkerOptions, WorkerRequest } from "./worker-protocol.ts";

/**
 * Runs in a worker thread, so that a slow disk delays "Đã lưu" and never the event loop. One connection each; the file
 * is shared through WAL. FULL: a commit that was answered survives a power cut.
 */
const port = must(parentPort, "parent port");
const { file, checkpointsItself, maxPageCount } = workerData as WorkerOptions;
const db = new Database(file);
db.pragma("busy_timeout = 5000");
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.pragma("foreign_keys = ON");
// 4 MiB, a quarter of the driver's own choice: what lies beyond is in the system's cache.
db.pragma("cache_size = -4096");
if (!checkpointsItself) db.pragma("wal_autocheckpoint = 0");
if (maxPageCount !== null) db.pragma(`max_page_count = ${maxPageCount}`);

let append: ReturnType<typeof prepareAppend> | null = null;

/** Statements are written by code: there are as many as there are places in it, and lists of every length. */
const maxPrepared = 500;
const prepared = new Map<string, Database.Statement>();

function prepare(sql: string): Database.Statement {
  const known = prepared.get(sql);
  if (known) return known;
  if (prepared.size >= maxPrepared) prepared.clear();
  const statement = db.prepare(sql);
  prepared.set(sql, statement);
  return statement;
}

function query(sql: string, parameters: readonly unknown[]) {
  const statement = prepare(sql);
  if (statement.reader) return { rows: statement.all(...parameters), changes: 0 };
  return { rows: [], changes: statement.run(...parameters).changes };
}

/** Every page in one step: between steps another connection's commit would make the copy start over, for ever. */
const allPages = 0x7fff_ffff;

async function answer(request: Exclude<WorkerRequest, { kind: "close" }>): Promise<unknown> {
  switch (request.kind) {
    case "append":
      return (append ??= prepareAppend(db))(request.requests);
    case "query":
      return query(request.sql, request.parameters);
    case "probe":
      append ??= prepareAppend(db);
      // Writes the file's first page, through the log, whatever its value was before.
      db.pragma("user_version = 1");
      return null;
    case "backup":
      return db.backup(request.file, { progress: () => allPages }).then(() => null);
  }
}

port.on("message", (request: WorkerRequest) => {
  if (request.kind === "close") {
    // A transaction left open by whoever closes is undone; the log is folded into the file by the last one out.
    db.close();
    port.close();
    return;
  }
  answer(request).then(
    (value) => port.postMessage({ id: request.id, ok: true, value } satisfies WorkerAnswer),
    (error: unknown) => {
      const code = error instanceof Database.SqliteError ? error.code : "ERROR";
      port.postMessage({
        id: request.id,
        ok: false,
        code,
        message: error instanceof Error ? error.message : String(error),
      } satisfies WorkerAnswer);
    },
  );
});
