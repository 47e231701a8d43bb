// How many edits a second a server delivers before the slowest hundredth of them waits 100 ms.
import { cpuSeconds, sleep, waitFor } from "../measure.mjs";
import { typeInto } from "./typing.mjs";
import { withServer } from "./with-server.mjs";

const shape = { rooms: 10, people: 10, writers: 2, isWithCaret: false };
const writers = shape.rooms * shape.writers;
const deliveriesPerEdit = shape.people - 1;
const maxP99Ms = 100;
const maxSteps = 24;

/** Until the server has nothing left to do of a load that was too much. */
function isIdleAgain({ pid }) {
  let last = { cpu: cpuSeconds(pid), at: Date.now() };
  return waitFor(() => {
    if (Date.now() - last.at < 300) return false;
    const next = { cpu: cpuSeconds(pid), at: Date.now() };
    const share = (next.cpu - last.cpu) / ((next.at - last.at) / 1000);
    last = next;
    return share < 0.2;
  }, 20_000);
}

/** Why a step does not count as held; null when it does. */
function whyNot({ faults, p99, sentShare }) {
  if (faults.length > 0) return faults[0];
  if (!(p99 < maxP99Ms)) return `p99 ${p99.toFixed(0)} ms`;
  if (sentShare < 0.95) return `the generator sent ${(sentShare * 100).toFixed(0)} % of its load`;
  return null;
}

/**
 * Steps of 1.4 from `from` deliveries a second, each in fresh rooms of one server; a step that fails is tried again, and
 * after the second failure once more half a step lower.
 */
export const saturation = (target, { from, seconds, steps = maxSteps }) =>
  withServer(target, { rooms: shape.rooms * (steps * 2 + 2), isUnthrottled: true }, async (server) => {
    let first = 0;
    const attempt = async (deliveriesPerSecond) => {
      const result = await typeInto(server, {
        ...shape,
        first,
        perSecond: deliveriesPerSecond / deliveriesPerEdit / writers,
        seconds,
        warmSeconds: 0.7,
        deadlineMs: 6_000,
      });
      first += shape.rooms;
      const failure = whyNot(result);
      console.error(
        `    ${Math.round(deliveriesPerSecond)}/s: ${failure ?? "held"}, p99 ${result.p99?.toFixed(1)} ms, generator ${result.generatorLoop?.toFixed(2)}, server ${result.serverCpu?.toFixed(2)}`,
      );
      if (failure) await isIdleAgain(server);
      else await sleep(100);
      return { result, failure };
    };
    let best = null;
    let stoppedBy = "the last step held";
    let rate = from;
    for (let step = 0; step < steps; step += 1, rate *= 1.4) {
      let tried = await attempt(rate);
      if (tried.failure) tried = await attempt(rate);
      if (tried.failure) {
        stoppedBy = tried.failure;
        const between = await attempt(rate / Math.sqrt(1.4));
        if (!between.failure) best = between.result;
        break;
      }
      best = tried.result;
    }
    if (!best) return { faults: [`not even ${from} deliveries a second: ${stoppedBy}`] };
    const { deliveredPerSecond, p50, p99, serverCpu, generatorLoop, cpuPer100k, rssMib } = best;
    return {
      faults: [],
      deliveredPerSecond,
      p50,
      p99,
      serverCpu,
      generatorLoop,
      cpuPer100k,
      rssMib,
      notes: [`stopped by: ${stoppedBy}`],
    };
  });
