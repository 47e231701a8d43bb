// Cost of lineage for each update: finding which of its letters were taken away and written again (LINE1), beside all that
// the gate does with that update. Each kind of edit is made by the editor's own binding.
// node --conditions=source test/bench/lineage.mjs [--quick] [--write]
import { performance } from "node:perf_hooks";
import * as Y from "yjs";
import {
  CarriedIds,
  contentOf,
  findCarriedText,
  packRanges,
  RecentlyDeleted,
  seedDocument,
} from "@dongsoan/shared/crdt";
import { Shadow } from "../../server/src/sync/shadow.ts";
import { TextMemory } from "../../server/src/sync/text-memory.ts";
import { editBound } from "../kit/bound-editor.ts";
import { isQuick, sameWords, tellCosts } from "./costs.mjs";
import { quantile } from "./measure.mjs";

const { int, sentence } = sameWords();
const count = isQuick ? 20 : 200;
const paragraphCount = 100;
const seed = seedDocument(
  Array.from({ length: paragraphCount }, () => ({ style: "body", level: 1, text: sentence(50) })),
  7,
);
const owners = { ofClient: (id) => (id === 99 ? "an" : undefined), ofSuggestion: () => undefined };
const writer = { userId: "an", claimant: "an", mode: "write" };

const paragraphs = (doc) => {
  const found = [];
  doc.forEach((node, pos) => found.push({ node, pos }));
  return found;
};
const anyOf = (doc) => {
  const long = paragraphs(doc).filter(({ node }) => node.content.size > 20);
  return long[int(long.length)];
};
const edits = {
  "a letter is typed": (tr) => tr.insertText("a", anyOf(tr.doc).pos + 5),
  "a letter is taken out": (tr) => {
    const { pos } = anyOf(tr.doc);
    tr.delete(pos + 5, pos + 6);
  },
  "a paragraph gets another style": (tr) =>
    tr.setNodeAttribute(anyOf(tr.doc).pos, "style", ["body", "dash", "letter"][int(3)]),
  "Enter in a paragraph": (tr) => {
    const { node, pos } = anyOf(tr.doc);
    tr.split(pos + 1 + Math.floor(node.content.size / 2));
  },
  "Backspace at a paragraph's start": (tr) => {
    const all = paragraphs(tr.doc);
    tr.join(all[1 + int(all.length - 1)].pos);
  },
  "a paragraph is moved": (tr) => {
    const { node, pos } = anyOf(tr.doc);
    tr.delete(pos, pos + node.nodeSize).insert(tr.doc.content.size, node);
  },
};

/** Edits of one kind, and what each costs: lineage alone, and the gate with it. */
function run(edit) {
  const shadow = new Shadow(seed, [], new TextMemory());
  const twin = new Y.Doc();
  Y.applyUpdate(twin, seed);
  const carried = new CarriedIds();
  const recent = new RecentlyDeleted();
  const costs = { lineage: [], gate: [], bytes: [] };
  twin.on("afterTransaction", (transaction) => {
    const began = performance.now();
    const found = findCarriedText(transaction, carried, recent);
    for (const range of found) carried.add(range);
    costs.lineage.push(performance.now() - began);
    costs.bytes.push(found.length === 0 ? 0 : packRanges(found).length);
  });
  const doc = new Y.Doc();
  doc.clientID = 99;
  Y.applyUpdate(doc, seed);
  const updates = [];
  doc.on("update", (update) => updates.push(update));
  for (let i = 0; i < count; i += 1) {
    const { length } = contentOf(doc);
    // What joins and splits leave must stay a section like the first.
    if (length < paragraphCount / 2 || length > 2 * paragraphCount) break;
    editBound(doc, edit);
    for (const update of updates.splice(0)) {
      const began = performance.now();
      const admission = shadow.admit(update, writer, owners, 20);
      costs.gate.push(performance.now() - began);
      if (!admission.ok) throw new Error(admission.rule);
      Y.applyUpdate(twin, update);
    }
  }
  return costs;
}

await tellCosts(
  "lineage",
  {
    title: "Lineage for each update",
    about: `A section of 5,000 words in ${paragraphCount} paragraphs, up to ${count} edits of each kind by the editor's own binding, one update each. Lineage: finding the letters that were taken away and written again, and remembering their first ids. Stored: what of it goes into the commit, packed, of a mean update. Gate: all that the gate does with the update, lineage and the search for others' letters to rescue among it.`,
  },
  (figures) => {
    // Warm: the first edits of a process measure the compiler.
    for (const edit of Object.values(edits)) run(edit);
    for (const [name, edit] of Object.entries(edits)) {
      const { lineage, gate, bytes } = run(edit);
      figures.add(`${name}: lineage, p50`, quantile(lineage, 0.5), null, "ms");
      figures.add(`${name}: lineage, p99`, quantile(lineage, 0.99), null, "ms");
      figures.add(`${name}: gate, p50`, quantile(gate, 0.5), null, "ms");
      figures.add(`${name}: stored`, bytes.reduce((sum, n) => sum + n, 0) / bytes.length, null, "B");
    }
  },
);
