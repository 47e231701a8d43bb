import { randomUUID } from "node:crypto";
import { join } from "node:path";
import Database from "better-sqlite3";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { AckClient } from "../kit/ack-client.ts";
import { setUpCommune } from "../kit/commune.ts";
import { CutLine } from "../kit/cut-line.ts";
import { makeOneSection } from "../kit/one-section.ts";
import type { TestPerson } from "../kit/person.ts";
import { RunningServer } from "../kit/running-server.ts";

const given = process.env["DATABASE_URL"];
const patience = { timeout: 30_000, interval: 100 };

/** Types until the word is acknowledged or the line closes. */
async function type(person: TestPerson, sectionId: string, word: string): Promise<"saved" | number> {
  const client = new AckClient(person, sectionId);
  try {
    const closed = client.closed;
    const early = await Promise.race([client.synced.then(() => null), closed]).catch(() => closed);
    if (early !== null) return early;
    client.type(word);
    const saved = expect.poll(() => client.acknowledged().includes(word), patience).toBe(true);
    return await Promise.race([saved.then(() => "saved" as const), closed]);
  } finally {
    client.leave();
  }
}

async function readAfresh(person: TestPerson, sectionId: string): Promise<string> {
  const reader = new AckClient(person, sectionId);
  await reader.synced;
  const { text } = reader;
  reader.leave();
  return text;
}

/** [STORE6] through the whole product: nothing is acknowledged while it lasts, it is said, and it heals by itself. */
async function goThrough(server: RunningServer, fail: () => void, heal: () => void): Promise<void> {
  const { coordinator, units } = await setUpCommune(server);
  const { section, reportId } = await makeOneSection(coordinator, units.economy.id);
  expect(await type(coordinator, section.id, " trước")).toBe("saved");
  const writing = new AckClient(coordinator, section.id);
  await writing.synced;
  fail();
  writing.type(" trong");
  // 1013: try again later. The page says that it keeps the text on this machine.
  expect(await writing.closed).toBe(1013);
  expect(writing.acknowledged()).toEqual([]);
  await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status, patience).toBe(503);
  const refused = await coordinator.send("lockSections", {
    params: { id: reportId },
    body: { sectionIds: [section.id], reason: "" },
  });
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: "storage-unavailable" });
  heal();
  await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status, patience).toBe(200);
  expect(await type(coordinator, section.id, " sau")).toBe("saved");
  const text = await readAfresh(coordinator, section.id);
  expect(text).toContain("trước");
  expect(text).toContain("sau");
  writing.leave();
}

describe("a database that goes away under the running server", () => {
  it("[STORE6] SQLite: held by somebody else, then free again", async () => {
    const server = await RunningServer.start();
    const holder = new Database(join(server.dataDir, "dongsoan.db"));
    try {
      await goThrough(
        server,
        () => holder.exec("begin immediate"),
        () => holder.exec("rollback"),
      );
    } finally {
      holder.close();
      await server.stop();
    }
  }, 120_000);

  it.skipIf(!given)(
    "[STORE6] PostgreSQL: its line is cut, then mended",
    async () => {
      const url = new URL(given ?? "");
      const admin = new pg.Client({ connectionString: given });
      await admin.connect();
      const name = `down_${randomUUID().replaceAll("-", "")}`;
      await admin.query(`create database ${name}`);
      await admin.end();
      const line = await CutLine.to(url.hostname, Number(url.port || 5432));
      url.pathname = `/${name}`;
      url.host = `127.0.0.1:${line.port}`;
      const server = await RunningServer.start({ DATABASE_URL: url.href });
      try {
        await goThrough(
          server,
          () => line.cut(),
          () => line.mend(),
        );
      } finally {
        await server.stop();
        line.close();
      }
    },
    120_000,
  );
});
