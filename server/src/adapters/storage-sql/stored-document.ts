import type { Kysely, Transaction } from "kysely";
import { packRanges, unpackRanges } from "@dongsoan/shared/crdt";
import type { SectionId, SuggesterId, UserId } from "@dongsoan/shared/domain";
import type { StoredDocument, StoredSnapshot, StoredUpdate } from "../../ports/document-store.ts";
import { isIntact, rowChecksum } from "./checksum.ts";
import type { Tables } from "./tables.ts";

/**
 * Loads a section's text: snapshot, then the log after it. Every row that is read is verified (STORE4); a damaged
 * snapshot is passed over for the whole log. Works inside a transaction too, where it sees exactly what is sealed.
 */
export async function loadDocument(
  db: Kysely<Tables> | Transaction<Tables>,
  sectionId: SectionId,
): Promise<StoredDocument | null> {
  // The snapshot before the head: each read may see a later commit than the one before, and a snapshot beyond the head
  // would be a text that the log does not account for.
  const stored = await db
    .selectFrom("section_snapshot")
    .selectAll()
    .where("section_id", "=", sectionId)
    .executeTakeFirst();
  const section = await db.selectFrom("section").selectAll().where("id", "=", sectionId).executeTakeFirst();
  if (!section) return null;
  const snapshot: StoredSnapshot | null =
    stored &&
    stored.seq <= section.head &&
    isIntact(sectionId, stored.seq, stored.checksum, stored.state, stored.carried)
      ? { seq: stored.seq, state: stored.state, carried: stored.carried }
      : null;
  const log = await readLog(db, sectionId, snapshot?.seq ?? 0, section.head);
  const claims = await db
    .selectFrom("section_claim")
    .select(["client_id", "user_id"])
    .where("section_id", "=", sectionId)
    .execute();
  const kept = snapshot?.carried;
  const carried = await readCarriedLog(db, sectionId, kept ? snapshot.seq : -1, section.head);
  const suggestions = await db
    .selectFrom("suggestion")
    .select(["id", "by_user"])
    .where("section_id", "=", sectionId)
    .execute();
  const damaged = await db
    .selectFrom("section_damage")
    .select("seq")
    .where("section_id", "=", sectionId)
    .executeTakeFirst();
  // A noted damage stands until it is repaired, or a whole state that was written later covers it.
  const noted = damaged && damaged.seq > (snapshot?.seq ?? 0) ? damaged.seq : null;
  const damagedSeq = log.damagedSeq ?? noted;
  return {
    sectionId,
    reportId: section.report_id as StoredDocument["reportId"],
    head: section.head,
    epoch: section.epoch,
    lineage: section.lineage,
    stateKind: section.state_kind,
    snapshot,
    updates: log.updates,
    claims: new Map(claims.map((c) => [c.client_id, c.user_id as UserId])),
    carried: [...(kept ? [kept] : []), ...carried],
    suggestions: new Map(suggestions.map((s) => [s.id, s.by_user as SuggesterId])),
    damage: damagedSeq === null ? null : { seq: damagedSeq },
  };
}

async function readLog(
  db: Kysely<Tables> | Transaction<Tables>,
  sectionId: SectionId,
  afterSeq: number,
  head: number,
) {
  const rows = await db
    .selectFrom("section_update")
    .select(["seq", "payload", "checksum", "by_user", "at"])
    .where("section_id", "=", sectionId)
    .where("seq", ">", afterSeq)
    .where("seq", "<=", head)
    .orderBy("seq")
    .execute();
  const updates: StoredUpdate[] = [];
  for (let seq = afterSeq + 1; seq <= head; seq += 1) {
    const row = rows[seq - afterSeq - 1];
    if (!row || row.seq !== seq || !isIntact(sectionId, seq, row.checksum, row.payload))
      return { updates, damagedSeq: seq };
    updates.push({ seq, payload: row.payload, by: row.by_user as UserId, at: row.at });
  }
  return { updates, damagedSeq: null };
}

