// Typing at human rates, saturation, and joins. Each workload takes a target and returns figures.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { Client } from "./client.mjs";
import { cpuSeconds, quantile, rssMib, sleep } from "./measure.mjs";

async function withTarget(target, rooms, work) {
  const dir = mkdtempSync(join(tmpdir(), "bench-"));
  const server = await target.start(dir, rooms);
  try {
    return await work(server, dir);
  } finally {
    server.child.removeAllListeners("exit");
    server.child.kill("SIGKILL");
    rmSync(dir, { recursive: true, force: true });
  }
}

async function openRooms(server, { rooms, clients, writers, isRelay, onEdit }) {
  const all = [];
  for (let room = 0; room < rooms; room += 1) {
    for (let i = 0; i < clients; i += 1)
      all.push(
        new Client(server.connection(room), {
          isWriter: i < writers,
          isRelay,
          onEdit: (client, to) => onEdit(client, to),
        }),
      );
    await Promise.all(all.slice(-clients).map((c) => c.synced));
  }
  return all;
}

/** `perSecond` edits of each writer for `seconds`. Latency is from the send to the arrival at each other peer. */
async function typing(target, name, { rooms, clients, writers, perSecond, seconds }) {
  return withTarget(target, rooms, async (server) => {
    const sentAt = new Map();
    const latencies = [];
    let delivered = 0;
    let isMeasuring = false;
    const reached = new Map();
    const onEdit = (client, to) => {
      if (!isMeasuring) return;
      const at = sentAt.get(client);
      if (!at) return;
      const key = `${client}`;
      const times = at.get(to);
      // A merged update carries several edits: all up to `to` that this receiver had not seen count.
      if (times !== undefined) latencies.push(performance.now() - times);
      reached.set(key, Math.max(reached.get(key) ?? 0, to));
      delivered += 1;
    };
    const all = await openRooms(server, { rooms, clients, writers, isRelay: name === "relay", onEdit });
    const typists = all.filter((c) => c.doc);
    for (const t of typists) sentAt.set(t.doc.clientID, new Map());
    await sleep(500);
    isMeasuring = true;
    const framesBefore = all.reduce((sum, c) => sum + c.received, 0);
    const cpuBefore = cpuSeconds(server.child.pid);
    const loopBefore = performance.eventLoopUtilization();
    const started = performance.now();
    let sent = 0;
    const total = typists.length * perSecond * seconds;
    while (sent < total) {
      const due = Math.min(
        total,
        Math.floor(((performance.now() - started) / 1000) * typists.length * perSecond),
      );
      for (; sent < due; sent += 1) {
        const t = typists[sent % typists.length];
        const clock = t.type(sent + 1);
        sentAt.get(t.doc.clientID).set(clock, performance.now());
      }
      await sleep(1);
    }
    const elapsed = (performance.now() - started) / 1000;
    await sleep(400);
    const cpu = cpuSeconds(server.child.pid) - cpuBefore;
    const loop = performance.eventLoopUtilization(loopBefore).utilization;
    const frames = all.reduce((sum, c) => sum + c.received, 0) - framesBefore;
    const expected = total * (clients - 1);
    for (const c of all) c.close();
    return {
      deliveredPerSecond: expected / elapsed,
      complete: [...reached].length === typists.length,
      messages: delivered,
      cpuPer100k: (cpu / expected) * 100_000,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      framesPerEdit: frames / expected,
      rssMib: rssMib(server.child.pid),
      generatorLoop: loop,
    };
  });
}

export const typingAtHumanRates = (target, name, seconds) =>
  typing(target, name, { rooms: 20, clients: 5, writers: 2, perSecond: 8, seconds });

/** Steps of ×1.4 until p99 is 100 ms or more: the last step that held. */
export async function saturation(target, name) {
  let best = null;
  for (let perSecond = 100; perSecond < 20_000; perSecond = Math.round(perSecond * 1.4)) {
    const step = await typing(target, name, { rooms: 10, clients: 10, writers: 2, perSecond, seconds: 2 });
    const offered = 20 * perSecond * 9;
    if (!(step.p99 < 100) || step.deliveredPerSecond < offered * 0.85) break;
    best = { deliveredPerSecond: step.deliveredPerSecond, p99: step.p99, generatorLoop: step.generatorLoop };
  }
  return best;
}

/** A section with many single-character edits; joined cold in a fresh process, then by a herd. */
export async function joins(target, edits) {
  const dir = mkdtempSync(join(tmpdir(), "bench-join-"));
  const end = (server, signal) => {
    server.child.removeAllListeners("exit");
    const ended = new Promise((resolve) => server.child.once("exit", resolve));
    server.child.kill(signal);
    return ended;
  };
  try {
    const first = await target.start(dir, 1);
    const writer = new Client(first.connection(0), { isWriter: true, isRelay: false });
    await writer.synced;
    for (let i = 0; i < edits; i += 1) {
      writer.type(i + 1);
      if (i % 50 === 49) await sleep(first.connection(0).url.includes("ack") ? 420 / 8 : 15);
    }
    await sleep(3_000);
    writer.close();
    await sleep(1_500);
    await end(first, "SIGTERM");
    const second = await target.start(dir, 1);
    const joinOnce = async () => {
      const started = performance.now();
      const client = new Client(second.connection(0), { isWriter: false, isRelay: false });
      await client.synced;
      return { ms: performance.now() - started, client };
    };
    const cold = await joinOnce();
    const herd = await Promise.all(Array.from({ length: 100 }, joinOnce));
    const result = {
      coldMs: cold.ms,
      bytes: cold.client.joinBytes,
      herdP99Ms: quantile(
        herd.map((h) => h.ms),
        0.99,
      ),
    };
    for (const { client } of [cold, ...herd]) client.close();
    await end(second, "SIGKILL");
    return result;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
