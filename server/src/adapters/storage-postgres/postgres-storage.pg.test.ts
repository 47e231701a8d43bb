import { randomUUID } from "node:crypto";
import pg from "pg";
import { describe, it } from "vitest";
import { describeCommentStore } from "../../ports/comment-store.contract.ts";
import { describeDirectoryStore } from "../../ports/directory-store.contract.ts";
import { describeStore } from "../../ports/document-store.contract.ts";
import { describeReportStore } from "../../ports/report-store.contract.ts";
import { describeVersionStore } from "../../ports/version-store.contract.ts";
import { openPostgresStorage } from "./postgres-storage.ts";

const base = process.env["DATABASE_URL"];

if (base) {
  const make = async () => {
    const name = `test_${randomUUID().replaceAll("-", "")}`;
    const admin = new pg.Client({ connectionString: base });
    await admin.connect();
    await admin.query(`create database ${name}`);
    await admin.end();
    const url = new URL(base);
    url.pathname = `/${name}`;
    const storage = await openPostgresStorage({ url: url.href, clock: { now: () => 1_700_000_000_000 } });
    const raw = new pg.Client({ connectionString: url.href });
    await raw.connect();
    return {
      ...storage,
      raw: async (sql: string) => void (await raw.query(sql)),
      async close() {
        await raw.end();
        await storage.close();
      },
    };
  };
  describeStore("PostgreSQL", make);
  describeReportStore("PostgreSQL", make);
  describeVersionStore("PostgreSQL", make);
  describeCommentStore("PostgreSQL", make);
  describeDirectoryStore("PostgreSQL", make);
} else
  describe("PostgreSQL store", () => {
    it("NOT TESTED: no DATABASE_URL and no PostgreSQL server binaries (apt-get install postgresql)", ({
      skip,
    }) => skip());
  });
