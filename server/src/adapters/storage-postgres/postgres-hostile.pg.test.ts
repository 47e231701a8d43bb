import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { must, type Section, type UserId } from "@dongsoan/shared/domain";
import { sampleReport, sampleSection } from "../../ports/report-store.contract.ts";
import type { Storage } from "../storage-sql/storage.ts";
import { openPostgresStorage } from "./postgres-storage.ts";

const base = process.env["DATABASE_URL"];
const clock = { now: () => 1_700_000_000_000 };
const an = "an" as UserId;

if (base)
  describe("PostgreSQL and bad luck", () => {
    let admin: pg.Client;
    let storage: Storage;
    let url: string;
    const name = `hostile_${randomUUID().replaceAll("-", "")}`;

    beforeEach(async () => {
      admin = new pg.Client({ connectionString: base });
      await admin.connect();
      await admin.query(`create database ${name}`);
      const target = new URL(base);
      target.pathname = `/${name}`;
      url = target.href;
      storage = await openPostgresStorage({ url, clock });
    });
    afterEach(async () => {
      await storage.close();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    });

    const insertSections = async (count: number): Promise<readonly Section[]> => {
      const report = sampleReport();
      const sections = Array.from({ length: count }, (_, i) => sampleSection(report.id, i));
      await storage.reports.transact(async (tx) => {
        await tx.insertReport(report);
        for (const section of sections)
          await tx.insertSection(section, { payload: new Uint8Array([0, 0]), by: an, at: 1 });
      });
      return sections;
    };
    const append = async (into: Storage, { id }: Section, expectedHead: number) =>
      must(
        (
          await into.documents.append([
            {
              sectionId: id,
              epoch: 1,
              expectedHead,
              updates: [{ payload: new Uint8Array([expectedHead % 256]), by: an }],
              claims: [],
              at: 1,
            },
          ])
        )[0],
        "outcome",
      );
    const cutConnections = () =>
      admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);

    it("[STORE6] connections cut under writers: the process lives, nothing acknowledged is lost, it heals", async () => {
      const sections = await insertSections(4);
      let isStopped = false;
      let cuts = 0;
      const acknowledged = await Promise.all(
        sections.map(async (section, i) => {
          let head = 1;
          let failures = 0;
          while (!isStopped) {
            try {
              const outcome = await append(storage, section, head);
              // A commit whose answer was cut off may stand: the head is asked again, as a room does.
              head = outcome.ok
                ? outcome.head
                : must(await storage.documents.load(section.id), "document").head;
            } catch (error) {
              expect(error).toMatchObject({ code: "storage-unavailable" });
              failures += 1;
            }
            if (i === 0 && head % 40 === 0 && cuts < 5) {
              cuts += 1;
              await cutConnections();
            }
            if (i === 0 && head > 240) isStopped = true;
          }
          return { section, head, failures };
        }),
      );
      expect(acknowledged.reduce((sum, a) => sum + a.failures, 0)).toBeGreaterThan(0);
      for (const { section, head } of acknowledged) {
        const stored = must(await storage.documents.load(section.id), "document");
        expect(stored.damage).toBeNull();
        expect(stored.head).toBeGreaterThanOrEqual(head);
        expect(stored.updates).toHaveLength(stored.head);
      }
      await expect.poll(() => storage.isAvailable(), { timeout: 5000 }).toBe(true);
    });

    it("[STORE8] a command cut off half-way leaves nothing, and the next one works", async () => {
      const section = must((await insertSections(1))[0], "section");
      const cut = storage.reports.transact(async (tx) => {
        await tx.updateSection({ ...section, title: "Nửa chừng" }, "close");
        await cutConnections();
        await tx.section(section.id);
      });
      await expect(cut).rejects.toMatchObject({ code: "storage-unavailable" });
      expect((await storage.reports.sections(section.reportId))[0]).toEqual(section);
      expect(await append(storage, section, 1)).toMatchObject({ ok: true });
    });

    it("[STORE8] commands that take sections crosswise give way to one another and all succeed", async () => {
      const [a, b] = (await insertSections(2)) as [Section, Section];
      const held = new Set<string>();
      let bothHold: () => void = () => undefined;
      const isCrossed = new Promise<void>((resolve) => {
        bothHold = resolve;
      });
      let tries = 0;
      const crosswise = (first: Section, second: Section) =>
        storage.reports.transact(async (tx) => {
          tries += 1;
          const now = must(await tx.section(first.id), "section");
          await tx.updateSection({ ...now, version: now.version + 1 }, "keep");
          if (held.add(first.id).size === 2) bothHold();
          await isCrossed;
          const other = must(await tx.section(second.id), "section");
          await tx.updateSection({ ...other, version: other.version + 1 }, "keep");
        });
      await Promise.all([crosswise(a, b), crosswise(b, a)]);
      const versions = (await storage.reports.sections(a.reportId)).map((s) => s.version);
      expect(versions).toEqual([3, 3]);
      expect(tries).toBeGreaterThan(2);
    });

    it("[FENCE1] two nodes write, one locks: not one update after the lock, on either", async () => {
      const other = await openPostgresStorage({ url, clock });
      try {
        const section = must((await insertSections(1))[0], "section");
        const writer = async (node: Storage) => {
          for (let head = 1; ;) {
            const outcome = await append(node, section, head);
            if (outcome.ok) head = outcome.head;
            else if (outcome.reason === "fenced") return;
            else head = must(await node.documents.load(section.id), "document").head;
            if (head > 60) enough();
          }
        };
        let enough: () => void = () => undefined;
        const isWarm = new Promise<void>((resolve) => {
          enough = resolve;
        });
        const writers = [writer(storage), writer(other), writer(storage)];
        await isWarm;
        const lockedAt = await storage.reports.transact(async (tx) => {
          const now = must(await tx.section(section.id), "section");
          await tx.updateSection({ ...now, lock: { at: 1, by: an, reason: "" } }, "close");
          return now.head;
        });
        await Promise.all(writers);
        const stored = must(await other.documents.load(section.id), "document");
        expect(stored.head).toBe(lockedAt);
        expect(stored.updates).toHaveLength(lockedAt);
      } finally {
        await other.close();
      }
    });

    it("[SEAL6] a table of the record cannot be emptied past its guards", async () => {
      await insertSections(1);
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      for (const table of ["audit", "section_update", "seal", "report cascade"])
        await expect(client.query(`truncate ${table}`), table).rejects.toThrow("append-only");
      await client.end();
    });
  });
else
  describe("PostgreSQL and bad luck", () => {
    it("NOT TESTED: no DATABASE_URL and no PostgreSQL server binaries (apt-get install postgresql)", ({
      skip,
    }) => skip());
  });
