// Figures of a process, from the kernel; and of many samples, in little memory.
import { readFileSync } from "node:fs";

const ticksPerSecond = 100;
/** User and system time of all threads, in seconds. */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
export const rssMib = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
export function quantile(values, q) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
export const median = (values) => quantile(values, 0.5);
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `isDone()`, at most `ms`. @returns whether it came to that. */
export async function waitFor(isDone, ms) {
  const until = Date.now() + ms;
  while (!isDone()) {
    if (Date.now() > until) return false;
    await sleep(10);
  }
  return true;
}

/** Latencies in buckets 1 % wide, from 1 µs on: millions of samples, no sorting. */
export class Histogram {
  #counts = new Uint32Array(2_400);
  count = 0;

  record(ms) {
    this.#counts[Math.min(2_399, Math.max(0, Math.floor(Math.log(ms * 1000) * 100)))] += 1;
    this.count += 1;
  }

  quantile(q) {
    if (this.count === 0) return Number.NaN;
    let left = Math.ceil(this.count * q);
    for (const [i, count] of this.#counts.entries()) {
      left -= count;
      if (left <= 0) return Math.exp((i + 0.5) / 100) / 1000;
    }
    return Number.POSITIVE_INFINITY;
  }
}
