import { copyFileSync, existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";

/** @returns what is wrong with a file that should be a backup; null when it is whole. */
export function checkSqliteBackup(file: string): string | null {
  if (!existsSync(file)) return "không có tệp này";
  try {
    const db = new Database(file, { readonly: true });
    try {
      const verdict = db.pragma("integrity_check", { simple: true });
      if (verdict !== "ok") return String(verdict);
      const tables = db
        .prepare("select count(*) from sqlite_master where type = 'table' and name in ('section', 'audit')")
        .pluck()
        .get();
      return tables === 2 ? null : "không phải dữ liệu của Đồng Soạn";
    } finally {
      db.close();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Does another process hold this database open? In WAL mode everybody who does keeps a shared lock on the file. */
export function isInUse(file: string): boolean {
  const db = new Database(file, { timeout: 0 });
  try {
    db.pragma("locking_mode = EXCLUSIVE");
    db.exec("begin immediate; rollback");
    return false;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY")) return true;
    throw error;
  } finally {
    db.close();
  }
}

/** Whole or not at all: copied beside, then put in place. */
export function putSqliteBackup(file: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const part = `${target}.restoring`;
  copyFileSync(file, part);
  renameSync(part, target);
}
