import { randomUUID } from "node:crypto";
import pg from "pg";

const base = process.env["DATABASE_URL"] ?? "";

/** Engines that a test can run on here: PostgreSQL only where the global set-up has found or started one. */
export const engines: readonly ("sqlite" | "postgresql")[] =
  base === "" ? ["sqlite"] : ["sqlite", "postgresql"];

/** A fresh database of the test server. @returns its address, or "" for SQLite. */
export async function throwawayDatabase(engine: "sqlite" | "postgresql"): Promise<string> {
  if (engine === "sqlite") return "";
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const admin = new pg.Client({ connectionString: base });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = new URL(base);
  url.pathname = `/${name}`;
  return url.href;
}
