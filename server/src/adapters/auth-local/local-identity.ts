import { randomUUID } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import type { Kysely } from "kysely";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { ok, refuse, type Result, type UserId } from "@dongsoan/shared/domain";
import type { Clock } from "../../ports/clock.ts";
import type {
  Authenticated,
  EndedAccess,
  Identity,
  OpenSession,
  RequestHeaders,
  SignedIn,
} from "../../ports/identity.ts";
import { withStorageErrors } from "../storage-sql/storage-error.ts";
import type { Tables } from "../storage-sql/tables.ts";
import { credentials, idleMs, tokenPrefix } from "./credentials.ts";
import { readBearer, readSessionCookie, sessionCookie } from "./cookies.ts";
import { hashSecret, newSecret } from "./secrets.ts";

/** However often it is used. */
const absoluteMs = 14 * 24 * 3600 * 1000;
/** Ten wrong passwords for one account from one address lock it there for a quarter of an hour; also of somebody signed in. */
const triesPerAccount = 10;
const triesPerAddress = 60;
const lockSeconds = 15 * 60;
/** Somebody who knows the password must not fill the database: nobody signs in more often, or stays in at more places. */
const signInsPerMinute = 30;
const sessionsPerPerson = 50;

export interface LocalIdentityOptions {
  readonly db: Kysely<Tables>;
  readonly clock: Clock;
  readonly isSecure: boolean;
}

/** @returns whether there was a try left. */
const takes = (limiter: RateLimiterMemory, key: string): Promise<boolean> =>
  limiter.consume(key).then(
    () => true,
    (error: unknown) => {
      if (error instanceof RateLimiterRes) return false;
      throw error;
    },
  );

