import { spawnSync } from "node:child_process";
import { existsSync, renameSync } from "node:fs";
import { openSqliteStorage } from "../adapters/storage-sqlite/sqlite-storage.ts";
import { checkSqliteBackup, isInUse, putSqliteBackup } from "../adapters/storage-sqlite/sqlite-backup.ts";
import { databaseFileOf } from "../installation.ts";
import { readConfig } from "../ops/config.ts";
import { atInstallation } from "./at-installation.ts";
import { exit, help, type Terminal } from "./words.ts";

const clock = { now: () => Date.now() };

export function backup([file]: readonly string[], terminal: Terminal): Promise<number> | number {
  if (file === undefined) {
    terminal.problem(help);
    return exit.usage;
  }
  if (existsSync(file)) {
    terminal.problem(`Đã có tệp ${file}; không ghi đè.`);
    return exit.failed;
  }
  return atInstallation(terminal, async ({ storage }, config) => {
    if (config.databaseUrl === null) {
      const copier = await openSqliteStorage({ file: databaseFileOf(config), clock });
      await copier.backup(file);
      await copier.close();
    } else if (!dumpPostgres(config.databaseUrl, file, terminal)) return exit.failed;
    await storage.operations.note("backup", clock.now());
    terminal.out(`Đã sao lưu vào ${file}\nGiữ cùng với thư mục khóa ${config.keyDir}.`);
    return exit.ok;
  });
}

/** The address goes by the environment: a command's arguments are for everybody on the machine to read. */
function dumpPostgres(address: string, file: string, terminal: Terminal): boolean {
  const url = new URL(address);
  const { status, error } = spawnSync("pg_dump", ["--format=custom", "--no-password", "--file", file], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      PGHOST: url.hostname,
      PGPORT: url.port || "5432",
      PGUSER: decodeURIComponent(url.username),
      PGPASSWORD: decodeURIComponent(url.password),
      PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    },
  });
  if (status === 0) return true;
  terminal.problem(
    error
      ? "Không chạy được pg_dump: cài gói postgresql-client cùng phiên bản với máy chủ."
      : "pg_dump không thành công.",
  );
  return false;
}

/** The former database is kept beside; what was written after the backup is in there. */
export function restore([file]: readonly string[], terminal: Terminal): number {
  if (file === undefined) {
    terminal.problem(help);
    return exit.usage;
  }
  const config = readConfig(process.env);
  if (config.databaseUrl !== null) {
    terminal.problem("PostgreSQL: dùng pg_restore (xem docs/operations.md).");
    return exit.failed;
  }
  const finding = checkSqliteBackup(file);
  if (finding !== null) {
    terminal.problem(`Bản sao lưu không dùng được: ${finding}`);
    return exit.no;
  }
  const target = databaseFileOf(config);
  if (existsSync(target)) {
    if (isInUse(target)) {
      terminal.problem("Máy chủ còn chạy. Hãy dừng máy chủ rồi làm lại.");
      return exit.no;
    }
    const kept = `${target}.before-restore-${new Date(clock.now()).toISOString().replace(/[:.]/g, "-")}`;
    for (const part of ["", "-wal", "-shm"])
      if (existsSync(target + part)) renameSync(target + part, kept + part);
    terminal.out(`Cơ sở dữ liệu cũ được giữ ở ${kept}`);
  }
  putSqliteBackup(file, target);
  terminal.out(`Đã phục hồi từ ${file}. Kiểm tra thư mục khóa ${config.keyDir} rồi khởi động máy chủ.`);
  return exit.ok;
}
