// Figures one below the other, each beside its goal: of what is measured by itself and beside no peer.
const digitsOf = (value) => (Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 1 : value === 0 ? 0 : 3);

export class FigureTable {
  #rows = [];

  /** @param goal the largest value that is good enough, or null where none was set. */
  add(name, value, goal, unit) {
    if (!Number.isFinite(value)) throw new Error(`${name} was not measured`);
    const shown = `${value.toFixed(digitsOf(value))} ${unit}`;
    const verdict = goal === null ? "" : value <= goal ? "reached" : "missed";
    this.#rows.push([name, goal === null ? "" : `≤ ${goal} ${unit}`, shown, verdict]);
    console.log(`${name}: ${shown}${goal === null ? "" : ` (goal ${goal}) ${verdict}`}`);
  }

  toMarkdown() {
    return [
      "| figure | goal | measured | |",
      "| --- | --- | --- | --- |",
      ...this.#rows.map((row) => `| ${row.join(" | ")} |`),
    ].join("\n");
  }
}
