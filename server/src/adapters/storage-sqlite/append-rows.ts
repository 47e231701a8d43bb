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
  const raise = db
    .prepare(
      `update section set head = head + ?, ${stateAfterEdit}, last_edit_at = ?, last_edit_by = ?
       where id = ? and fence = 'open' and epoch = ? and head = ? returning state_kind`,
    )
    .pluck();
  const present = db.prepare("select head, epoch, fence from section where id = ?");
  const claimant = db
    .prepare("select user_id from section_claim where section_id = ? and client_id = ?")
    .pluck();
  const claim = db.prepare(
    "insert into section_claim (section_id, client_id, user_id) values (?, ?, ?) on conflict do nothing",
  );
  const carry = db.prepare("insert into carried_log (section_id, seq, ranges, checksum) values (?, ?, ?, ?)");
  const suggester = db.prepare("select by_user from suggestion where section_id = ? and id = ?").pluck();
  const suggest = db.prepare(
    "insert into suggestion (section_id, id, by_user, at) values (?, ?, ?, ?) on conflict do nothing",
  );
  const insert = db.prepare(
    "insert into section_update (section_id, seq, payload, by_user, at, checksum) values (?, ?, ?, ?, ?, ?)",
  );

  const owe = db.prepare(
    "insert into pending_record (id, section_id, seq, at, record) values (?, ?, ?, ?, ?)",
  );

  function appendOne(request: AppendRequest): AppendOutcome {
    for (const { clientId, userId } of request.claims) {
      const owner = claimant.get(request.sectionId, clientId);
      if (owner !== undefined && owner !== userId) return { ok: false, reason: "claimed" };
    }
    for (const { id, by } of request.suggestions ?? []) {
      const owner = suggester.get(request.sectionId, id);
      if (owner !== undefined && owner !== by) return { ok: false, reason: "claimed" };
    }
    const last = must(request.updates.at(-1), "an append without updates");
    const stateKind = raise.get(
      request.updates.length,
      request.at,
      last.by,
      request.sectionId,
      request.epoch,
      request.expectedHead,
    ) as SectionStateKind | undefined;
    if (stateKind === undefined) {
      const now = present.get(request.sectionId) as
        { head: number; epoch: number; fence: string } | undefined;
      const isBehind =
        now?.epoch === request.epoch && now.fence === "open" && now.head !== request.expectedHead;
      return { ok: false, reason: isBehind ? "behind" : "fenced" };
    }
    for (const { clientId, userId } of request.claims) claim.run(request.sectionId, clientId, userId);
    const head = request.expectedHead + request.updates.length;
    const { carried } = request;
    if (carried) carry.run(request.sectionId, head, carried, rowChecksum(request.sectionId, head, carried));
    for (const { id, by } of request.suggestions ?? []) suggest.run(request.sectionId, id, by, request.at);
    for (const [i, { payload, by, pending }] of request.updates.entries()) {
      const seq = request.expectedHead + i + 1;
      insert.run(
        request.sectionId,
        seq,
        payload,
        by,
        request.at,
        rowChecksum(request.sectionId, seq, payload),
      );
      if (pending) owe.run(pending.id, request.sectionId, seq, request.at, JSON.stringify(pending));
    }
    return { ok: true, head, stateKind };
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
