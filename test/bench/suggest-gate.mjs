// Cost of the gate for suggestions, by letter: a section of 5,000 words with tables, in write mode without and with
// suggestions in it, and in suggest mode. Admitting includes decoding, applying and every other rule of the gate.
// node --conditions=source test/bench/suggest-gate.mjs [--quick] [--write]
import { performance } from "node:perf_hooks";
import * as Y from "yjs";
import { recordKey } from "@dongsoan/shared/crdt";
import { Shadow } from "../../server/src/sync/shadow.ts";
import { TextMemory } from "../../server/src/sync/text-memory.ts";
import { isQuick, sameWords, tellCosts } from "./costs.mjs";
import { quantile } from "./measure.mjs";

const { int, sentence } = sameWords();
const letters = isQuick ? 200 : 600;

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
  for (let i = 0; i < letters; i += 1) text.insert(5 + i, "a", marks);
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

/** How it is written, how many suggestions stand there, where, and what half of the letters may cost at most. */
const cases = [
  ["write", 0, "paragraph", null],
  ["write", 300, "paragraph", null],
  ["suggest", 0, "paragraph", 0.15],
  ["suggest", 300, "paragraph", 0.15],
  ["suggest", 2000, "paragraph", 0.15],
  ["suggest", 300, "cell", 0.15],
];
await tellCosts(
  "suggest-gate",
  {
    title: "The gate for suggestions",
    about: `A letter at the gate of a section of 5,000 words with two tables, typed ${letters} times into one place; the first 100 count for nothing. With decoding, applying and every other rule of the gate.`,
  },
  (figures) => {
    for (const [mode, suggestions, where, goal] of cases) {
      const times = run(mode, suggestions, where);
      const name = `${mode === "write" ? "writing" : "suggesting"} in a ${where}, ${suggestions.toLocaleString("en")} suggestions there`;
      figures.add(`${name}, p50`, quantile(times, 0.5), goal, "ms");
      figures.add(`${name}, p99`, quantile(times, 0.99), null, "ms");
    }
  },
);
