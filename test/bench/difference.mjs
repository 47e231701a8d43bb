// Cost of the difference of two versions: a section of 5,000 words, after 4,000 edits of two people.
// node --conditions=source test/bench/difference.mjs
import * as Y from "yjs";
import {
  CarriedIds,
  compareTexts,
  contentOf,
  Deleters,
  findCarriedText,
  foldText,
  RecentlyDeleted,
  restoreText,
  seedDocument,
  traceFragment,
  WrittenIndex,
} from "@dongsoan/shared/crdt";
import { performance } from "node:perf_hooks";
import { gzipSync } from "node:zlib";
import { pooledTextWork } from "../../server/src/adapters/text-work/pooled-text-work.ts";

const words = "xã đã gieo trồng được 95 ha lúa và rau màu các loại theo đúng lịch thời vụ".split(" ");
let state = 7;
const int = (below) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state % below;
};
const sentence = (count) => Array.from({ length: count }, () => words[int(words.length)]).join(" ");
const doc = new Y.Doc();
const log = [];
const carried = new CarriedIds();
const carriedRanges = [];
const recent = new RecentlyDeleted();
doc.on("update", (payload) => log.push({ seq: log.length + 1, payload, by: `u${doc.clientID}`, at: 0 }));
doc.on("afterTransaction", (tr) => {
  for (const range of findCarriedText(tr, carried, recent)) {
    carried.add(range);
    carriedRanges.push(range);
  }
});
Y.applyUpdate(
  doc,
  seedDocument(
    Array.from({ length: 100 }, () => ({ style: "body", level: 1, text: sentence(50) })),
    7,
  ),
);
const content = contentOf(doc);
const old = traceFragment(content);
for (let i = 0; i < 4_000; i += 1) {
  doc.clientID = 1 + (i % 2);
  doc.transact(() => {
    const at = int(content.length);
    const text = content.get(at).get(0);
    if (!text || text.length < 4) return;
    const kind = int(10);
    if (kind < 6) text.insert(int(text.length), words[int(words.length)].slice(0, 5));
    else if (kind < 9) text.delete(int(text.length - 3), 3);
    else {
      const cut = 1 + int(text.length - 2);
      const tail = text.toString().slice(cut);
      text.delete(cut, text.length - cut);
      const element = new Y.XmlElement("paragraph");
      element.insert(0, [new Y.XmlText(tail)]);
      content.insert(at + 1, [element]);
    }
  });
}
const stored = Y.encodeStateAsUpdate(doc);
/** By processor time: the clock on the wall measures who else is at work. */
const timed = (name, work) => {
  const times = Array.from({ length: 15 }, () => {
    const from = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000;
  }).sort((a, b) => a - b);
  console.log(
    `${name}: ${times[7].toFixed(1)} ms of processor time (median of 15; worst ${times[14].toFixed(1)})`,
  );
};
const originsOf = (range) => carried.originsOf(range);
const now = traceFragment(content);
const written = new WrittenIndex();
for (const update of log) written.add(update);
const count = (blocks) =>
  blocks.flatMap((b) => b.runs).reduce((n, r) => n + (r.text ?? "").split(" ").length, 0);
console.log(
  `${count(now)} words, ${now.length} paragraphs, log of ${log.length} updates, state ${stored.length} B`,
);
console.log(
  `version row: state ${gzipSync(stored).length} B, text ${gzipSync(JSON.stringify(now)).length} B (gzip)`,
);
timed("text of a version out of its state", () => foldText(stored, []));
timed("who took away, from the log", () => {
  const deleters = new Deleters(originsOf);
  for (const update of log) deleters.add(update);
});
timed("difference", () => {
  const deleters = new Deleters(originsOf);
  for (const update of log) deleters.add(update);
  compareTexts(old, now, {
    originsOf,
    inserterOf: (id) => written.writersOf({ ...id, length: 1 })[0]?.by ?? null,
    deleterOf: (id) => deleters.deleterOf(id),
  });
});
timed("difference without common ids", () =>
  compareTexts(
    JSON.parse(JSON.stringify(old), (key, value) => (key === "client" ? value + 1e6 : value)),
    now,
    { originsOf, inserterOf: () => null, deleterOf: () => null },
  ),
);
timed("restore of the first version", () => restoreText(stored, old, 99));

/** How long everybody else waits: the longest time in which the thread that asks does nothing else. */
async function longestStall(job) {
  let last = performance.now();
  let longest = 0;
  let isDone = false;
  const turn = () => {
    const at = performance.now();
    longest = Math.max(longest, at - last);
    last = at;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  await job();
  isDone = true;
  await new Promise((resolve) => setImmediate(resolve));
  return longest;
}
const work = pooledTextWork();
const question = { older: old, newer: now, carried: carriedRanges, written: written.parts, between: log };
await work.compare(question);
const stalls = [];
for (let i = 0; i < 15; i += 1) stalls.push(await longestStall(() => work.compare(question)));
stalls.sort((a, b) => a - b);
console.log(
  `difference on a thread: whoever asks stands still for ${stalls[7].toFixed(1)} ms at a time (median of 15; worst ${stalls[14].toFixed(1)})`,
);
await work.close();
