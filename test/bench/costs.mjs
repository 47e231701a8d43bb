// What one piece of the server's work costs, measured by itself in this process: its figures as a table, and with --write
// between its marks in docs/bench.md.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { FigureTable } from "./figure-table.mjs";
import { machineFacts, writeSection } from "./report.mjs";

const { values: options } = parseArgs({
  options: { quick: { type: "boolean", default: false }, write: { type: "boolean", default: false } },
});
export const isQuick = options.quick;

/** Words that are the same in every run. */
export function sameWords() {
  const words = "xã đã gieo trồng được 95 ha lúa và rau màu các loại theo đúng lịch thời vụ".split(" ");
  let state = 7;
  const int = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
  const word = () => words[int(words.length)];
  const sentence = (count) => Array.from({ length: count }, word).join(" ");
  return { int, word, sentence };
}

/** @param measure fills the table. */
export async function tellCosts(name, { title, about }, measure) {
  const figures = new FigureTable();
  await measure(figures);
  console.log(`\n${figures.toMarkdown()}\n`);
  if (!options.write) return;
  const facts = `${about} \`npm run bench -- --only ${name}\`, ${machineFacts()}.`;
  const file = fileURLToPath(new URL("../../docs/bench.md", import.meta.url));
  await writeSection(file, name, `### ${title}\n\n${facts}\n\n${figures.toMarkdown()}`);
}
