// npm run bench [-- --only typing,joins,page --targets ours,relay --rounds 3 --quick --write]: see README.md beside this file.
import { fork, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { combine, section, writeSection } from "./report.mjs";
import { judge, workloads } from "./workloads.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    targets: { type: "string" },
    rounds: { type: "string" },
    /** Options of a workload over its own, as JSON. */
    set: { type: "string", default: "{}" },
    quick: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
build();
const peers = here("./peers");
if (!existsSync(`${peers}/node_modules`))
  spawnSync("npm", ["ci", "--prefix", peers, "--no-audit", "--no-fund"], { stdio: "inherit" });

/** One run in a process of its own; one that breaks is a fault of that run, and the others go on. */
function runOnce(workload, target, settings) {
  const child = fork(here("./one-run.mjs"), [JSON.stringify({ workload, target, options: settings })], {
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors = (errors + chunk).slice(-1_000);
    process.stderr.write(chunk);
  });
  return new Promise((resolve) => {
    let result = null;
    child.on("message", (message) => (result = message));
    child.once("exit", (code) =>
      resolve(result ?? { faults: [`the run ended with ${code}: ${errors.trim().split("\n").at(-1)}`] }),
    );
  });
}

const plain = (_key, value) => (typeof value === "number" ? Number(value.toFixed(3)) : value);
const given = process.argv
  .slice(2)
  .filter((arg) => arg !== "--write")
  .map((arg) => (/[{" ]/.test(arg) ? `'${arg}'` : arg));
const command = ["npm run bench", ...given].join(" ").replace("bench ", "bench -- ");
let hasFault = false;
/** What is measured by itself and beside no peer, each by a script of its own; the first ones from the sources. */
const fromSource = "--conditions=source";
const scripts = {
  lineage: [fromSource, here("./lineage.mjs")],
  "suggest-gate": [fromSource, here("./suggest-gate.mjs")],
  difference: [fromSource, here("./difference.mjs")],
  page: [here("./page.mjs")],
};
/** The page is left out of a smoke run: it takes many minutes. */
const everything = [...Object.keys(workloads), ...Object.keys(scripts)].filter(
  (name) => !(options.quick && name === "page"),
);
for (const name of options.only?.split(",") ?? everything) {
  const script = scripts[name];
  if (script) {
    const flags = ["quick", "write"].filter((flag) => options[flag]).map((flag) => `--${flag}`);
    const { status } = spawnSync(process.execPath, [...script, ...flags], { stdio: "inherit" });
    hasFault ||= status !== 0;
    continue;
  }
  const workload = workloads[name];
  if (!workload)
    throw new Error(
      `no workload ${name}: ${[...Object.keys(workloads), ...Object.keys(scripts)].join(", ")}`,
    );
  const wanted =
    options.targets?.split(",") ?? (options.quick ? ["Hocuspocus + SQLite", "ours"] : workload.targets);
  const names = workload.targets.filter((target) => wanted.includes(target));
  const rounds = Number(options.rounds ?? (options.quick ? 1 : workload.rounds));
  const settings = {
    ...workload.options,
    ...(options.quick ? workload.quick : {}),
    ...JSON.parse(options.set),
  };
  const results = new Map(names.map((target) => [target, []]));
  // Interleaved, so that a machine that drifts drifts for all.
  for (let round = 0; round < rounds; round += 1)
    for (const target of names) {
      const result = await runOnce(name, target, settings);
      console.log(name, target, JSON.stringify(result, plain));
      hasFault ||= result.faults.length > 0;
      results.get(target).push(result);
    }
  const figures = combine(results, workload.combine);
  const verdicts = judge(workload, figures);
  const text = section(name, workload, {
    results,
    figures,
    verdicts,
    command,
    rounds,
    settings,
    isQuick: options.quick,
  });
  console.log(`\n${text}\n`);
  if (options.write) await writeSection(here("../../docs/bench.md"), name, text);
}
// A run without figures is no success, whatever the others measured.
process.exit(hasFault ? 1 : 0);
