import type { Kysely } from "kysely";
import type { EpochMs } from "@dongsoan/shared/domain";
import { withStorageErrors } from "./storage-error.ts";
import type { Tables } from "./tables.ts";

/** When the operator last did something that the system page tells of. */
export interface Operations {
  note(name: "backup", at: EpochMs): Promise<void>;
  lastAt(name: "backup"): Promise<EpochMs | null>;
}

export const sqlOperations = (db: Kysely<Tables>): Operations =>
  withStorageErrors<Operations>({
    async note(name, at) {
      await db
        .insertInto("operation")
        .values({ name, at })
        .onConflict((c) => c.column("name").doUpdateSet({ at }))
        .execute();
    },
    async lastAt(name) {
      const row = await db.selectFrom("operation").select("at").where("name", "=", name).executeTakeFirst();
      return row?.at ?? null;
    },
  });
