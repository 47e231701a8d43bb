// npm run bench [-- --only typing --targets ours,relay --rounds 3 --write]. "saturation" and "joins" outrun the server's frame limit and must not be used for figures yet.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median } from "./measure.mjs";
import { targets } from "./targets.mjs";
import { joins, saturation, typingAtHumanRates } from "./workloads.mjs";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "typing" },
    targets: { type: "string", default: Object.keys(targets).join(",") },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "8" },
    edits: { type: "string", default: "20000" },
    write: { type: "boolean", default: false },
  },
});
const peers = fileURLToPath(new URL("./peers", import.meta.url));
if (!existsSync(`${peers}/node_modules`))
  spawnSync("npm", ["ci", "--prefix", peers, "--no-audit", "--no-fund"], { stdio: "inherit" });

const names = options.targets.split(",");
const rounds = Number(options.rounds);
const run = {
  typing: (name) => typingAtHumanRates(targets[name], name, Number(options.seconds)),
  saturation: (name) => saturation(targets[name], name),
  joins: (name) =>
    name === "relay" || name === "y-websocket" ? null : joins(targets[name], Number(options.edits)),
};
const lines = [];
for (const workload of options.only.split(",")) {
  const results = new Map(names.map((name) => [name, []]));
  // Interleaved, so that a machine that drifts drifts for all.
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) {
      const result = await run[workload](name);
      console.log(workload, name, JSON.stringify(result));
      if (result) results.get(name).push(result);
    }
  const shown = [...results].filter(([, list]) => list.length > 0);
  const columns = Object.keys(shown[0]?.[1][0] ?? {}).filter(
    (key) => typeof shown[0][1][0][key] === "number",
  );
  lines.push(
    `### ${workload}`,
    "",
    `| target | ${columns.join(" | ")} |`,
    `| --- | ${columns.map(() => "---").join(" | ")} |`,
  );
  for (const [name, list] of shown)
    lines.push(
      `| ${name} | ${columns.map((key) => median(list.map((r) => r[key])).toFixed(2)).join(" | ")} |`,
    );
  lines.push("");
}
const table = lines.join("\n");
console.log(`\n${table}`);
if (options.write) {
  const facts = `Measured with \`npm run bench -- ${process.argv
    .slice(2)
    .filter((a) => a !== "--write")
    .join(
      " ",
    )}\`, medians of ${rounds} rounds, interleaved; ${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}. Compare inside one table only.`;
  const file = fileURLToPath(new URL("../../docs/bench.md", import.meta.url));
  const head = existsSync(file)
    ? (readFileSync(file, "utf8").split("## Measured")[0] ?? "")
    : "# Benchmarks\n\n";
  writeFileSync(file, `${head}## Measured\n\n${facts}\n\n${table}`);
}
process.exit(0);
