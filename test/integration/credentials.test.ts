import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  openSqliteStorage,
  type SqliteStorage,
} from "../../server/src/adapters/storage-sqlite/sqlite-storage.ts";
import { credentials } from "../../server/src/adapters/auth-local/credentials.ts";

const day = 24 * 3600 * 1000;
const now = 1_700_000_000_000;
const clock = { now: () => now };
const people = Array.from({ length: 60 }, (_, i) => `person-${i}`);
let dir: string;
let storage: SqliteStorage;
let questions = 0;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "dongsoan-credentials-"));
  storage = await openSqliteStorage({ file: join(dir, "test.db"), clock });
  for (const [i, id] of people.entries())
    await storage.kysely
      .insertInto("person")
      .values({
        id,
        name: id,
        username: id,
        unit_id: null,
        roles: i === 0 ? '["admin"]' : "[]",
        is_active: i === 1 ? 0 : 1,
        email: null,
        locale: "vi",
      })
      .execute();
  questions = 0;
});
afterEach(async () => {
  await storage.close();
  rmSync(dir, { recursive: true });
});

const session = (userId: string, more: Partial<{ last_used_at: number; expires_at: number }> = {}) =>
  storage.kysely
    .insertInto("session")
    .values({
      id: `session-of-${userId}`,
      token_hash: `hash-of-${userId}`,
      user_id: userId,
      created_at: now,
      last_used_at: now,
      expires_at: now + day,
      ip_address: null,
      user_agent: null,
      ...more,
    })
    .execute();
const lastUsedAt = async (userId: string) =>
  (
    await storage.kysely
      .selectFrom("session")
      .select("last_used_at")
      .where("user_id", "=", userId)
      .executeTakeFirstOrThrow()
  ).last_used_at;
const counted = () =>
  storage.kysely.withPlugin({
    transformQuery: ({ node }) => {
      questions += 1;
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  });

it("[ACCESS3] many who come at once are looked up together, and each is who they are", async () => {
  for (const id of people) await session(id);
  const known = credentials(counted(), clock);
  const answers = await Promise.all([...people, "nobody"].map((id) => known.ofSession(`hash-of-${id}`)));
  expect(questions).toBe(1);
  expect(answers.map((who) => who?.actor.userId ?? null)).toEqual(
    [...people, null].map((id) => (id === "person-1" ? null : id)),
  );
  expect(answers.map((who) => who?.actor.roles ?? [])).toEqual(
    [...people, null].map((id) => (id === "person-0" ? ["admin"] : [])),
  );
});

it("[ACCESS3] one that is over is nobody's, asked for together with others or twice", async () => {
  await session("person-2", { expires_at: now });
  await session("person-3", { last_used_at: now - 3 * day });
  await session("person-4");
  const known = credentials(storage.kysely, clock);
  const answers = await Promise.all(
    ["person-2", "person-3", "person-4", "person-4"].map((id) => known.ofSession(`hash-of-${id}`)),
  );
  expect(answers.map((who) => who?.credentialId ?? null)).toEqual([
    null,
    null,
    "session-of-person-4",
    "session-of-person-4",
  ]);
  await storage.kysely.deleteFrom("session").execute();
  expect(await known.ofSession("hash-of-person-4")).toBeNull();
});

it("[ACCESS3] use is noted every few minutes, not with every question", async () => {
  await session("person-5", { last_used_at: now - 6 * 60 * 1000 });
  await session("person-6", { last_used_at: now - 60 * 1000 });
  const known = credentials(storage.kysely, clock);
  await Promise.all(["person-5", "person-6"].map((id) => known.ofSession(`hash-of-${id}`)));
  expect([await lastUsedAt("person-5"), await lastUsedAt("person-6")]).toEqual([now, now - 60 * 1000]);
});

it("[ACCESS3] a socket's session is over like any other; what is written over it is use", async () => {
  const before = now - 6 * 60 * 1000;
  await session("person-2", { expires_at: now });
  await session("person-3", { last_used_at: now - 3 * day });
  await session("person-4", { last_used_at: before });
  await session("person-5", { last_used_at: before });
  await session("person-1");
  const known = credentials(counted(), clock);
  const ids = ["person-1", "person-2", "person-3", "person-4", "person-5"].map((id) => `session-of-${id}`);
  const alive = await known.alive(ids, new Set(["session-of-person-3", "session-of-person-4"]));
  expect([...alive].toSorted()).toEqual(["session-of-person-4", "session-of-person-5"]);
  const times = await Promise.all(["person-3", "person-4", "person-5"].map(lastUsedAt));
  expect(times).toEqual([now - 3 * day, now, before]);
  questions = 0;
  await known.alive(ids, new Set(["session-of-person-4"]));
  expect(questions, "asked twice a second, and written every few minutes").toBe(1);
});

it("[ACCESS4] tokens are told from sessions, with their scope", async () => {
  await session("person-7");
  await storage.kysely
    .insertInto("api_token")
    .values({
      id: "token-1",
      token_hash: "hash-of-token",
      user_id: "person-7",
      name: "đồng bộ",
      scope: "read",
      created_at: now,
      expires_at: now + day,
      last_used_at: null,
    })
    .execute();
  const known = credentials(storage.kysely, clock);
  const [token, session7, crossed] = await Promise.all([
    known.ofToken("hash-of-token"),
    known.ofSession("hash-of-person-7"),
    known.ofSession("hash-of-token"),
  ]);
  expect([token?.actor.tokenScope, token?.credentialId]).toEqual(["read", "token:token-1"]);
  expect([session7?.actor.tokenScope, crossed]).toEqual([null, null]);
});
