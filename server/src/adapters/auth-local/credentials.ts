import DataLoader from "dataloader";
import type { Kysely } from "kysely";
import type { OrgRole, UnitId, UserId } from "@dongsoan/shared/domain";
import type { Clock } from "../../ports/clock.ts";
import type { Authenticated, Identity } from "../../ports/identity.ts";
import type { Tables } from "../storage-sql/tables.ts";

const day = 24 * 3600 * 1000;
/** ACCESS3: a weekend's pause does not end a session, a longer one does; two weeks end it in any case. */
export const idleMs = 3 * day;
/** Written at most this often, so that reading does not write. */
const touchEveryMs = 5 * 60 * 1000;
/** Parameters of one statement; SQLite takes some tens of thousands. */
const maxTogether = 500;

/** Of a credential id that is a token. */
export const tokenPrefix = "token:";

/** Answers to keys asked in one turn of the event loop come from one query; none is older than its question. */
const askedTogether = <V>(read: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>) =>
  new DataLoader<string, V | null>(
    async (keys) => {
      const found = await read([...new Set(keys)]);
      return keys.map((key) => found.get(key) ?? null);
    },
    { cache: false, maxBatchSize: maxTogether, batchScheduleFn: (ask) => setImmediate(ask) },
  );

interface Owner {
  readonly user_id: string;
  readonly unit_id: string | null;
  readonly roles: string;
  readonly expires_at: number;
}

const authenticated = (
  owner: Owner,
  credentialId: string,
  tokenScope: "read" | "write" | null,
): Authenticated => ({
  actor: {
    userId: owner.user_id as UserId,
    unitId: owner.unit_id as UnitId | null,
    roles: JSON.parse(owner.roles) as OrgRole[],
    tokenScope,
  },
  credentialId,
  expiresAt: owner.expires_at,
});

/** Who holds a session or an API token, by the hash of its secret; null when it is unknown, over, or its person is disabled. */
export interface Credentials {
  ofSession(tokenHash: string): Promise<Authenticated | null>;
  ofToken(tokenHash: string): Promise<Authenticated | null>;
  alive: Identity["alive"];
}

/** After a restart a whole town hall comes back at once: they are looked up together, and marked as seen together. */
export function credentials(db: Kysely<Tables>, clock: Clock): Credentials {
  const touch = async (
    table: "session" | "api_token",
    rows: readonly { readonly id: string; readonly last_used_at: number | null }[],
  ) => {
    const now = clock.now();
    const ids = rows.filter((row) => (row.last_used_at ?? 0) < now - touchEveryMs).map(({ id }) => id);
    if (ids.length > 0)
      await db.updateTable(table).set({ last_used_at: now }).where("id", "in", ids).execute();
  };

  const sessions = askedTogether(async (hashes) => {
    const now = clock.now();
    const rows = await db
      .selectFrom("session as credential")
      .innerJoin("person", "person.id", "credential.user_id")
      .select(["credential.id", "token_hash", "user_id", "last_used_at", "expires_at", "unit_id", "roles"])
      .where("token_hash", "in", hashes)
      .where("expires_at", ">", now)
      .where("last_used_at", ">", now - idleMs)
      .where("person.is_active", "=", 1)
      .execute();
    await touch("session", rows);
    return new Map(rows.map((row) => [row.token_hash, authenticated(row, row.id, null)]));
  });

  const tokens = askedTogether(async (hashes) => {
    const rows = await db
      .selectFrom("api_token as credential")
      .innerJoin("person", "person.id", "credential.user_id")
      .select([
        "credential.id",
        "token_hash",
        "user_id",
        "last_used_at",
        "expires_at",
        "scope",
        "unit_id",
        "person.roles",
      ])
      .where("token_hash", "in", hashes)
      .where("expires_at", ">", clock.now())
      .where("person.is_active", "=", 1)
      .execute();
    await touch("api_token", rows);
    return new Map(rows.map((row) => [row.token_hash, authenticated(row, tokenPrefix + row.id, row.scope)]));
  });

  const aliveSessions = async (ids: readonly string[], used: ReadonlySet<string>) => {
    const now = clock.now();
    const rows = await db
      .selectFrom("session as credential")
      .innerJoin("person", "person.id", "credential.user_id")
      .select(["credential.id", "last_used_at"])
      .where("credential.id", "in", ids)
      .where("expires_at", ">", now)
      .where("last_used_at", ">", now - idleMs)
      .where("person.is_active", "=", 1)
      .execute();
    await touch(
      "session",
      rows.filter(({ id }) => used.has(id)),
    );
    return rows.map(({ id }) => id);
  };

  const aliveTokens = async (ids: readonly string[], used: ReadonlySet<string>) => {
    const rows = await db
      .selectFrom("api_token as credential")
      .innerJoin("person", "person.id", "credential.user_id")
      .select(["credential.id", "last_used_at"])
      .where(
        "credential.id",
        "in",
        ids.map((id) => id.slice(tokenPrefix.length)),
      )
      .where("expires_at", ">", clock.now())
      .where("person.is_active", "=", 1)
      .execute();
    await touch(
      "api_token",
      rows.filter(({ id }) => used.has(tokenPrefix + id)),
    );
    return rows.map(({ id }) => tokenPrefix + id);
  };

  const alive: Credentials["alive"] = async (ids, used) => {
    const { tokens: tokenIds = [], sessions: sessionIds = [] } = Object.groupBy(ids, (id) =>
      id.startsWith(tokenPrefix) ? "tokens" : "sessions",
    );
    return new Set([
      ...(sessionIds.length > 0 ? await aliveSessions(sessionIds, used) : []),
      ...(tokenIds.length > 0 ? await aliveTokens(tokenIds, used) : []),
    ]);
  };

  return { alive, ofSession: (hash) => sessions.load(hash), ofToken: (hash) => tokens.load(hash) };
}
