// How soon a change of the outline reaches every open page: node --conditions=source test/bench/events.mjs [pages] [moves]
// The real server in a process of its own; each page is a socket that watches the report, as the screens do.
import { once } from "node:events";
import { emptyHeader } from "@dongsoan/shared/domain";
import { decodeServerFrame, encodeClientFrame } from "@dongsoan/shared/protocol";
import { WebSocket } from "ws";
import { setUpCommune } from "../kit/commune.ts";
import { RunningServer } from "../kit/running-server.ts";

const pageCount = Number(process.argv[2] ?? 50);
const moveCount = Number(process.argv[3] ?? 100);
const goalMs = 200;

const server = await RunningServer.start();
const { coordinator, units, ...people } = await setUpCommune(server);
const writers = ["police", "economy", "culture", "office"];
const section = (i) => ({ title: `MỤC ${i}`, blocks: [], children: [] });
const { id } = await coordinator.call("createReport", {
  body: {
    header: { ...emptyHeader, subject: "Quý II" },
    sections: Array.from({ length: 20 }, (_, i) => section(i)),
    dueAt: null,
    original: null,
  },
});

const { sections: made } = await coordinator.call("report", { params: { id } });
for (const [i, name] of writers.entries()) {
  const { version, assignment, id: sectionId } = made[i];
  await coordinator.call("assignSection", {
    params: { id: sectionId },
    body: { version, assignment: { ...assignment, unitId: units[name].id } },
  });
}
// One person may open only so many sockets.
const readers = [coordinator, ...writers.map((name) => people[name])];

async function openPage(reader) {
  const headers = { cookie: reader.cookie, origin: server.url };
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/sync`, { headers });
  const page = { socket, onChanged: () => undefined };
  await once(socket, "open");
  const isWatching = new Promise((resolve) => {
    socket.on("message", (bytes) => {
      const frame = decodeServerFrame(new Uint8Array(bytes));
      if (frame.kind !== "control") return;
      const { type } = JSON.parse(frame.json);
      if (type === "presence") resolve();
      if (type === "report-changed") page.onChanged();
    });
  });
  const watch = JSON.stringify({ type: "watch", reportId: id });
  socket.send(encodeClientFrame({ kind: "control", json: watch }));
  await isWatching;
  return page;
}

/** From the command leaving to the word at each page, and to the one that hears of it last. */
async function move(pages) {
  const { sections } = await coordinator.call("report", { params: { id } });
  const last = sections.at(-1);
  const began = performance.now();
  const heard = pages.map(
    (page) => new Promise((resolve) => (page.onChanged = () => resolve(performance.now() - began))),
  );
  await coordinator.call("moveSection", {
    params: { id: last.id },
    body: { version: last.version, parentId: null, position: 0 },
  });
  return Promise.all(heard);
}

const quantile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
const pages = [];
for (let i = 0; i < pageCount; i += 1) pages.push(await openPage(readers[i % readers.length]));
const each = [];
for (let i = 0; i < moveCount; i += 1) each.push(...(await move(pages)));
each.sort((a, b) => a - b);
const [p50, p99, max] = [quantile(each, 0.5), quantile(each, 0.99), each.at(-1)].map((ms) => ms.toFixed(1));
console.log(
  `${moveCount} moves, ${pageCount} pages, ms from the command to the word at a page: p50 ${p50}, p99 ${p99}, last ${max}`,
);
for (const { socket } of pages) socket.terminate();
await server.stop();
if (Number(max) > goalMs) {
  console.error(`a page heard of a change later than ${goalMs} ms`);
  process.exitCode = 1;
}
