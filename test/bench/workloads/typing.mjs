// People typing: so many edits a second from each writer for a while, every arrival counted.
import { performance } from "node:perf_hooks";
import { cpuSeconds, rssMib, sleep } from "../measure.mjs";
import { Rooms } from "../generator/rooms.mjs";
import { withServer } from "./with-server.mjs";

/** Sends what is due, evenly over the writers. @returns when `seconds` are over. */
async function typeFor(rooms, { perSecond, seconds, isWithCaret }) {
  const { typists } = rooms;
  const rate = (typists.length * perSecond) / 1000;
  const started = performance.now();
  let sent = 0;
  for (;;) {
    const now = performance.now();
    const elapsed = Math.min(now - started, seconds * 1000);
    const due = Math.floor(elapsed * rate);
    if (due - sent > typists.length) {
      // More than one edit each: one write a line, as the kernel would gather them.
      for (const { client } of typists) client.socket.cork();
      for (; sent < due; sent += 1) typists[sent % typists.length].type(now, isWithCaret);
      for (const { client } of typists) client.socket.uncork();
    } else for (; sent < due; sent += 1) typists[sent % typists.length].type(performance.now(), isWithCaret);
    if (elapsed >= seconds * 1000 || rooms.faults.length > 0) return;
    await sleep(1);
  }
}

/** One run on a server that is up. @returns figures, and under `faults` why they must not be used. */
export async function typeInto(server, options) {
  const { people, perSecond, seconds, warmSeconds, deadlineMs } = options;
  const rooms = await Rooms.open(server, options);
  try {
    await typeFor(rooms, { ...options, seconds: warmSeconds });
    if (!(await rooms.settle(deadlineMs))) return { faults: rooms.faults };
    rooms.startCounting();
    const before = { frames: rooms.frames, bytes: rooms.bytes, cpu: cpuSeconds(server.pid) };
    const loop = performance.eventLoopUtilization();
    await typeFor(rooms, options);
    const offered = rooms.typists.length * perSecond * seconds * (people - 1);
    await rooms.settle(deadlineMs);
    const cpu = cpuSeconds(server.pid) - before.cpu;
    const { delivered, expected, latencies } = rooms;
    if (rooms.faults.length === 0 && delivered !== expected)
      rooms.faults.push(`${delivered} deliveries of ${expected}`);
    const elapsed = (rooms.lastArrivalAt - rooms.countFrom) / 1000;
    return {
      faults: rooms.faults.slice(0, 3),
      delivered,
      lost: expected - delivered,
      deliveredPerSecond: delivered / elapsed,
      /** 1 = the generator sent what it was asked to. */
      sentShare: expected / offered,
      cpuPer100k: (cpu / delivered) * 100_000,
      serverCpu: cpu / elapsed,
      p50: latencies.quantile(0.5),
      p95: latencies.quantile(0.95),
      p99: latencies.quantile(0.99),
      framesPerEdit: (rooms.frames - before.frames) / delivered,
      bytesPerEdit: (rooms.bytes - before.bytes) / delivered,
      rssMib: rssMib(server.pid),
      generatorLoop: performance.eventLoopUtilization(loop).utilization,
    };
  } finally {
    rooms.end();
  }
}

const humanRates = { rooms: 20, people: 5, writers: 2, perSecond: 8, isWithCaret: true, first: 0 };

/** 20 rooms of five, two of whom type 8 characters a second and move their caret with each. */
export const typing = (target, options) =>
  withServer(target, { rooms: humanRates.rooms }, (server) =>
    typeInto(server, { ...humanRates, warmSeconds: 2, deadlineMs: 5_000, ...options }),
  );
