import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { AppError, must, type SectionStateKind } from "@dongsoan/shared/domain";
import type { Clock } from "../../ports/clock.ts";
import type { AppendOutcome, AppendRequest, DocumentStore } from "../../ports/document-store.ts";
import { CommitTimes, stateCase } from "../storage-sql/append-sql.ts";
import { rowChecksum } from "../storage-sql/checksum.ts";
import { sqlDirectoryStore } from "../storage-sql/directory-store.ts";
import { migrate } from "../storage-sql/migrations.ts";
import { sqlReportStore } from "../storage-sql/report-store.ts";
import { asStorageError } from "../storage-sql/storage-error.ts";
import type { Storage } from "../storage-sql/storage.ts";
import { loadDocument, readUpdates } from "../storage-sql/stored-document.ts";
import type { Tables } from "../storage-sql/tables.ts";

/** Epoch milliseconds and counters fit a double; strings would leak into every row type. */
const int8 = 20;

const raiseHead = `update section set head = head + $2, state_kind = ${stateCase}, last_edit_at = $3, last_edit_by = $4
  where id = $1 and fence = 'open' and epoch = $5 and head = $6 returning head, state_kind`;

async function appendOne(client: pg.PoolClient, r: AppendRequest): Promise<AppendOutcome> {
  const ids = r.claims.map((c) => c.clientId);
  if (ids.length > 0) {
    const taken = await client.query<{ client_id: number; user_id: string }>(
      "select client_id, user_id from section_claim where section_id = $1 and client_id = any($2::bigint[])",
      [r.sectionId, ids],
    );
    if (
      taken.rows.some((row) => r.claims.some((c) => c.clientId === row.client_id && c.userId !== row.user_id))
    )
      return { ok: false, reason: "claimed" };
  }
  const last = must(r.updates.at(-1), "an append without updates");
  const raised = await client.query<{ head: number; state_kind: SectionStateKind }>(raiseHead, [
    r.sectionId,
    r.updates.length,
    r.at,
    last.by,
    r.epoch,
    r.expectedHead,
  ]);
  const row = raised.rows[0];
  if (!row) {
    const now = await client.query<{ head: number; epoch: number; fence: string }>(
      "select head, epoch, fence from section where id = $1",
      [r.sectionId],
    );
    const state = now.rows[0];
    return {
      ok: false,
      reason:
        state?.epoch === r.epoch && state.fence === "open" && state.head !== r.expectedHead
          ? "behind"
          : "fenced",
    };
  }
  if (ids.length > 0)
    await client.query(
      "insert into section_claim (section_id, client_id, user_id) select $1, c, u from unnest($2::bigint[], $3::text[]) t(c, u) on conflict do nothing",
      [r.sectionId, ids, r.claims.map((c) => c.userId)],
    );
  const seqs = r.updates.map((_, i) => r.expectedHead + i + 1);
  await client.query(
    `insert into section_update (section_id, seq, payload, by_user, at, checksum)
     select $1, s, p, b, $5, c from unnest($2::bigint[], $3::bytea[], $4::text[], $6::bytea[]) t(s, p, b, c)`,
    [
      r.sectionId,
      seqs,
      r.updates.map((u) => Buffer.from(u.payload)),
      r.updates.map((u) => u.by),
      r.at,
      r.updates.map((u, i) => Buffer.from(rowChecksum(r.sectionId, r.expectedHead + i + 1, u.payload))),
    ],
  );
  return { ok: true, head: row.head, stateKind: row.state_kind };
}

/** PostgreSQL as the truth. `synchronous_commit = on`; an asynchronous replica must not be promoted unseen. */
export async function openPostgresStorage({ url, clock }: { url: string; clock: Clock }): Promise<Storage> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 12,
    types: {
      getTypeParser: ((id: number, format?: "text" | "binary") =>
        id === int8 ? Number : pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser,
    },
    options: "-c synchronous_commit=on",
  });
  let isAvailable = true;
  pool.on("error", () => {
    isAvailable = false;
  });
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  await migrate(kysely, "postgresql");
  const times = new CommitTimes();

  async function append(requests: readonly AppendRequest[]): Promise<readonly AppendOutcome[]> {
    if (requests.length === 0) return [];
    const started = performance.now();
    let client: pg.PoolClient | null = null;
    try {
      client = await pool.connect();
      await client.query("begin");
      // Rows are taken in id order, so that two batches never wait for one another.
      const order = requests
        .map((_, i) => i)
        .sort((a, b) => ((requests[a]?.sectionId ?? "") < (requests[b]?.sectionId ?? "") ? -1 : 1));
      const outcomes: AppendOutcome[] = [];
      for (const i of order) outcomes[i] = await appendOne(client, must(requests[i], "request"));
      await client.query("commit");
      client.release();
      isAvailable = true;
      times.add(performance.now() - started);
      return outcomes;
    } catch (error) {
      isAvailable = false;
      // Released as broken: the server rolls back what was begun.
      client?.release(true);
      throw error instanceof AppError ? error : asStorageError(error);
    }
  }

  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw asStorageError(error);
    }
  };
  const documents: DocumentStore = {
    load: (sectionId) =>
      guarded(async () => {
        const stored = await kysely
          .transaction()
          .setIsolationLevel("repeatable read")
          .execute((tx) => loadDocument(tx, sectionId));
        if (stored?.damage)
          await kysely
            .insertInto("section_damage")
            .values({ section_id: sectionId, seq: stored.damage.seq, noticed_at: clock.now() })
            .onConflict((c) => c.column("section_id").doNothing())
            .execute();
        return stored;
      }),
    append,
    saveSnapshot: (sectionId, { seq, state }) =>
      guarded(async () => {
        const checksum = rowChecksum(sectionId, seq, state);
        await kysely
          .insertInto("section_snapshot")
          .values({ section_id: sectionId, seq, state: Buffer.from(state), checksum: Buffer.from(checksum) })
          .onConflict((c) =>
            c
              .column("section_id")
              .doUpdateSet({ seq, state: Buffer.from(state), checksum: Buffer.from(checksum) })
              .where("section_snapshot.seq", "<", seq),
          )
          .execute();
      }),
    readUpdates: (sectionId, afterSeq) => guarded(() => readUpdates(kysely, sectionId, afterSeq)),
    close: () => Promise.resolve(),
  };
  return {
    engine: "postgresql",
    documents,
    reports: sqlReportStore(kysely, "postgresql"),
    directory: sqlDirectoryStore(kysely),
    kysely,
    isAvailable: () => isAvailable,
    commitP99Ms: () => times.p99(),
    close: () => kysely.destroy(),
  };
}
