import type { Kysely } from "kysely";
import type { AccountStore } from "../../ports/identity.ts";
import { withStorageErrors } from "./storage-error.ts";
import type { Tables } from "./tables.ts";

export function sqlAccountStore(db: Kysely<Tables>): AccountStore {
  return withStorageErrors<AccountStore>({
    async savePassword(userId, passwordHash, at) {
      const fields = { password_hash: passwordHash, changed_at: at };
      await db
        .insertInto("credential")
        .values({ user_id: userId, ...fields })
        .onConflict((c) => c.column("user_id").doUpdateSet(fields))
        .execute();
    },
    async endAccess(userId) {
      const sessions = await db.deleteFrom("session").where("user_id", "=", userId).executeTakeFirst();
      const tokens = await db.deleteFrom("api_token").where("user_id", "=", userId).executeTakeFirst();
      return { sessions: Number(sessions.numDeletedRows), tokens: Number(tokens.numDeletedRows) };
    },
  });
}
