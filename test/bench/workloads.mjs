// What is measured, on whom, how often, what is shown of it, and what it should come to.
const peers = ["y-websocket", "y-websocket + LevelDB", "Hocuspocus + SQLite"];
const durablePeers = peers.slice(1);
const relays = ["relay", "relay, batched"];
const column = (title, of, digits = 0) => ({ title, of, digits });
const met = (goal, value) => (goal.isAtLeast ? value >= goal.limit : value <= goal.limit);

/** `of` a figure of ours over the best peer's; "best" is the least, or the most where more is better. */
const againstBest = (title, field, limit, among, isAtLeast = false) => ({
  title,
  limit,
  isAtLeast,
  unit: "×",
  value: (medians) => {
    const known = among.map((name) => medians.get(name)?.[field]).filter(Number.isFinite);
    const best = isAtLeast ? Math.max(...known) : Math.min(...known);
    return known.length === 0 ? Number.NaN : medians.get("ours")[field] / best;
  },
});
export const workloads = {
  typing: {
    about:
      "20 rooms × 5 people, 2 of whom type 8 characters a second and move their caret with each. A delivery is one edit at one other person; latency is from its sending to its arrival there.",
    targets: [...relays, ...peers, "ours"],
    rounds: 3,
    options: { seconds: 8 },
    quick: { seconds: 2 },
    columns: [
      column("CPU s / 100k delivered", "cpuPer100k", 2),
      column("p50 ms", "p50", 2),
      column("p95 ms", "p95", 2),
      column("p99 ms", "p99", 2),
      column("frames / delivery", "framesPerEdit", 2),
      column("bytes / delivery", "bytesPerEdit"),
      column("RSS MiB", "rssMib"),
      column("generator's loop", "generatorLoop", 2),
    ],
    goals: [
      againstBest("CPU, to y-websocket without storage", "cpuPer100k", 1, ["y-websocket"]),
      againstBest("p99, to Hocuspocus + SQLite", "p99", 1, ["Hocuspocus + SQLite"]),
    ],
  },
  saturation: {
    about:
      "10 rooms × 10 people, 2 of whom type, in steps of × 1.4 (and half a step back) until p99 passes 100 ms, an edit is lost, a line is closed, or the generator cannot send its load. Rates are measured arrivals. Channel rates of ours are raised by the start script, everything else is on.",
    targets: [...relays, ...peers, "ours"],
    rounds: 3,
    options: { from: 18_000, seconds: 2 },
    quick: { from: 9_000, seconds: 1, steps: 2 },
    columns: [
      column("delivered / s", "deliveredPerSecond"),
      column("p50 ms", "p50", 1),
      column("p99 ms", "p99", 1),
      column("server CPU s / s", "serverCpu", 2),
      column("CPU s / 100k delivered", "cpuPer100k", 2),
      column("generator's loop", "generatorLoop", 2),
    ],
    goals: [againstBest("delivered a second, to the best peer", "deliveredPerSecond", 3, peers, true)],
  },
  joins: {
    about:
      "A section with 20,000 single-character edits by six authors, a quarter of them deletions. Cold: the first to join in a fresh process, with the time that the joiner takes to apply what it got. Herd: 100 at once in another fresh process, until the last byte has come. Every joined text is compared with what was written.",
    targets: [...durablePeers, "ours"],
    rounds: 3,
    options: { edits: 20_000, herd: 100 },
    quick: { edits: 1_000, herd: 20 },
    columns: [
      column("cold ms", "coldMs"),
      column("of it until the bytes are there", "coldServerMs"),
      column("warm, until the bytes are there", "warmServerMs"),
      column("herd p50 ms", "herdP50"),
      column("herd p99 ms", "herdP99"),
      column("herd CPU s", "herdCpu", 2),
      column("warm herd p99 ms", "warmHerdP99"),
      column("told synced while not whole", "emptySyncs"),
      column("process start ms", "startMs"),
      column("generator's loop", "generatorLoop", 2),
    ],
    goals: [
      againstBest("cold join, to the best peer", "coldMs", 0.3, durablePeers),
      againstBest("herd p99, to the best peer", "herdP99", 0.15, durablePeers),
    ],
  },
};

/** @returns per goal of a workload: its text, the figure, and whether it is reached. */
export function judge(workload, medians) {
  if (!medians.has("ours")) return [];
  return workload.goals.map((goal) => {
    const value = goal.value(medians);
    const shown = Number.isFinite(value) ? `${value.toFixed(2)} ${goal.unit}` : "not measured";
    const asked = `${goal.isAtLeast ? "≥" : "≤"} ${goal.limit} ${goal.unit}`;
    const verdict = Number.isFinite(value) ? (met(goal, value) ? "met" : "missed") : "open";
    return { title: goal.title, shown, asked, verdict };
  });
}
