// Cost of the difference of two versions: a section of 5,000 words, after 4,000 edits of two people.
// node --conditions=source test/bench/difference.mjs [--quick] [--write]
import * as Y from "yjs";
import {
  CarriedIds,
  compareStates,
  compareTexts,
  contentOf,
  findCarriedText,
  foldText,
  packRanges,
  RecentlyDeleted,
  restoreText,
  seedDocument,
  traceFragment,
  WrittenIndex,
} from "@dongsoan/shared/crdt";
import { performance } from "node:perf_hooks";
import { gzipSync } from "node:zlib";
import { pooledTextWork } from "../../server/src/adapters/text-work/pooled-text-work.ts";
import { isQuick, sameWords, tellCosts } from "./costs.mjs";
import { median } from "./measure.mjs";

const { int, sentence, word } = sameWords();
const doc = new Y.Doc();
const log = [];
const carried = new CarriedIds();
const carriedRanges = [];
const recent = new RecentlyDeleted();
doc.on("update", (payload) => log.push({ payload, by: `u${doc.clientID}`, at: 0, accepted: [] }));
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
const older = Y.encodeStateAsUpdate(doc);
const old = traceFragment(content);
for (let i = 0; i < 4_000; i += 1) {
  doc.clientID = 1 + (i % 2);
  doc.transact(() => {
    const at = int(content.length);
    const text = content.get(at).get(0);
    if (!text || text.length < 4) return;
    const kind = int(10);
    if (kind < 6) text.insert(int(text.length), word().slice(0, 5));
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
const newer = Y.encodeStateAsUpdate(doc);
const now = traceFragment(content);
const written = new WrittenIndex();
for (const update of log) written.add(update);
const between = log.slice(1);
const question = { older, newer, carried: [packRanges(carriedRanges)], written: written.parts, between };
const wordCount = now
  .flatMap(({ runs }) => runs)
  .reduce((sum, run) => sum + (run.text ?? "").split(" ").length, 0);
const rounds = isQuick ? 3 : 15;

/** By processor time: the clock on the wall measures who else is at work. */
function timesOf(work) {
  return Array.from({ length: rounds }, () => {
    const from = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000;
  });
}

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

await tellCosts(
  "difference",
  {
    title: "Versions and differences",
    about: `A section of ${wordCount.toLocaleString("en")} words in ${now.length} paragraphs after 4,000 edits of two people (a log of ${log.length.toLocaleString("en")} updates). Processor time, medians of ${rounds}. The difference runs on a thread of its own: how long whoever asks stands still is measured by the clock.`,
  },
  async (figures) => {
    const timed = (name, goal, work) => figures.add(name, median(timesOf(work)), goal, "ms");
    figures.add("version row: state, gzip", gzipSync(newer).length / 1000, null, "kB");
    figures.add("version row: text, gzip", gzipSync(JSON.stringify(now)).length / 1000, null, "kB");
    timed("text of a version out of its state", null, () => foldText(newer, []));
    timed("difference with the first version", 100, () => compareStates(question));
    timed("difference without common ids", null, () =>
      compareTexts(
        JSON.parse(JSON.stringify(old), (key, value) => (key === "client" ? value + 1e6 : value)),
        now,
        { originsOf: (range) => carried.originsOf(range), inserterOf: () => null, deleterOf: () => null },
      ),
    );
    timed("restore of the first version", null, () => restoreText(newer, old, 99));
    const work = pooledTextWork();
    const { blocks } = await work.compare(question);
    if (blocks.length === 0) throw new Error("no difference");
    const stalls = [];
    for (let i = 0; i < rounds; i += 1) stalls.push(await longestStall(() => work.compare(question)));
    figures.add("difference on its thread: whoever asks stands still, median", median(stalls), null, "ms");
    figures.add(
      "difference on its thread: whoever asks stands still, worst",
      Math.max(...stalls),
      null,
      "ms",
    );
    await work.close();
  },
);
