import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import Database from "better-sqlite3";
import { CompiledQuery, Kysely } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { must, type Section, type SectionId, type UserId } from "@dongsoan/shared/domain";
import { sampleReport, sampleSection } from "../../ports/report-store.contract.ts";
import type { Storage } from "../storage-sql/storage.ts";
import { SqliteConnection } from "./sqlite-connection.ts";
import { workerDialect } from "./sqlite-dialect.ts";
import { openSqliteStorage } from "./sqlite-storage.ts";
import { WriterTurn } from "./writer-turn.ts";

const clock = { now: () => 1_700_000_000_000 };
const an = "an" as UserId;
const killCount = process.env["LONG"] ? 50 : 5;

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "dongsoan-hostile-"));
  file = join(dir, "test.db");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function insertSections(storage: Storage, count: number): Promise<readonly Section[]> {
  const report = sampleReport();
  const sections = Array.from({ length: count }, (_, i) => sampleSection(report.id, i));
  await storage.reports.transact(async (tx) => {
    await tx.insertReport(report);
    for (const section of sections)
      await tx.insertSection(section, { payload: new Uint8Array([0, 0]), by: an, at: 1 });
  });
  return sections;
}

const append = (storage: Storage, sectionId: SectionId, expectedHead: number, payload: Uint8Array) =>
  storage.documents.append([
    { sectionId, epoch: 1, expectedHead, updates: [{ payload, by: an }], claims: [], at: 1 },
  ]);

/** Appends for ever to the section it is given; prints each seq once it was acknowledged. */
const writerProgram = (sectionId: string) => `
  import { writeSync } from "node:fs";
  import { openSqliteStorage } from ${JSON.stringify(new URL("./sqlite-storage.ts", import.meta.url).href)};
  const storage = await openSqliteStorage({ file: ${JSON.stringify(file)}, clock: { now: () => 1 } });
  let head = (await storage.documents.load(${JSON.stringify(sectionId)})).head;
  for (;;) {
    const updates = Array.from({ length: 1 + (head % 3) }, (_, i) => ({ payload: new Uint8Array(40).fill(i + 1), by: "an" }));
    const [outcome] = await storage.documents.append([
      { sectionId: ${JSON.stringify(sectionId)}, epoch: 1, expectedHead: head, updates, claims: [], at: 1 },
    ]);
    if (!outcome.ok) throw new Error(outcome.reason);
    head = outcome.head;
    writeSync(1, head + "\\n");
  }
`;

/** @returns the last acknowledged head of a writer that was killed after `lineCount` acknowledgements. */
function killAfter(sectionId: string, lineCount: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const program = join(dir, "writer.mjs");
    writeFileSync(program, writerProgram(sectionId));
    const child = spawn(process.execPath, ["--conditions=source", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const heads: number[] = [];
    const lines = createInterface({ input: child.stdout });
    lines.on("line", (line) => {
      heads.push(Number(line));
      if (heads.length === lineCount) child.kill("SIGKILL");
    });
    lines.on("close", () => {
      const last = heads.at(-1);
      if (last === undefined) reject(new Error("the writer acknowledged nothing"));
      else resolve(last);
    });
  });
}