/** Local accounts: argon2id, opaque sessions, API tokens. Decision and reasons in docs/adr/0006. */
export async function localIdentity({ db, clock, isSecure }: LocalIdentityOptions): Promise<Identity> {
  const listeners = new Set<Parameters<Identity["onEnded"]>[0]>();
  const ended = (what: Parameters<Parameters<Identity["onEnded"]>[0]>[0]) => {
    for (const listener of listeners) listener(what);
  };
  const byAccount = new RateLimiterMemory({ points: triesPerAccount, duration: lockSeconds });
  const byEntry = new RateLimiterMemory({ points: signInsPerMinute, duration: 60 });
  const byOwner = new RateLimiterMemory({ points: triesPerAccount, duration: lockSeconds });
  const byAddress = new RateLimiterMemory({ points: triesPerAddress, duration: lockSeconds });
  // Compared with when there is no such account, so that both answers take the same time.
  const decoyHash = await hash(newSecret());

  const known = credentials(db, clock);

  const authenticate = async (headers: RequestHeaders): Promise<Authenticated | null> => {
    const bearer = readBearer(headers);
    if (bearer !== null) return known.ofToken(hashSecret(bearer));
    const cookie = readSessionCookie(headers, isSecure);
    return cookie === null ? null : known.ofSession(hashSecret(cookie));
  };

  async function endOldest(userId: string): Promise<void> {
    const rows = await db
      .deleteFrom("session")
      .where("id", "in", (eb) =>
        eb
          .selectFrom("session")
          .select("id")
          .where("user_id", "=", userId)
          .orderBy("created_at", "desc")
          .orderBy("id")
          .limit(1_000)
          .offset(sessionsPerPerson),
      )
      .returning("id")
      .execute();
    if (rows.length > 0) ended({ credentialIds: rows.map(({ id }) => id) });
  }

  /** ACCESS6: every way in but one. */
  async function endOthers(userId: UserId, keptId: string): Promise<EndedAccess> {
    const sessions = await db
      .deleteFrom("session")
      .where("user_id", "=", userId)
      .where("id", "!=", keptId)
      .returning("id")
      .execute();
    const tokens = await db.deleteFrom("api_token").where("user_id", "=", userId).returning("id").execute();
    ended({ credentialIds: [...sessions.map(({ id }) => id), ...tokens.map(({ id }) => tokenPrefix + id)] });
    return { sessions: sessions.length, tokens: tokens.length };
  }

  const stored = withStorageErrors<Omit<Identity, "onEnded">>({
    authenticate,

    alive: known.alive,

    async signIn({ username, password }, from): Promise<Result<SignedIn>> {
      const name = username.trim().toLowerCase();
      const key = `${name}|${from.ipAddress}`;
      if (!(await takes(byAddress, from.ipAddress)) || !(await takes(byAccount, key)))
        return refuse("rate-limited");
      const row = await db
        .selectFrom("person")
        .innerJoin("credential", "credential.user_id", "person.id")
        .select(["person.id", "person.is_active", "credential.password_hash"])
        .where("person.username", "=", name)
        .executeTakeFirst();
      const isRight = await verify(row?.password_hash ?? decoyHash, password);
      if (!row || !isRight || row.is_active !== 1) return refuse("signed-out");
      await byAccount.delete(key);
      if (!(await takes(byEntry, key))) return refuse("rate-limited");
      // A whole office behind one address signs in each morning: only wrong passwords count against the address.
      await byAddress.reward(from.ipAddress);
      const token = newSecret();
      const now = clock.now();
      const sessionId = randomUUID();
      await db
        .insertInto("session")
        .values({
          id: sessionId,
          token_hash: hashSecret(token),
          user_id: row.id,
          created_at: now,
          last_used_at: now,
          expires_at: now + absoluteMs,
          ip_address: from.ipAddress,
          user_agent: from.userAgent.slice(0, 300),
        })
        .execute();
      await db
        .deleteFrom("session")
        .where((eb) => eb.or([eb("expires_at", "<=", now), eb("last_used_at", "<=", now - idleMs)]))
        .execute();
      await endOldest(row.id);
      return ok({
        userId: row.id as UserId,
        sessionId,
        cookies: [sessionCookie(token, absoluteMs / 1000, isSecure)],
      });
    },

    async signOut(headers) {
      const cookie = readSessionCookie(headers, isSecure);
      if (cookie === null) return;
      const session = await db
        .deleteFrom("session")
        .where("token_hash", "=", hashSecret(cookie))
        .returning("id")
        .executeTakeFirst();
      if (session) ended({ credentialIds: [session.id] });
    },

    hashPassword: (password) => hash(password),

    async changePassword(headers, current, next) {
      const who = await authenticate(headers);
      if (!who || who.actor.tokenScope !== null) return refuse("signed-out");
      const { userId } = who.actor;
      // Whoever has a session of somebody's must not find out their password with it.
      if (!(await takes(byOwner, userId))) return refuse("rate-limited");
      const row = await db
        .selectFrom("credential")
        .select("password_hash")
        .where("user_id", "=", userId)
        .executeTakeFirst();
      if (!row || !(await verify(row.password_hash, current))) return refuse("forbidden");
      await byOwner.delete(userId);
      await db
        .updateTable("credential")
        .set({ password_hash: await hash(next), changed_at: clock.now() })
        .where("user_id", "=", userId)
        .execute();
      return ok(await endOthers(userId, who.credentialId));
    },

    async passwordWasSet({ id, username }, from) {
      // Whoever forgot the password has often locked the account for this address by trying.
      await byAccount.delete(`${username}|${from.ipAddress}`);
      ended({ userId: id });
    },

    async sessions(userId): Promise<readonly OpenSession[]> {
      const rows = await db
        .selectFrom("session")
        .selectAll()
        .where("user_id", "=", userId)
        .where("expires_at", ">", clock.now())
        .where("last_used_at", ">", clock.now() - idleMs)
        .orderBy("created_at", "desc")
        .execute();
      return rows.map((r) => ({
        id: r.id,
        createdAt: r.created_at,
        expiresAt: r.expires_at,
        ipAddress: r.ip_address,
        userAgent: r.user_agent,
      }));
    },

    async revokeSession(userId, sessionId) {
      const result = await db
        .deleteFrom("session")
        .where("id", "=", sessionId)
        .where("user_id", "=", userId)
        .executeTakeFirst();
      if (result.numDeletedRows === 0n) return false;
      ended({ credentialIds: [sessionId] });
      return true;
    },

    async accessWasEnded(userId) {
      ended({ userId });
    },
  });
  return {
    ...stored,
    onEnded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
