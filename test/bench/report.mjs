// Figures as Markdown: on the screen, and between the marks of docs/bench.md.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { format, resolveConfig } from "prettier";
import { median } from "./measure.mjs";

const row = (cells) => `| ${cells.join(" | ")} |`;
const shown = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits) : "–");

const combiners = {
  median,
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  worst: (values) => Math.max(...values),
};

/**
 * One figure for each field of the sound rounds: their median, or the sum or the worst where one bad round must not hide
 * behind two good ones. A target with no sound round has none.
 */
export function combine(results, how = "median") {
  const figures = new Map();
  for (const [name, list] of results) {
    const sound = list.filter(({ faults }) => faults.length === 0);
    if (sound.length === 0) continue;
    const fields = Object.keys(sound[0]).filter((key) => typeof sound[0][key] === "number");
    figures.set(
      name,
      Object.fromEntries(fields.map((key) => [key, combiners[how](sound.map((round) => round[key]))])),
    );
  }
  return figures;
}

export function machineFacts() {
  const load = loadavg()[0].toFixed(1);
  return `${cpus().length} × ${cpus()[0]?.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Linux ${release()}, Node ${process.versions.node}, load average at the end ${load}`;
}

export function section(name, workload, { results, figures, verdicts, command, rounds, settings, isQuick }) {
  const { columns } = workload;
  const lines = [`### ${name}`, "", workload.about, "", row(["target", ...columns.map((c) => c.title)])];
  lines.push(row(["---", ...columns.map(() => "---:")]));
  for (const target of results.keys()) {
    const own = figures.get(target);
    const cells = columns.map(({ of, digits }) => (own ? shown(own[of], digits) : "failed"));
    lines.push(row([target, ...cells]));
  }
  lines.push("");
  if (verdicts.length > 0) {
    lines.push(row(["goal", "asked", "ours", ""]), row(["---", "---", "---", "---"]));
    for (const { title, asked, shown: figure, verdict } of verdicts)
      lines.push(row([title, asked, figure, verdict === "met" ? "met" : `**${verdict}**`]));
    lines.push("");
  }
  if (workload.details) lines.push(workload.details(results), "");
  const notes = [];
  for (const [target, list] of results) {
    for (const { faults } of list) for (const fault of faults) notes.push(`${target}: ${fault}`);
    const reasons = [...new Set(list.flatMap((r) => r.notes ?? []))];
    for (const reason of reasons) notes.push(`${target}: ${reason}`);
  }
  if (notes.length > 0) lines.push("Notes of the rounds:", "", ...notes.map((note) => `- ${note}`), "");
  if (isQuick) lines.push("**A smoke run: it shows that everything runs, its figures are of no use.**", "");
  lines.push(
    `\`${command}\`, ${rounds === 1 ? "one round" : `${workload.combine ?? "median"} of ${rounds} rounds, interleaved`}, settings ${JSON.stringify(settings)}. ${machineFacts()}.`,
  );
  return lines.join("\n");
}

/** Puts a section between its marks, at the end when it has none yet. What people wrote around them stays. */
export async function writeSection(file, name, text) {
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const old = existsSync(file) ? readFileSync(file, "utf8") : "# Benchmarks\n";
  const block = `${begin}\n\n${text}\n\n${end}`;
  const [from, to] = [old.indexOf(begin), old.indexOf(end)];
  const all =
    from < 0 || to < from
      ? `${old.trimEnd()}\n\n${block}\n`
      : `${old.slice(0, from)}${block}${old.slice(to + end.length)}`;
  writeFileSync(file, await format(all, { ...(await resolveConfig(file)), parser: "markdown" }));
}
