import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { emptyHeader, type ReportId, type SectionId, type UserId } from "@dongsoan/shared/domain";
import { describeCommentStore } from "../../ports/comment-store.contract.ts";
import { describeDirectoryStore } from "../../ports/directory-store.contract.ts";
import { describeStore } from "../../ports/document-store.contract.ts";
import { describeReportStore } from "../../ports/report-store.contract.ts";
import { describeVersionStore } from "../../ports/version-store.contract.ts";
import { openSqliteStorage, type SqliteStorage } from "./sqlite-storage.ts";

const clock = { now: () => 1_700_000_000_000 };
const folder = () => mkdtempSync(join(tmpdir(), "dongsoan-store-"));

const make = async () => {
  const dir = folder();
  const file = join(dir, "test.db");
  const storage = await openSqliteStorage({ file, clock });
  const raw = new Database(file);
  return {
    ...storage,
    raw: (sql: string): Promise<void> => new Promise((resolve) => resolve(void raw.exec(sql))),
    async close() {
      raw.close();
      await storage.close();
      rmSync(dir, { recursive: true });
    },
  };
};

describeStore("SQLite", make);
describeReportStore("SQLite", make);
describeVersionStore("SQLite", make);
describeCommentStore("SQLite", make);
describeDirectoryStore("SQLite", make);

const an = "an" as UserId;

/** A report with one section that stands at head 1. */
async function makeSection(storage: SqliteStorage): Promise<SectionId> {
  const reportId = crypto.randomUUID() as ReportId;
  const sectionId = crypto.randomUUID() as SectionId;
  await storage.reports.transact(async (tx) => {
    await tx.insertReport({
      id: reportId,
      header: emptyHeader,
      version: 1,
      state: { kind: "collecting" },
      coordinatorIds: [],
      readerIds: [],
      dueAt: null,
      originalId: null,
      replacesId: null,
      createdAt: 1,
      createdBy: an,
    });
    await tx.insertSection(
      {
        id: sectionId,
        reportId,
        parentId: null,
        position: 0,
        title: "",
        assignment: {
          unitId: null,
          ownerId: null,
          dueAt: null,
          contributingUnitIds: [],
          reviewingUnitIds: [],
          readScope: "inherit",
        },
        state: { kind: "assigned" },
        lock: null,
        version: 1,
        head: 1,
        epoch: 1,
        lineage: 1,
        lastEdit: null,
      },
      { payload: new Uint8Array([0, 0]), by: an, at: 1 },
    );
  });
  return sectionId;
}

describe("SQLite when the disk is full", () => {
  it("[STORE6] acknowledges nothing while it lasts, and heals by itself", async () => {
    const dir = folder();
    const file = join(dir, "test.db");
    const storage = await openSqliteStorage({ file, clock, maxPageCount: 120 });
    const sectionId = await makeSection(storage);
    const append = (expectedHead: number, size: number) =>
      storage.documents.append([
        {
          sectionId,
          epoch: 1,
          expectedHead,
          updates: [{ payload: new Uint8Array(size), by: an }],
          claims: [],
          at: 1,
        },
      ]);
    await expect(append(1, 900_000)).rejects.toMatchObject({ code: "storage-unavailable" });
    expect(storage.isAvailable()).toBe(false);
    expect((await storage.documents.load(sectionId))?.head).toBe(1);
    expect(await append(1, 10)).toMatchObject([{ ok: true, head: 2 }]);
    expect(storage.isAvailable()).toBe(true);
    await storage.close();
    rmSync(dir, { recursive: true });
  });
});

describe("SQLite under steady typing", () => {
  it("[STORE9] folds its log into the file beside the appends", async () => {
    const dir = folder();
    const file = join(dir, "test.db");
    const storage = await openSqliteStorage({ file, clock });
    const sectionId = await makeSection(storage);
    const payload = new Uint8Array(64_000);
    for (let head = 1; head <= 500; head += 1)
      await storage.documents.append([
        { sectionId, epoch: 1, expectedHead: head, updates: [{ payload, by: an }], claims: [], at: 1 },
      ]);
    expect(statSync(file).size).toBeGreaterThan(250 * payload.length);
    expect(statSync(`${file}-wal`).size).toBeLessThan(16 * 1024 * 1024);
    await storage.close();
    rmSync(dir, { recursive: true });
  });
});
