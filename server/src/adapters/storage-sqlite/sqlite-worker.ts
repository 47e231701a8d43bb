import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import { must, type SectionStateKind } from "@dongsoan/shared/domain";
import type { AppendOutcome, AppendRequest } from "../../ports/document-store.ts";
import { stateCase } from "../storage-sql/append-sql.ts";
import { rowChecksum } from "../storage-sql/checksum.ts";
import type { WorkerAnswer, WorkerRequest } from "./worker-protocol.ts";

/**
 * Runs in a worker thread, so that a slow disk delays "Đã lưu" and never the event loop. One connection each; the file
 * is shared through WAL. FULL: a commit that was answered survives a power cut.
 */
const port = must(parentPort, "parent port");
const { file, maxPageCount } = workerData as { file: string; maxPageCount: number | null };
const db = new Database(file);
db.pragma("busy_timeout = 5000");
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.pragma("foreign_keys = ON");
if (maxPageCount !== null) db.pragma(`max_page_count = ${maxPageCount}`);

interface AppendStatements {
  readonly raise: Database.Statement;
  readonly claimant: Database.Statement;
  readonly claim: Database.Statement;
  readonly insert: Database.Statement;
}
let prepared: AppendStatements | null = null;
const statements = (): AppendStatements =>
  (prepared ??= {
    raise: db.prepare(
      `update section set head = head + @count, state_kind = ${stateCase}, last_edit_at = @at, last_edit_by = @by
       where id = @id and fence = 'open' and epoch = @epoch and head = @head returning head, state_kind`,
    ),
    claimant: db.prepare("select user_id from section_claim where section_id = ? and client_id = ?").pluck(),
    claim: db.prepare(
      "insert into section_claim (section_id, client_id, user_id) values (?, ?, ?) on conflict do nothing",
    ),
    insert: db.prepare(
      "insert into section_update (section_id, seq, payload, by_user, at, checksum) values (?, ?, ?, ?, ?, ?)",
    ),
  });

const headOf = (id: string) =>
  db.prepare("select head, epoch, fence from section where id = ?").get(id) as
    { head: number; epoch: number; fence: string } | undefined;

function appendOne(request: AppendRequest): AppendOutcome {
  const { raise, claimant, claim, insert } = statements();
  for (const { clientId, userId } of request.claims) {
    const owner = claimant.get(request.sectionId, clientId);
    if (owner !== undefined && owner !== userId) return { ok: false, reason: "claimed" };
  }
  const last = must(request.updates.at(-1), "an append without updates");
  const row = raise.get({
    id: request.sectionId,
    count: request.updates.length,
    at: request.at,
    by: last.by,
    epoch: request.epoch,
    head: request.expectedHead,
  }) as { head: number; state_kind: SectionStateKind } | undefined;
  if (!row) {
    const now = headOf(request.sectionId);
    const isBehind =
      now?.epoch === request.epoch && now.fence === "open" && now.head !== request.expectedHead;
    return { ok: false, reason: isBehind ? "behind" : "fenced" };
  }
  for (const { clientId, userId } of request.claims) claim.run(request.sectionId, clientId, userId);
  for (const [i, { payload, by }] of request.updates.entries()) {
    const seq = request.expectedHead + i + 1;
    insert.run(request.sectionId, seq, payload, by, request.at, rowChecksum(request.sectionId, seq, payload));
  }
  return { ok: true, head: row.head, stateKind: row.state_kind };
}

/** A refused request wrote nothing, so one transaction for all is enough; any exception undoes the whole batch. */
const appendAll = db.transaction((requests: readonly AppendRequest[]) => requests.map(appendOne));

function query(sql: string, parameters: readonly unknown[]) {
  const statement = db.prepare(sql);
  if (statement.reader) return { rows: statement.all(...parameters), changes: 0 };
  return { rows: [], changes: statement.run(...parameters).changes };
}

async function answer(request: WorkerRequest): Promise<unknown> {
  switch (request.kind) {
    case "append":
      return appendAll.immediate(request.requests);
    case "query":
      return query(request.sql, request.parameters);
    case "backup":
      return db.backup(request.file).then(() => null);
  }
}

port.on("message", (request: WorkerRequest) => {
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
