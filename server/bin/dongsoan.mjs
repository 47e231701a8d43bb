#!/usr/bin/env node
// The command line. Runs the built program, or its source where it is not built yet (Node that reads TypeScript).
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const condition = "--conditions=source";
const fromSource = process.execArgv.includes(condition);
const built = new URL("../dist/cli/main.js", import.meta.url);
const source = new URL("../src/cli/main.ts", import.meta.url);

if (!fromSource && !existsSync(built)) {
  if (!process.features.typescript) {
    console.error("Chưa dựng chương trình. Hãy chạy: npm run build");
    process.exit(3);
  }
  const self = fileURLToPath(import.meta.url);
  const { status } = spawnSync(process.execPath, [condition, self, ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  process.exit(status ?? 3);
}
const { runCommand } = await import((fromSource ? source : built).href);
process.exitCode = await runCommand(process.argv.slice(2), {
  out: (text) => console.log(text),
  problem: (text) => console.error(text),
});