/** A damaged row is passed over: its text is then told as whose who placed it, and is whole. */
async function readCarriedLog(
  db: Kysely<Tables> | Transaction<Tables>,
  sectionId: SectionId,
  afterSeq: number,
  head: number,
): Promise<Uint8Array[]> {
  const rows = await db
    .selectFrom("carried_log")
    .select(["seq", "ranges", "checksum"])
    .where("section_id", "=", sectionId)
    .where("seq", ">", afterSeq)
    .where("seq", "<=", head)
    .orderBy("seq")
    .execute();
  return rows.flatMap(({ seq, ranges, checksum }) =>
    isIntact(sectionId, seq, checksum, ranges) ? [ranges] : [],
  );
}

export const readCarried = (db: Kysely<Tables>, sectionId: SectionId): Promise<Uint8Array[]> =>
  readCarriedLog(db, sectionId, -1, Number.MAX_SAFE_INTEGER);

/**
 * What updates carried that are taken out of the log: versions of old stand under such ids.
 * @returns whether there was any.
 */
export async function setCarriedAside(
  tx: Transaction<Tables>,
  sectionId: SectionId,
  afterSeq: number,
): Promise<boolean> {
  const gone = await readCarriedLog(tx, sectionId, afterSeq, Number.MAX_SAFE_INTEGER);
  if (gone.length === 0) return false;
  const before = await readCarriedLog(tx, sectionId, -1, 0);
  await tx
    .deleteFrom("carried_log")
    .where("section_id", "=", sectionId)
    .where((is) => is.or([is("seq", "=", 0), is("seq", ">", afterSeq)]))
    .execute();
  const ranges = packRanges([...before, ...gone].flatMap(unpackRanges));
  await tx
    .insertInto("carried_log")
    .values({ section_id: sectionId, seq: 0, ranges, checksum: rowChecksum(sectionId, 0, ranges) })
    .execute();
  return true;
}

export interface TextCheck {
  readonly sections: number;
  readonly updates: number;
  readonly damaged: readonly { readonly sectionId: SectionId; readonly seq: number }[];
}

/** Reads every update of every section, also those that a snapshot covers, and checks it (STORE4). */
export async function checkTexts(db: Kysely<Tables>): Promise<TextCheck> {
  const sections = await db.selectFrom("section").select(["id", "head"]).orderBy("id").execute();
  const damaged: { sectionId: SectionId; seq: number }[] = [];
  let updates = 0;
  for (const { id, head } of sections) {
    const log = await readLog(db, id as SectionId, 0, head);
    updates += log.updates.length;
    if (log.damagedSeq !== null) damaged.push({ sectionId: id as SectionId, seq: log.damagedSeq });
  }
  return { sections: sections.length, updates, damaged };
}

export async function readUpdates(
  db: Kysely<Tables>,
  sectionId: SectionId,
  afterSeq: number,
  limit: number,
): Promise<readonly StoredUpdate[]> {
  const section = await db
    .selectFrom("section")
    .select("head")
    .where("id", "=", sectionId)
    .executeTakeFirst();
  if (!section) return [];
  return (await readLog(db, sectionId, afterSeq, Math.min(section.head, afterSeq + limit))).updates;
}

/** Keeps a compacted state; an older one never replaces a newer one. */
export async function saveSnapshot(
  db: Kysely<Tables>,
  sectionId: SectionId,
  { seq, state, carried = null }: StoredSnapshot,
): Promise<void> {
  const fields = { seq, state, carried, checksum: rowChecksum(sectionId, seq, state, carried) };
  await db
    .insertInto("section_snapshot")
    .values({ section_id: sectionId, ...fields })
    .onConflict((c) => c.column("section_id").doUpdateSet(fields).where("section_snapshot.seq", "<=", seq))
    .execute();
  // A room that held the text whole has written it down: the damage below is covered.
  await db.deleteFrom("section_damage").where("section_id", "=", sectionId).where("seq", "<=", seq).execute();
}

/**
 * Remembers the first damaged seq, so that the section stays read-only and the system page counts it. Best effort: a
 * full disk must not keep the readable part from being read, and the next loading finds the damage again.
 * @returns whether it was not known yet.
 */
export async function noteDamage(
  db: Kysely<Tables>,
  sectionId: SectionId,
  seq: number,
  at: number,
): Promise<boolean> {
  const result = await db
    .insertInto("section_damage")
    .values({ section_id: sectionId, seq, noticed_at: at })
    .onConflict((c) => c.column("section_id").doNothing())
    .executeTakeFirst()
    .catch(() => null);
  return (result?.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
