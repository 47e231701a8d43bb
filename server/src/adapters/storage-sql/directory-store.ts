import type { Kysely, Selectable } from "kysely";
import type { OrgRole, UnitId, UserId } from "@dongsoan/shared/domain";
import type {
  ApiToken,
  DirectoryStore,
  Invitation,
  PasswordReset,
  Person,
  Unit,
} from "../../ports/directory-store.ts";
import { withStorageErrors } from "./storage-error.ts";
import type { Tables } from "./tables.ts";

const toUnit = (row: Selectable<Tables["unit"]>): Unit => ({
  id: row.id as UnitId,
  name: row.name,
  shortName: row.short_name,
  version: row.version,
  isActive: row.is_active === 1,
});
const toPerson = (row: Selectable<Tables["person"]>): Person => ({
  id: row.id as UserId,
  name: row.name,
  username: row.username,
  unitId: row.unit_id as UnitId | null,
  roles: JSON.parse(row.roles) as OrgRole[],
  isActive: row.is_active === 1,
  email: row.email,
  locale: row.locale === "en" ? "en" : "vi",
});
const toInvitation = (row: Selectable<Tables["invitation"]>): Invitation => ({
  id: row.id,
  tokenHash: row.token_hash,
  name: row.name,
  unitId: row.unit_id as UnitId | null,
  roles: JSON.parse(row.roles) as OrgRole[],
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  email: row.email,
  locale: row.locale === "en" ? "en" : "vi",
});
const toPasswordReset = (row: Selectable<Tables["password_reset"]>): PasswordReset => ({
  id: row.id,
  tokenHash: row.token_hash,
  userId: row.user_id as UserId,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});
const toApiToken = (row: Selectable<Tables["api_token"]>): ApiToken => ({
  id: row.id,
  tokenHash: row.token_hash,
  userId: row.user_id as UserId,
  name: row.name,
  scope: row.scope,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
});

/** @param isRowLocking inside a transaction, on an engine that has more than one writer. */
export function sqlDirectoryStore(db: Kysely<Tables>, isRowLocking = false): DirectoryStore {
  return withStorageErrors<DirectoryStore>({
    async organisation() {
      const row = await db.selectFrom("organisation").selectAll().where("id", "=", 1).executeTakeFirst();
      return row
        ? { name: row.name, parentAgency: row.parent_agency, place: row.place, createdAt: row.created_at }
        : null;
    },
    async saveOrganisation(o) {
      const fields = { name: o.name, parent_agency: o.parentAgency, place: o.place, created_at: o.createdAt };
      await db
        .insertInto("organisation")
        .values({ id: 1, ...fields })
        .onConflict((c) => c.column("id").doUpdateSet(fields))
        .execute();
    },
    async units() {
      return (await db.selectFrom("unit").selectAll().orderBy("name").execute()).map(toUnit);
    },
    async saveUnit(unit, expectedVersion) {
      const fields = {
        name: unit.name,
        short_name: unit.shortName,
        version: unit.version,
        is_active: unit.isActive ? 1 : 0,
      };
      if (expectedVersion === null) {
        await db
          .insertInto("unit")
          .values({ id: unit.id, ...fields })
          .execute();
        return true;
      }
      const result = await db
        .updateTable("unit")
        .set(fields)
        .where("id", "=", unit.id)
        .where("version", "=", expectedVersion)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async people() {
      const rows = await db
        .selectFrom("person")
        .selectAll()
        .orderBy("name")
        .$if(isRowLocking, (q) => q.forUpdate())
        .execute();
      return rows.map(toPerson);
    },
    async person(id) {
      const row = await db
        .selectFrom("person")
        .selectAll()
        .where("id", "=", id)
        .$if(isRowLocking, (q) => q.forUpdate())
        .executeTakeFirst();
      return row ? toPerson(row) : null;
    },
    async savePerson(p) {
      const fields = {
        name: p.name,
        username: p.username,
        unit_id: p.unitId,
        roles: JSON.stringify(p.roles),
        is_active: p.isActive ? 1 : 0,
        email: p.email,
        locale: p.locale,
      };
      await db
        .insertInto("person")
        .values({ id: p.id, ...fields })
        .onConflict((c) => c.column("id").doUpdateSet(fields))
        .execute();
    },
    async invitations(now) {
      return (
        await db
          .selectFrom("invitation")
          .selectAll()
          .where("expires_at", ">", now)
          .orderBy("created_at", "desc")
          .execute()
      ).map(toInvitation);
    },
    async invitationByHash(tokenHash) {
      const row = await db
        .selectFrom("invitation")
        .selectAll()
        .where("token_hash", "=", tokenHash)
        .executeTakeFirst();
      return row ? toInvitation(row) : null;
    },
    async saveInvitation(i) {
      await db
        .insertInto("invitation")
        .values({
          id: i.id,
          token_hash: i.tokenHash,
          name: i.name,
          unit_id: i.unitId,
          roles: JSON.stringify(i.roles),
          created_at: i.createdAt,
          expires_at: i.expiresAt,
          email: i.email,
          locale: i.locale,
        })
        .execute();
    },
    async deleteInvitation(id) {
      return (await db.deleteFrom("invitation").where("id", "=", id).executeTakeFirst()).numDeletedRows > 0n;
    },
    async passwordResetByHash(tokenHash) {
      const row = await db
        .selectFrom("password_reset")
        .selectAll()
        .where("token_hash", "=", tokenHash)
        .executeTakeFirst();
      return row ? toPasswordReset(row) : null;
    },
    async savePasswordReset(r) {
      const fields = {
        id: r.id,
        token_hash: r.tokenHash,
        created_at: r.createdAt,
        expires_at: r.expiresAt,
      };
      await db
        .insertInto("password_reset")
        .values({ user_id: r.userId, ...fields })
        .onConflict((c) => c.column("user_id").doUpdateSet(fields))
        .execute();
    },
    async deletePasswordReset(id) {
      return (
        (await db.deleteFrom("password_reset").where("id", "=", id).executeTakeFirst()).numDeletedRows > 0n
      );
    },
    async apiTokens(userId) {
      return (
        await db
          .selectFrom("api_token")
          .selectAll()
          .where("user_id", "=", userId)
          .orderBy("created_at", "desc")
          .execute()
      ).map(toApiToken);
    },
    async apiTokenCounts() {
      const rows = await db
        .selectFrom("api_token")
        .select((eb) => ["user_id", eb.fn.countAll().as("count")])
        .groupBy("user_id")
        .execute();
      return new Map(rows.map(({ user_id, count }) => [user_id as UserId, Number(count)]));
    },
    async saveApiToken(t) {
      await db
        .insertInto("api_token")
        .values({
          id: t.id,
          token_hash: t.tokenHash,
          user_id: t.userId,
          name: t.name,
          scope: t.scope,
          created_at: t.createdAt,
          expires_at: t.expiresAt,
          last_used_at: t.lastUsedAt,
        })
        .onConflict((c) => c.column("id").doUpdateSet({ last_used_at: t.lastUsedAt }))
        .execute();
    },
    async deleteApiToken(id, userId) {
      return (
        (
          await db
            .deleteFrom("api_token")
            .where("id", "=", id)
            .where("user_id", "=", userId)
            .executeTakeFirst()
        ).numDeletedRows > 0n
      );
    },
  });
}
