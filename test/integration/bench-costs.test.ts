import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** They import what they measure by its inner names: what is renamed there must be heard of here. */
describe.runIf(process.env["LONG"])("what one piece of work costs", () => {
  it.each(["lineage", "suggest-gate", "difference"])(
    "npm run bench measures %s",
    (name) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ["test/bench/run.mjs", "--quick", "--only", name],
        { cwd: root, encoding: "utf8" },
      );
      expect([status, stderr]).toEqual([0, ""]);
      expect(stdout).toMatch(/^\| figure \| goal \| measured \| \|\n(\|.*\|\n)+/m);
    },
    120_000,
  );
});
