// Figures of a process, from the kernel.
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
