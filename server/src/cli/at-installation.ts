import { existsSync } from "node:fs";
import { AppError } from "@dongsoan/shared/domain";
import { databaseFileOf, type Installation, openInstallation } from "../installation.ts";
import { type Config, readConfig } from "../ops/config.ts";
import { exit, type Terminal } from "./words.ts";

/**
 * Runs on the installation's own database, beside a running server or without one. Nothing is made where there is none:
 * a wrong DATA_DIR must not look like an empty installation.
 */
export async function atInstallation(
  terminal: Terminal,
  work: (installation: Installation, config: Config) => Promise<number>,
): Promise<number> {
  const config = readConfig(process.env);
  if (config.databaseUrl === null && !existsSync(databaseFileOf(config))) {
    terminal.problem(`Không có dữ liệu ở ${config.dataDir} (DATA_DIR).`);
    return exit.failed;
  }
  const installation = await openInstallation(config, {
    onError: (error) => terminal.problem(String(error)),
    onDamage: ({ sectionId, seq }) => terminal.problem(`Mục ${sectionId} hỏng từ bản ghi ${seq}.`),
    // The server looks each minute by itself.
    wakePostman: () => undefined,
    wakeKeeper: () => undefined,
    // No command of the command line changes text.
    writer: { write: () => Promise.reject(new AppError("internal", "no rooms here")) },
  });
  try {
    return await work(installation, config);
  } finally {
    const { deps, storage } = installation;
    await Promise.all([deps.textWork.close(), deps.renderer.close()]);
    await storage.close();
  }
}
