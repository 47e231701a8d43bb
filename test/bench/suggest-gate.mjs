// Cost of the gate for suggestions, by letter: a section of 5,000 words with tables, in write mode without and with
// suggestions in it, and in suggest mode. Admitting includes decoding, applying and every other rule of the gate.
// node --conditions=source test/bench/suggest-gate.mjs
import { performance } from "node:perf_hooks";
import * as Y from "yjs";
import { recordKey } from "@dongsoan/shared/crdt";
import { Shadow, TextMemory } from "../../server/src/sync/shadow.ts";
import { quantile } from "./measure.mjs";

const words = "xã đã gieo trồng được 95 ha lúa và rau màu các loại theo đúng lịch thời vụ".split(" ");
let state = 7;
const int = (below) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state % below;
};
const sentence = (count) => Array.from({ length: count }, () => words[int(words.length)]).join(" ");

function paragraph(text) {
  const element = new Y.XmlElement("paragraph");
  element.insert(0, [new Y.XmlText(text)]);
  return element;
}
function table(rows, columns) {
  const element = new Y.XmlElement("table");
  element.insert(
    0,
    Array.from({ length: rows }, () => {
      const row = new Y.XmlElement("tableRow");
      row.insert(
        0,
        Array.from({ length: columns }, () => {
          const cell = new Y.XmlElement("tableCell");
          cell.insert(0, [paragraph(sentence(3))]);
          return cell;
        }),
      );
      return row;
    }),
  );
  return element;
}

/** 80 paragraphs of 50 words, two tables of 20 rows and 8 columns of 3 words. */
function section() {
  const doc = new Y.Doc();
  doc.clientID = 7;
  const content = doc.getXmlFragment("content");
  content.insert(0, [
    ...Array.from({ length: 40 }, () => paragraph(sentence(50))),
    table(20, 8),
    ...Array.from({ length: 40 }, () => paragraph(sentence(50))),
    table(20, 8),
  ]);
  return doc;
}

function run(mode, suggestionCount, where) {
  const start = section();
  for (let i = 0; i < suggestionCount; i += 1) {
    const text = start.getXmlFragment("content").get(int(40)).get(0);
    const value = { id: `s-${i}`, by: "chi", at: "" };
    text.insert(int(text.length), "thêm ", { [recordKey("ins", value)]: value });
  }
  const bytes = Y.encodeStateAsUpdate(start);
  const shadow = new Shadow(bytes, [], new TextMemory());
  const doc = new Y.Doc();
  doc.clientID = 99;
  Y.applyUpdate(doc, bytes);
  const updates = [];
  doc.on("update", (update) => updates.push(update));
  const content = doc.getXmlFragment("content");
  const value = { id: "s-mine", by: "an", at: "" };
  const marks = mode === "suggest" ? { [recordKey("ins", value)]: value } : {};
  const text = where === "cell" ? content.get(40).get(3).get(2).get(0).get(0) : content.get(5).get(0);
  for (let i = 0; i < 600; i += 1) text.insert(5 + i, "a", marks);
  const owners = {
    ofClient: (id) => (id === 99 ? "an" : undefined),
    ofSuggestion: (id) => (id === "s-mine" ? "an" : "chi"),
  };
  const writer = { userId: "an", claimant: "an", mode };
  const times = updates.map((update) => {
    const began = performance.now();
    const admission = shadow.admit(update, writer, owners, 20);
    if (!admission.ok) throw new Error(admission.rule);
    return performance.now() - began;
  });
  return times.slice(100);
}

for (const [mode, suggestions, where] of [
  ["write", 0, "paragraph"],
  ["write", 300, "paragraph"],
  ["suggest", 0, "paragraph"],
  ["suggest", 300, "paragraph"],
  ["suggest", 2000, "paragraph"],
  ["suggest", 300, "cell"],
]) {
  const times = run(mode, suggestions, where);
  console.log(
    `${mode}, ${suggestions} suggestions there, in a ${where}: p50 ${quantile(times, 0.5).toFixed(3)} ms, p99 ${quantile(times, 0.99).toFixed(3)} ms`,
  );
}
