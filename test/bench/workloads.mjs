// What is measured, on whom, how often, what is shown of it, and what it should come to.
import { hostileTable } from "./workloads/hostile.mjs";

const peers = ["y-websocket", "y-websocket + LevelDB", "Hocuspocus + SQLite"];
const durablePeers = peers.slice(1);
const relays = ["relay", "batched relay"];
const column = (title, of, digits = 0) => ({ title, of, digits });
const met = (goal, value) => (goal.isAtLeast ? value >= goal.limit : value <= goal.limit);

/** `of` a figure of ours over the best peer's; "best" is the least, or the most where more is better. */
const againstBest = (title, field, limit, among, isAtLeast = false) => ({
  title,
  limit,
  isAtLeast,
  unit: "×",
  value: (figures) => {
    const known = among.map((name) => figures.get(name)?.[field]).filter(Number.isFinite);
    const best = isAtLeast ? Math.max(...known) : Math.min(...known);
    return known.length === 0 ? Number.NaN : figures.get("ours")[field] / best;
  },
});
const ownFigure = (title, field, limit, unit) => ({
  title,
  limit,
  isAtLeast: false,
  unit,
  value: (figures) => figures.get("ours")[field],
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
  memory: {
    about:
      "Rooms with 28 KiB of text (50 paragraphs), one person in each, in a fresh process, after a forced collection; KiB are the growth of the process over the open rooms. At rest: nobody has typed for a while. Then one edit in each. After: all rooms opened, edited and closed one after another, against the start.",
    targets: [...durablePeers, "ours"],
    rounds: 1,
    options: { open: 300, cycled: 1_000, textKib: 28, restMs: 12_000, freeMs: 30_000, storeMs: 12_000 },
    quick: { open: 40, cycled: 60, restMs: 1_000, freeMs: 1_000, storeMs: 3_000 },
    columns: [
      column("start RSS MiB", "startMib"),
      column("KiB / open room at rest", "roomKib"),
      column("of it heap and buffers", "roomHeapKib"),
      column("KiB / room just edited", "editedKib"),
      column("of it heap and buffers", "editedHeapKib"),
      column("RSS after, × start", "rssAfter", 2),
      column("heap after, × start", "heapAfter", 2),
    ],
    goals: [
      againstBest("memory per open room, to the best peer", "roomKib", 0.6, durablePeers),
      ownFigure("RSS after all rooms closed", "rssAfter", 1.1, "× start"),
    ],
  },
  kill: {
    about:
      "kill -9 after a random while of typing in 5 rooms by 2 people each; the server starts again on what it left and a fresh client reads. Told safe: acknowledged as committed (ours), SyncStatus (Hocuspocus, whose provider shows it as no unsynced changes); y-websocket tells nothing, so there it is what the others had got. Page cache survives a kill: this is about crashes, not about power.",
    targets: [...durablePeers, "ours"],
    rounds: 1,
    combine: "sum",
    options: { kills: 8, perSecond: 5, minSeconds: 4, maxSeconds: 12 },
    quick: { kills: 1, minSeconds: 2, maxSeconds: 3 },
    columns: [
      column("kills", "kills"),
      column("edits typed", "typed"),
      column("told safe", "told"),
      column("of these lost", "toldLost"),
      column("seen by others", "seen"),
      column("of these lost", "seenLost"),
      column("over 1 s old", "old"),
      column("of these lost", "oldLost"),
    ],
    goals: [
      ownFigure("edits told safe but lost", "toldLost", 0, "edits"),
      ownFigure("edits seen by others but lost", "seenLost", 0, "edits"),
    ],
  },
  hostile: {
    about:
      "26 hostile inputs, each from a third person against a fresh server in whose room two honest people are, one typing 20 characters a second. Wait: the longest from a key to its arrival from the attack on; memory: growth of the process at its peak. Control: the same with an attacker who does nothing.",
    targets: ["y-websocket", "Hocuspocus + SQLite", "ours"],
    rounds: 1,
    combine: "worst",
    options: {},
    quick: {
      only: ["frame with reserved bits", "1,000 updates of garbage", "awareness that speaks as somebody"],
    },
    columns: [
      column("inputs", "inputs"),
      column("deaths", "deaths"),
      column("forged presence passed on", "forged"),
      column("others cut off", "stopped"),
      column("longest wait ms", "stallMs"),
      column("memory, MiB", "growthMib"),
      column("control: wait ms", "controlStallMs"),
      column("control: MiB", "controlGrowthMib"),
    ],
    details: hostileTable,
    goals: [
      ownFigure("deaths", "deaths", 0, ""),
      ownFigure("forged presence", "forged", 0, ""),
      ownFigure("others cut off", "stopped", 0, ""),
      ownFigure("longest wait of others", "stallMs", 50, "ms"),
      ownFigure("memory", "growthMib", 32, "MiB"),
    ],
  },
};

/** @returns per goal of a workload: its text, the figure, and whether it is reached. */
export function judge(workload, figures) {
  if (!figures.has("ours")) return [];
  return workload.goals.map((goal) => {
    const value = goal.value(figures);
    const shown = Number.isFinite(value) ? `${Number(value.toFixed(2))} ${goal.unit}`.trim() : "not measured";
    const asked = `${goal.isAtLeast ? "≥" : "≤"} ${goal.limit} ${goal.unit}`.trim();
    const verdict = Number.isFinite(value) ? (met(goal, value) ? "met" : "missed") : "open";
    return { title: goal.title, shown, asked, verdict };
  });
}
