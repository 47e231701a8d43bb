import type Database from "better-sqlite3";
import { must, type SectionStateKind } from "@dongsoan/shared/domain";
import type { AppendOutcome, AppendRequest } from "../../ports/document-store.ts";
import { stateAfterEdit } from "../storage-sql/append-sql.ts";
import { rowChecksum } from "../storage-sql/checksum.ts";

const isRefusal = (error: unknown): boolean =>
  error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_CONSTRAINT");

/** @returns what appends a batch in one durable transaction, on prepared statements of this connection. */
export function prepareAppend(
  db: Database.Database,
): (requests: readonly AppendRequest[]) => readonly AppendOutcome[] {
  const raise = db.prepare(
    `update section set head = head + @count, ${stateAfterEdit}, last_edit_at = @at, last_edit_by = @by
     where id = @id and fence = 'open' and epoch = @epoch and head = @head returning head, state_kind`,
  );
  const present = db.prepare("select head, epoch, fence from section where id = ?");
  const claimant = db
    .prepare("select user_id from section_claim where section_id = ? and client_id = ?")
    .pluck();
  const claim = db.prepare(
    "insert into section_claim (section_id, client_id, user_id) values (?, ?, ?) on conflict do nothing",
  );
  const insert = db.prepare(
    "insert into section_update (section_id, seq, payload, by_user, at, checksum) values (?, ?, ?, ?, ?, ?)",
  );

  function appendOne(request: AppendRequest): AppendOutcome {
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
      const now = present.get(request.sectionId) as
        { head: number; epoch: number; fence: string } | undefined;
      const isBehind =
        now?.epoch === request.epoch && now.fence === "open" && now.head !== request.expectedHead;
      return { ok: false, reason: isBehind ? "behind" : "fenced" };
    }
    for (const { clientId, userId } of request.claims) claim.run(request.sectionId, clientId, userId);
    for (const [i, { payload, by }] of request.updates.entries()) {
      const seq = request.expectedHead + i + 1;
      insert.run(
        request.sectionId,
        seq,
        payload,
        by,
        request.at,
        rowChecksum(request.sectionId, seq, payload),
      );
    }
    return { ok: true, head: row.head, stateKind: row.state_kind };
  }

  /** A refused request wrote nothing, so one transaction for all is enough; any exception undoes the whole batch. */
  const together = db.transaction((requests: readonly AppendRequest[]) => requests.map(appendOne));

  const inSavepoint = db.transaction(appendOne);
  /** A section whose rows contradict themselves (a guard, a row beyond the head) is fenced off alone. */
  const apart = db.transaction((requests: readonly AppendRequest[]) =>
    requests.map((request): AppendOutcome => {
      try {
        return inSavepoint(request);
      } catch (error) {
        if (isRefusal(error)) return { ok: false, reason: "fenced" };
        throw error;
      }
    }),
  );

  return (requests) => {
    try {
      return together.immediate(requests);
    } catch (error) {
      if (isRefusal(error)) return apart.immediate(requests);
      throw error;
    }
  };
}
