import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { emptyHeader, type ReportId, type SectionId, type UserId } from "@dongsoan/shared/domain";
import { describeDirectoryStore } from "../../ports/directory-store.contract.ts";
import { describeStore } from "../../ports/document-store.contract.ts";
import { describeReportStore } from "../../ports/report-store.contract.ts";
import { openSqliteStorage } from "./sqlite-storage.ts";

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
describeDirectoryStore("SQLite", make);

describe("SQLite when the disk is full", () => {
  it("[STORE6] acknowledges nothing while it lasts, and heals by itself", async () => {
    const dir = folder();
    const file = join(dir, "test.db");
    const storage = await openSqliteStorage({ file, clock, maxPageCount: 120 });
    const reportId = crypto.randomUUID() as ReportId;
    const sectionId = crypto.randomUUID() as SectionId;
    const an = "an" as UserId;
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
        { payload: new Uint8Array([0, 0]), by: an },
      );
    });
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
