// Joining a section with a long past: alone in a fresh process, then a hundred at once in another.
import { performance } from "node:perf_hooks";
import * as Y from "yjs";
import { Client } from "../generator/client.mjs";
import { cpuSeconds, quantile, sleep, waitFor } from "../measure.mjs";
import { makeHistory, textOf } from "./history.mjs";
import { withDirectory } from "./with-server.mjs";

const deadlineMs = 60_000;
/** How long a server that tells nothing is given to store what it has. Hocuspocus waits 2 s, at most 10. */
const storeMs = 12_000;

async function writeHistory(server, target, history) {
  const reached = new Map();
  const closes = [];
  const clients = history.authors.map(
    (_, i) =>
      new Client(server.connection(0), {
        state: () => (i === 0 ? history.start : new Uint8Array([0, 0])),
        onRun: (client, author, _from, to) =>
          reached.set(`${history.authors.indexOf(author)} ${client.index}`, to),
        onClose: (_client, { code, reason }) => closes.push(`${code} ${reason}`),
      }),
  );
  for (const [i, client] of clients.entries()) client.index = i;
  await Promise.all(clients.map((client) => client.synced));
  let before = { author: 0, reached: 1 };
  for (const { author, updates, reached: to } of history.turns) {
    // An author answers to what they have seen: the turn before this one.
    const knows = () =>
      before.author === author || (reached.get(`${before.author} ${author}`) ?? 0) >= before.reached;
    if (!(await waitFor(() => closes.length > 0 || knows(), deadlineMs)) || closes.length > 0)
      throw new Error(`the history could not be written: ${closes[0] ?? "edits did not arrive"}`);
    for (const update of updates) clients[author].sendSync(2, update);
    before = { author, reached: to };
  }
  if (target.ack === "commit") {
    const isSaved = () => clients.every(({ acked, written }) => acked === written);
    if (!(await waitFor(isSaved, deadlineMs))) throw new Error("the history was not acknowledged");
  } else await sleep(storeMs);
  if (closes.length > 0) throw new Error(`a line was closed: ${closes[0]}`);
  for (const client of clients) client.end();
}

/** Joins `count` at once and looks afterwards at what came when. */
async function join(server, count, { text, authors, stateBytes }) {
  const started = performance.now();
  const cpu = cpuSeconds(server.pid);
  const loop = performance.eventLoopUtilization();
  const joiners = Array.from({ length: count }, () => {
    const joiner = { messages: [], bytes: 0 };
    joiner.client = new Client(server.connection(0), {
      onState: (client, bytes) => {
        joiner.messages.push({ at: client.socket.arrivedAt, bytes });
        joiner.bytes += bytes.length;
      },
    });
    return joiner;
  });
  // The exact check costs as much as a join: it comes when all have come.
  const seemsComplete = ({ client, bytes }) => client.isSynced && bytes > stateBytes / 2;
  const came = await waitFor(
    () => joiners.some(({ client }) => client.closed) || joiners.every(seemsComplete),
    deadlineMs,
  );
  const facts = {
    cpu: cpuSeconds(server.pid) - cpu,
    loop: performance.eventLoopUtilization(loop).utilization,
    emptySyncs: 0,
    applyMs: 0,
  };
  const closed = joiners.find(({ client }) => client.closed)?.client.closed;
  for (const { client } of joiners) client.end();
  if (closed) throw new Error(`a joiner was closed: ${closed.code} ${closed.reason}`);
  if (!came) throw new Error("a joiner did not get the text");
  const known = new Map();
  const times = joiners.map(({ messages }) => {
    const key = messages
      .map(({ bytes }) => `${bytes.length}:${Buffer.from(bytes).toString("latin1")}`)
      .join();
    let complete = known.get(key);
    if (complete === undefined) known.set(key, (complete = whenComplete(messages, text, authors[0], facts)));
    if (complete > 0) facts.emptySyncs += 1;
    return messages[complete].at - started;
  });
  return { times, ...facts };
}

/** Somebody has the section open already. */
async function beside(server, work) {
  const there = await new Client(server.connection(0)).synced;
  await sleep(500);
  const result = await work();
  there.end();
  return result;
}

/** @returns which message made the text whole. */
function whenComplete(messages, text, first, facts) {
  const doc = new Y.Doc();
  for (const [i, { bytes }] of messages.entries()) {
    const began = performance.now();
    Y.applyUpdate(doc, bytes);
    facts.applyMs = performance.now() - began;
    if (textOf(doc, first) === text) return i;
  }
  throw new Error("what was joined is not what was written");
}

export const joins = (target, { edits, herd }) =>
  withDirectory(async (dir) => {
    const history = makeHistory(edits);
    const onServer = async (more, work) => {
      const server = await target.start(dir, { rooms: 1, ...more });
      try {
        return await work(server);
      } finally {
        await server.stop("SIGTERM");
      }
    };
    const writing = performance.now();
    await onServer({ isUnthrottled: true }, (server) => writeHistory(server, target, history));
    const writtenS = (performance.now() - writing) / 1000;
    const alone = await onServer({}, async (server) => {
      const cold = await join(server, 1, history);
      const warm = await beside(server, () => join(server, 1, history));
      return { startMs: server.startMs, cold, warm };
    });
    const many = await onServer({}, async (server) => {
      const cold = await join(server, herd, history);
      const warm = await beside(server, () => join(server, herd, history));
      return { cold, warm };
    });
    return {
      faults: [],
      startMs: alone.startMs,
      coldMs: alone.cold.times[0] + alone.cold.applyMs,
      coldServerMs: alone.cold.times[0],
      warmServerMs: alone.warm.times[0],
      herdP50: quantile(many.cold.times, 0.5),
      herdP99: quantile(many.cold.times, 0.99),
      herdCpu: many.cold.cpu,
      warmHerdP99: quantile(many.warm.times, 0.99),
      emptySyncs: alone.cold.emptySyncs + many.cold.emptySyncs + many.warm.emptySyncs,
      generatorLoop: many.cold.loop,
      stateKib: history.stateBytes / 1024,
      writtenS,
    };
  });
