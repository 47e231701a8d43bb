// Hostile input, each kind against a fresh server with an honest pair in the same room: does the server live, is anything
// forged passed on, how long do the honest wait, how much memory does it take?
import { fork } from "node:child_process";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import * as decoding from "lib0/decoding";
import { rssMib, sleep } from "../measure.mjs";
import { Rooms } from "../generator/rooms.mjs";
import { attacks, forgedName } from "./attacks.mjs";
import { withDirectory } from "./with-server.mjs";

const attackerFile = fileURLToPath(new URL("./attacker.mjs", import.meta.url));
const shape = { first: 0, rooms: 1, people: 2, writers: 1 };
const keysPerSecond = 20;
/** What the honest pair is watched before and after. */
const beforeMs = 1_500;
const afterMs = 2_000;
const maxAttackMs = 25_000;

/** Watches what is said about `victim`, who is there all the time under one name. */
function forgeryIn(update, victim) {
  const d = decoding.createDecoder(update);
  const e = decoding.createDecoder(decoding.readVarUint8Array(d));
  for (let left = decoding.readVarUint(e); left > 0; left -= 1) {
    const id = decoding.readVarUint(e);
    decoding.readVarUint(e);
    const json = decoding.readVarString(e);
    if (id === victim && (json === "null" || json.includes(forgedName))) return true;
  }
  return false;
}

async function strike(target, attack) {
  return withDirectory(async (dir) => {
    const server = await target.start(dir, { rooms: 1 });
    let attacker = null;
    let isOver = false;
    try {
      const rooms = await Rooms.open(server, shape);
      const [typist] = rooms.typists;
      const watcher = rooms.clients.find((client) => client !== typist.client);
      const facts = { attack, hasDied: false, isForged: false, stallMs: 0, growthMib: 0, closed: null };
      rooms.onCarets = (client, bytes) => {
        if (client === watcher) facts.isForged ||= forgeryIn(bytes, typist.clientId);
      };
      let isWatched = false;
      const typing = (async () => {
        while (!isOver && server.exited === null) {
          typist.type(performance.now(), true);
          await sleep(1000 / keysPerSecond);
        }
      })();
      attacker = fork(
        attackerFile,
        [
          JSON.stringify({
            connection: server.connection(0, "binh"),
            attack,
            victim: typist.clientId,
            afterMs,
          }),
        ],
        { stdio: ["ignore", "ignore", "inherit", "ipc"] },
      );
      await new Promise((resolve, reject) => {
        attacker.once("message", resolve);
        attacker.once("exit", (code) => reject(new Error(`the attacker ended with ${code}`)));
      });
      await sleep(beforeMs);
      rooms.startCounting();
      const rssBefore = rssMib(server.pid);
      isWatched = true;
      const watching = (async () => {
        while (isWatched && server.exited === null) {
          facts.growthMib = Math.max(facts.growthMib, rssMib(server.pid) - rssBefore);
          await sleep(20);
        }
      })().catch(() => {});
      const done = new Promise((resolve) => {
        attacker.on("message", (message) => message.kind === "done" && resolve(message));
        attacker.once("exit", () => resolve({ closed: null }));
        setTimeout(() => resolve({ closed: null }), maxAttackMs).unref();
      });
      attacker.send("strike");
      facts.closed = (await Promise.race([done, server.gone.then(() => ({ closed: 1006 }))])).closed;
      if (server.exited === null) await sleep(afterMs);
      isOver = true;
      await typing;
      isWatched = false;
      await watching;
      facts.hasDied = server.exited !== null;
      if (!facts.hasDied) {
        const came = await rooms.settle(10_000);
        // Edits that never come are worse than any stall.
        facts.stallMs = came ? rooms.latencies.quantile(1) : Number.POSITIVE_INFINITY;
        if (!came) facts.fault = rooms.faults[0];
      }
      rooms.end();
      return facts;
    } finally {
      isOver = true;
      attacker?.kill("SIGKILL");
      await server.stop("SIGKILL");
    }
  });
}

const worst = (list, field) => list.reduce((max, facts) => Math.max(max, facts[field]), 0);

/** @param only names of attacks, all when it is missing. */
export async function hostile(target, { only }) {
  const control = await strike(target, "none");
  const all = [];
  for (const attack of only ?? Object.keys(attacks)) {
    const facts = await strike(target, attack);
    console.error(`    ${JSON.stringify(facts)}`);
    all.push(facts);
  }
  const stopped = all.filter(({ stallMs }) => stallMs === Number.POSITIVE_INFINITY);
  return {
    faults: [],
    inputs: all.length,
    deaths: all.filter(({ hasDied }) => hasDied).length,
    forged: all.filter(({ isForged }) => isForged).length,
    stopped: stopped.length,
    stallMs: worst(
      all.filter((facts) => !stopped.includes(facts)),
      "stallMs",
    ),
    growthMib: worst(all, "growthMib"),
    controlStallMs: control.stallMs,
    controlGrowthMib: control.growthMib,
    all: [control, ...all].map((facts) => ({ ...facts, isStopped: stopped.includes(facts) })),
  };
}

/** A row for each input: what it did to whom. */
export function hostileTable(results) {
  const names = [...results.keys()];
  const rows = new Map();
  for (const [name, [result]] of results)
    for (const facts of result?.all ?? [])
      rows.set(facts.attack, { ...rows.get(facts.attack), [name]: facts });
  const told = (facts) => {
    if (!facts) return "–";
    if (facts.hasDied) return "**server dies**";
    const what = facts.isStopped ? "others stopped" : `${facts.stallMs.toFixed(0)} ms`;
    const end = facts.closed === null ? "stays" : `closed ${facts.closed}`;
    return `${what}, +${facts.growthMib.toFixed(0)} MiB, ${end}${facts.isForged ? ", **forged**" : ""}`;
  };
  return [
    "Longest wait of the honest pair, growth of memory at its peak, what became of the attacker:",
    "",
    `| input | ${names.join(" | ")} |`,
    `| --- | ${names.map(() => "---").join(" | ")} |`,
    ...[...rows].map(([attack, by]) => `| ${attack} | ${names.map((name) => told(by[name])).join(" | ")} |`),
  ].join("\n");
}
