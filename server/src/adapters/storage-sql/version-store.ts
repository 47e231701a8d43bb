import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { type Kysely, type Selectable, sql } from "kysely";
import type { SectionId, SectionVersion, UserId } from "@dongsoan/shared/domain";
import type { DueVersion, VersionContent, VersionStore } from "../../ports/version-store.ts";
import { asStorageError } from "./storage-error.ts";
import type { Tables } from "./tables.ts";

const pack = promisify<Uint8Array | string, Uint8Array>(gzip);
const unpack = promisify<Uint8Array, Buffer>(gunzip);

/** Everything but the content, which is large. */
export const versionColumns = [
  "id",
  "section_id",
  "number",
  "kind",
  "name",
  "by_user",
  "at",
  "head",
  "lineage",
] as const;

type VersionRow = Pick<Selectable<Tables["section_version"]>, (typeof versionColumns)[number]>;

export const toVersion = (row: VersionRow): SectionVersion => ({
  id: row.id as SectionVersion["id"],
  sectionId: row.section_id as SectionId,
  number: row.number,
  kind: row.kind,
  name: row.name,
  by: row.by_user as UserId,
  at: row.at,
  head: row.head,
  lineage: row.lineage,
});

export function sqlVersionStore(db: Kysely<Tables>): VersionStore {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw asStorageError(error);
    }
  };
  const rows = () => db.selectFrom("section_version").select(versionColumns);

  return {
    list: (sectionId) =>
      guarded(async () =>
        (await rows().where("section_id", "=", sectionId).orderBy("number", "desc").execute()).map(toVersion),
      ),
    version: (id) =>
      guarded(async () => {
        const row = await rows().where("id", "=", id).executeTakeFirst();
        return row ? toVersion(row) : null;
      }),
    content: (id) =>
      guarded(async (): Promise<VersionContent | null> => {
        const row = await db
          .selectFrom("section_version")
          .select(["state", "text", "hash"])
          .where("id", "=", id)
          .executeTakeFirst();
        if (!row?.state || !row.text || row.hash === null) return null;
        return {
          state: new Uint8Array(await unpack(row.state)),
          textJson: (await unpack(row.text)).toString("utf8"),
          hash: row.hash,
        };
      }),
    fill: (id, content) =>
      guarded(async () => {
        const [state, text] = await Promise.all([pack(content.state), pack(content.textJson)]);
        await db
          .updateTable("section_version")
          .set({ state, text, hash: content.hash })
          .where("id", "=", id)
          .where("hash", "is", null)
          .execute();
      }),
    unfilled: (limit) =>
      guarded(async () =>
        (
          await rows()
            .where("hash", "is", null)
            .where((eb) =>
              eb.exists(
                eb
                  .selectFrom("section")
                  .leftJoin("section_damage", "section_damage.section_id", "section.id")
                  .select("section.id")
                  .whereRef("section.id", "=", "section_version.section_id")
                  .whereRef("section.lineage", "=", "section_version.lineage")
                  .where("section_damage.section_id", "is", null),
              ),
            )
            .orderBy("at")
            .limit(limit)
            .execute()
        ).map(toVersion),
      ),
    nearestState: (sectionId, lineage, head) =>
      guarded(async () => {
        const row = await db
          .selectFrom("section_version")
          .select(["head", "state"])
          .where("section_id", "=", sectionId)
          .where("lineage", "=", lineage)
          .where("head", "<=", head)
          .where("hash", "is not", null)
          .orderBy("head", "desc")
          .limit(1)
          .executeTakeFirst();
        return row?.state ? { head: row.head, state: new Uint8Array(await unpack(row.state)) } : null;
      }),
    due: (rule) => guarded(() => findDue(db, rule)),
  };
}

/** Asked of the tables and not of memory: nothing is forgotten over a restart, and several servers agree. */
async function findDue(
  db: Kysely<Tables>,
  { restingSince, edits, limit }: Parameters<VersionStore["due"]>[0],
): Promise<readonly DueVersion[]> {
  // The seed (seq 1) is the text as it was created, not an edit.
  const kept = sql<number>`coalesce(max(${sql.ref("section_version.head")}), 1)`;
  const moved = await db
    .selectFrom("section")
    .leftJoin("section_version", (join) =>
      join
        .onRef("section_version.section_id", "=", "section.id")
        .onRef("section_version.lineage", "=", "section.lineage"),
    )
    .leftJoin("seal", "seal.report_id", "section.report_id")
    .select(["section.id", "section.head", "section.last_edit_at", "section.last_edit_by", kept.as("kept")])
    .where("section.last_edit_at", "is not", null)
    .where("seal.report_id", "is", null)
    .groupBy(["section.id", "section.head", "section.last_edit_at", "section.last_edit_by"])
    .having("section.head", ">", kept)
    .execute();
  const due: DueVersion[] = [];
  for (const { id, head, last_edit_at: editedAt, last_edit_by: editedBy, kept: keptHead } of moved) {
    if (due.length >= limit) break;
    const sectionId = id as SectionId;
    if (editedAt !== null && editedBy !== null && editedAt <= restingSince)
      due.push({ sectionId, by: editedBy as UserId });
    else if (head - Number(keptHead) >= edits) {
      const busiest = await db
        .selectFrom("section_update")
        .select("by_user")
        .where("section_id", "=", id)
        .where("seq", ">", Number(keptHead))
        .groupBy("by_user")
        .having(sql<number>`count(*)`, ">=", edits)
        .limit(1)
        .executeTakeFirst();
      if (busiest) due.push({ sectionId, by: busiest.by_user as UserId });
    }
  }
  return due;
}
