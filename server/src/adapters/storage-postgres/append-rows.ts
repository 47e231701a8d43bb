import type pg from "pg";
import { must, type SectionStateKind } from "@dongsoan/shared/domain";
import type { AppendOutcome, AppendRequest } from "../../ports/document-store.ts";
import { stateAfterEdit } from "../storage-sql/append-sql.ts";
import { rowChecksum } from "../storage-sql/checksum.ts";

/**
 * The one statement of an edit: no clientID of somebody else's, the head raised behind the fence, and only then claims
 * and rows. Every part hangs on `raised`: no row there, nothing anywhere.
 */
const appendText = `
with taken as (
  select 1 from section_claim s join unnest($7::bigint[], $8::text[]) as c(client_id, user_id) using (client_id)
  where s.section_id = $1 and s.user_id <> c.user_id
  union all
  select 1 from suggestion s join unnest($15::text[], $16::text[]) as n(id, by_user) using (id)
  where s.section_id = $1 and s.by_user <> n.by_user
), raised as (
  update section set head = head + $2, ${stateAfterEdit}, last_edit_at = $3, last_edit_by = $4
  where id = $1 and fence = 'open' and epoch = $5 and head = $6 and not exists (select 1 from taken)
  returning head, state_kind
), claimed as (
  insert into section_claim (section_id, client_id, user_id)
  select $1, c.client_id, c.user_id from raised, unnest($7::bigint[], $8::text[]) as c(client_id, user_id)
  on conflict do nothing
), carried as (
  insert into carried_log (section_id, seq, ranges, checksum)
  select $1, head, $13::bytea, $14::bytea from raised where $13::bytea is not null
), suggested as (
  insert into suggestion (section_id, id, by_user, at)
  select $1, n.id, n.by_user, $3 from raised, unnest($15::text[], $16::text[]) as n(id, by_user)
  on conflict do nothing
), owed as (
  insert into pending_record (id, section_id, seq, at, record)
  select p.id, $1, p.seq, $3, p.record
  from raised, unnest($17::text[], $18::bigint[], $19::text[]) as p(id, seq, record)
), stored as (
  insert into section_update (section_id, seq, payload, by_user, at, checksum)
  select $1, u.seq, u.payload, u.by_user, $3, u.checksum
  from raised, unnest($9::bigint[], $10::bytea[], $11::text[], $12::bytea[]) as u(seq, payload, by_user, checksum)
)
select head, state_kind from raised`;

const whyText = `
select (fence = 'open' and epoch = $2) as is_open, head,
  exists (select 1 from section_claim s join unnest($3::bigint[], $4::text[]) as c(client_id, user_id) using (client_id)
    where s.section_id = $1 and s.user_id <> c.user_id)
  or exists (select 1 from suggestion s join unnest($5::text[], $6::text[]) as n(id, by_user) using (id)
    where s.section_id = $1 and s.by_user <> n.by_user) as is_claimed
from section where id = $1`;

/** Appends one request inside the client's open transaction. */
export async function appendOne(client: pg.ClientBase, r: AppendRequest): Promise<AppendOutcome> {
  const last = must(r.updates.at(-1), "an append without updates");
  const clientIds = r.claims.map((c) => c.clientId);
  const userIds = r.claims.map((c) => c.userId);
  const head = r.expectedHead + r.updates.length;
  const suggestionIds = (r.suggestions ?? []).map((s) => s.id);
  const suggesters = (r.suggestions ?? []).map((s) => s.by);
  const seqs = r.updates.map((_, i) => r.expectedHead + i + 1);
  const owed = r.updates.flatMap(({ pending }, i) =>
    pending ? [{ pending, seq: r.expectedHead + i + 1 }] : [],
  );
  const raised = await client.query<{ head: number; state_kind: SectionStateKind }>({
    name: "append",
    text: appendText,
    values: [
      r.sectionId,
      r.updates.length,
      r.at,
      last.by,
      r.epoch,
      r.expectedHead,
      clientIds,
      userIds,
      seqs,
      r.updates.map((u) => Buffer.from(u.payload)),
      r.updates.map((u) => u.by),
      r.updates.map((u, i) => Buffer.from(rowChecksum(r.sectionId, r.expectedHead + i + 1, u.payload))),
      r.carried ? Buffer.from(r.carried) : null,
      r.carried ? Buffer.from(rowChecksum(r.sectionId, head, r.carried)) : null,
      suggestionIds,
      suggesters,
      owed.map(({ pending }) => pending.id),
      owed.map(({ seq }) => seq),
      owed.map(({ pending }) => JSON.stringify(pending)),
    ],
  });
  const row = raised.rows[0];
  if (row) return { ok: true, head: row.head, stateKind: row.state_kind };
  const why = await client.query<{ is_open: boolean; head: number; is_claimed: boolean }>(whyText, [
    r.sectionId,
    r.epoch,
    clientIds,
    userIds,
    suggestionIds,
    suggesters,
  ]);
  const now = why.rows[0];
  if (now?.is_claimed) return { ok: false, reason: "claimed" };
  return { ok: false, reason: now?.is_open && now.head !== r.expectedHead ? "behind" : "fenced" };
}
