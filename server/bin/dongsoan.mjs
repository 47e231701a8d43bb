#!/usr/bin/env node
// The command line. Runs the built server; says so when it is not built yet.
import { existsSync } from "node:fs";

const built = new URL("../dist/cli/main.js", import.meta.url);
if (!existsSync(built)) {
  console.error("Chưa dựng chương trình. Hãy chạy: npm run build");
  process.exit(2);
}
const { runCommand } = await import(built.href);
process.exit(await runCommand(process.argv.slice(2)));