describe("SQLite and bad luck", () => {
  it(
    `[STORE7] kill -9, ${killCount} times: every acknowledged seq is there, intact`,
    { timeout: 300_000 },
    async () => {
      let storage = await openSqliteStorage({ file, clock });
      const section = must((await insertSections(storage, 1))[0], "section");
      await storage.close();
      for (let run = 0; run < killCount; run += 1) {
        const acknowledged = await killAfter(section.id, 5 + ((run * 37) % 60));
        storage = await openSqliteStorage({ file, clock });
        const stored = must(await storage.documents.load(section.id), "document");
        await storage.close();
        expect(stored.damage).toBeNull();
        expect(stored.head).toBeGreaterThanOrEqual(acknowledged);
        expect(stored.updates.map((u) => u.seq)).toEqual(
          Array.from({ length: stored.head }, (_, i) => i + 1),
        );
      }
    },
  );

  it("[STORE4] one flipped bit of the file: that section ends there, the others serve", async () => {
    let storage = await openSqliteStorage({ file, clock });
    const [bad, good] = (await insertSections(storage, 2)) as [Section, Section];
    const mark = Buffer.from(randomUUID());
    for (let head = 1; head < 8; head += 1)
      for (const { id } of [bad, good])
        await append(storage, id, head, id === bad.id && head === 4 ? mark : Buffer.from(randomUUID()));
    await storage.close();

    const content = readFileSync(file);
    const at = content.indexOf(mark);
    expect(at).toBeGreaterThan(0);
    content[at + 3] = must(content[at + 3], "byte") ^ 0x10;
    writeFileSync(file, content);

    storage = await openSqliteStorage({ file, clock });
    const stored = await storage.documents.load(bad.id);
    expect(stored?.damage).toEqual({ seq: 5 });
    expect(stored?.updates.map((u) => u.seq)).toEqual([1, 2, 3, 4]);
    expect(await storage.documents.load(good.id)).toMatchObject({ head: 8, damage: null });
    expect(await append(storage, good.id, 8, mark)).toMatchObject([{ ok: true }]);
    expect(await storage.reports.damagedSections()).toHaveLength(1);
    await storage.close();
  });

  it("[STORE5] a damaged snapshot is passed over for the whole log", async () => {
    const storage = await openSqliteStorage({ file, clock });
    const { id } = must((await insertSections(storage, 1))[0], "section");
    for (let head = 1; head < 6; head += 1) await append(storage, id, head, new Uint8Array([head]));
    await storage.documents.saveSnapshot(id, { seq: 5, state: new Uint8Array(100).fill(7) });
    const raw = new Database(file);
    raw.exec("update section_snapshot set state = zeroblob(100)");
    raw.close();
    const stored = await storage.documents.load(id);
    expect(stored?.snapshot).toBeNull();
    expect(stored?.damage).toBeNull();
    expect(stored?.updates.map((u) => u.seq)).toEqual([1, 2, 3, 4, 5, 6]);
    await storage.close();
  });

  it("[STORE8] a transaction that outlives its worker cannot go on by halves on the next one", async () => {
    const sqlite = new SqliteConnection({ file, checkpointsItself: false, maxPageCount: 40 });
    const db = new Kysely<{ note: { text: string } }>({ dialect: workerDialect(sqlite, new WriterTurn()) });
    await db.executeQuery(CompiledQuery.raw("create table note (text text not null)"));
    const work = db.transaction().execute(async (tx) => {
      await tx.insertInto("note").values({ text: "first" }).execute();
      // The disk is full; SQLite takes the transaction back and the worker is replaced.
      await tx
        .insertInto("note")
        .values({ text: "x".repeat(900_000) })
        .execute()
        .catch(() => undefined);
      await tx.insertInto("note").values({ text: "second" }).execute();
    });
    await expect(work).rejects.toMatchObject({ code: "storage-unavailable" });
    expect(await db.selectFrom("note").selectAll().execute()).toEqual([]);
    await db.transaction().execute((tx) => tx.insertInto("note").values({ text: "third" }).execute());
    expect(await db.selectFrom("note").selectAll().execute()).toEqual([{ text: "third" }]);
    await sqlite.close();
  });

  it("[STORE6] an open transaction makes appends wait, not fail", async () => {
    const storage = await openSqliteStorage({ file, clock });
    const { id, reportId } = must((await insertSections(storage, 1))[0], "section");
    const order: string[] = [];
    const opened = Promise.withResolvers<void>();
    const waiting = opened.promise.then(async () => {
      const [outcome] = await append(storage, id, 1, new Uint8Array([1]));
      order.push("append");
      return outcome;
    });
    await storage.reports.transact(async (tx) => {
      opened.resolve();
      await tx.report(reportId);
      await tx.sections(reportId);
      order.push("transaction");
    });
    expect(await waiting).toMatchObject({ ok: true, head: 2 });
    expect(order).toEqual(["transaction", "append"]);
    await storage.close();
  });

  it("[STORE6] readiness comes back by itself, without a writer", async () => {
    const storage = await openSqliteStorage({ file, clock, maxPageCount: 90 });
    const { id } = must((await insertSections(storage, 1))[0], "section");
    await expect(append(storage, id, 1, new Uint8Array(900_000))).rejects.toMatchObject({
      code: "storage-unavailable",
    });
    expect(storage.isAvailable()).toBe(false);
    await expect.poll(() => storage.isAvailable(), { timeout: 5000 }).toBe(true);
    await storage.close();
  });

  it("[STORE7] a backup taken under writers is a whole store, and closing leaves one file", async () => {
    const storage = await openSqliteStorage({ file, clock });
    const sections = await insertSections(storage, 3);
    let isStopped = false;
    const writers = sections.map(async ({ id }) => {
      for (let head = 1; !isStopped; head += 1) await append(storage, id, head, Buffer.from(randomUUID()));
    });
    const copy = join(dir, "copy.db");
    await storage.backup(copy);
    isStopped = true;
    await Promise.all(writers);
    await storage.close();
    expect(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);

    const restored = await openSqliteStorage({ file: copy, clock });
    for (const { id } of sections) {
      const stored = must(await restored.documents.load(id), "document");
      expect(stored.damage).toBeNull();
      expect(stored.updates).toHaveLength(stored.head);
    }
    await restored.close();
    await expect(restored.documents.load(must(sections[0], "section").id)).rejects.toMatchObject({
      code: "storage-unavailable",
    });
  });

  it("[STORE5] 20,000 edits with a snapshot near the head: only the tail is read", async () => {
    const storage = await openSqliteStorage({ file, clock });
    const { id } = must((await insertSections(storage, 1))[0], "section");
    for (let head = 1; head < 20_001; head += 1000)
      await storage.documents.append([
        {
          sectionId: id,
          epoch: 1,
          expectedHead: head,
          updates: Array.from({ length: 1000 }, () => ({ payload: new Uint8Array(30), by: an })),
          claims: [],
          at: 1,
        },
      ]);
    await storage.documents.saveSnapshot(id, { seq: 19_990, state: new Uint8Array(60_000) });
    const stored = await storage.documents.load(id);
    expect(stored?.updates.map((u) => u.seq)).toEqual(Array.from({ length: 11 }, (_, i) => 19_991 + i));
    await storage.close();
  });
});
