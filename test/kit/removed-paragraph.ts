import * as Y from "yjs";
import type { UserId } from "@dongsoan/shared/domain";
import { CarriedIds, contentOf, seedDocument, type TextId } from "@dongsoan/shared/crdt";
import { serverItself } from "../../server/src/ports/section-writer.ts";
import type { Knowledge } from "../../server/src/sync/rescue/copies.ts";
import { RecentEdits } from "../../server/src/sync/recent-edits.ts";
import type { Admission } from "../../server/src/sync/admission.ts";
import { Shadow } from "../../server/src/sync/shadow.ts";
import { TextMemory } from "../../server/src/sync/text-memory.ts";

const names = ["an", "binh", "chi"] as const;
export type Name = (typeof names)[number];
/** Larger than any that the server takes, as nearly all are. */
const firstId = 1_000_001;

/**
 * A text, the server's document of it, and three editors whose updates the test hands in when and as it likes.
 * @param isTelling each update says what its editor had heard of (HEARD2).
 */
export function scene(paragraphs: readonly string[], isTelling = false) {
  const seed = seedDocument(
    paragraphs.map((text) => ({ style: "body", level: 1, text })),
    7,
  );
  let memory = new TextMemory(new CarriedIds());
  let shadow = new Shadow(seed, [], memory);
  let head = 1;
  let recent = new RecentEdits(head);
  const heardBy = new Map(names.map((name) => [name, head]));
  const heardAt = new WeakMap<Uint8Array, number>();
  const editors = new Map(
    names.map((name, i) => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, seed);
      doc.clientID = firstId + i;
      return [name, doc];
    }),
  );
  const docOf = (name: Name) => editors.get(name) as Y.Doc;
  const idOf = (name: Name) => firstId + names.indexOf(name);
  const edit = (name: Name, change: (content: Y.XmlFragment) => void): Uint8Array => {
    const doc = docOf(name);
    const vector = Y.encodeStateVector(doc);
    let update: Uint8Array | null = null;
    doc.once("update", (bytes: Uint8Array) => (update = bytes));
    doc.transact(() => change(contentOf(doc)));
    const made = update ?? Y.encodeStateAsUpdate(doc, vector);
    heardAt.set(made, heardBy.get(name) ?? 0);
    return made;
  };
  const sightOf = (name: Name, update: Uint8Array) =>
    isTelling ? recent.sightOf({ number: idOf(name) }, heardAt.get(update) ?? 0, []) : null;
  const suggestions = new Map<string, UserId>();
  const owners = new Map(names.map((name) => [idOf(name), name as UserId]));
  const store = (name: Name, { payload, source, repair }: Extract<Admission, { ok: true }>) => {
    const peer = { number: idOf(name) };
    if (payload) recent.stored([{ payload, source, isRepair: false, peer }]);
    if (repair) recent.stored([{ payload: repair.payload, isRepair: true, peer }]);
    head += [payload, repair].filter((one) => one !== null).length;
  };
  const admit = (
    name: Name,
    update: Uint8Array,
    mode: "write" | "suggest" = "write",
    knowledge: Knowledge = { kind: "one-change", sight: sightOf(name, update) },
    isSetApart = false,
  ): Admission => {
    const by = name as UserId;
    const admission = shadow.admit(
      update,
      { userId: by, claimant: by, mode, knowledge, isSetApart },
      {
        ofClient: (id) => owners.get(id),
        ofSuggestion: (id) => suggestions.get(id),
      },
      20,
    );
    if (admission.ok) for (const id of admission.newSuggestions) suggestions.set(id, by);
    if (admission.ok && admission.repair) owners.set(admission.repair.clientId, serverItself);
    if (admission.ok) store(name, admission);
    return admission;
  };
  const texts = () =>
    contentOf(shadow.doc)
      .toArray()
      .map((block) =>
        (block as Y.XmlElement)
          .toArray()
          .map((t) =>
            (t as Y.XmlText)
              .toDelta()
              .map((d: { insert: string }) => d.insert)
              .join(""),
          )
          .join("|"),
      );
  /** Who first typed the letters of a word that stands in the text. */
  const writersOf = (word: string): readonly string[] => {
    const found = new Set<string>();
    for (const block of contentOf(shadow.doc).toArray() as Y.XmlElement[])
      for (const text of block.toArray() as Y.XmlText[])
        for (let item = text._start; item; item = item.right) {
          if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
          const at = item.content.str.indexOf(word);
          if (at < 0) continue;
          const id: TextId = { client: item.id.client, clock: item.id.clock + at };
          for (const { client } of memory.carried.originsOf({ ...id, length: word.length }))
            found.add(names[client - firstId] ?? "seed");
        }
    return [...found];
  };
  /** What is known of a document that is handed in after a break: all that this person has by now. */
  const knowledgeOf = (name: Name): Knowledge => {
    const known = Y.decodeStateVector(Y.encodeStateVector(docOf(name)));
    return {
      kind: "whole-document",
      hasSeen: ({ client, clock }) => clock < (known.get(client) ?? 0),
    };
  };
  /** The room is closed and opened anew. */
  const reopen = () => {
    memory = new TextMemory(new CarriedIds(memory.carried.ranges));
    shadow = new Shadow(shadow.encode(), [], memory);
    recent = new RecentEdits(head);
  };
  /** Somebody hears of everything. */
  const hear = (name: Name) => {
    Y.applyUpdate(docOf(name), shadow.encode());
    heardBy.set(name, head);
  };
  /** Somebody hears of what was stored up to now, and nothing after it. @returns to be called when they do. */
  const onTheWay = (name: Name) => {
    const [state, seq] = [shadow.encode(), head];
    return () => {
      Y.applyUpdate(docOf(name), state);
      heardBy.set(name, seq);
    };
  };
  const meet = () => {
    for (const name of names) hear(name);
  };
  return {
    hear,
    onTheWay,
    meet,
    reopen,
    edit,
    admit,
    knowledgeOf,
    texts,
    writersOf,
    docOf,
    suggestions,
    get shadow() {
      return shadow;
    },
    get memory() {
      return memory;
    },
  };
}

export const textIn = (content: Y.XmlFragment, block: number): Y.XmlText =>
  (content.get(block) as Y.XmlElement).get(0) as Y.XmlText;

/** As the editor's binding joins: the second paragraph is deleted, its text put in behind the first. */
export const join = (content: Y.XmlFragment, block: number) => {
  const tail = textIn(content, block).toString();
  content.delete(block, 1);
  const into = textIn(content, block - 1);
  into.insert(into.length, tail);
};

/** As it splits: the end of a paragraph is deleted, and put into a new one behind it. @returns the new one. */
export const split = (content: Y.XmlFragment, block: number, at: number): Y.XmlElement => {
  const text = textIn(content, block);
  const end = paragraph("");
  const deltas = text.toDelta() as { insert: string; attributes?: object }[];
  let start = 0;
  const tail = deltas.flatMap(({ insert, attributes = {} }) => {
    const cut = insert.slice(Math.max(0, at - start));
    start += insert.length;
    return cut === "" ? [] : [{ insert: cut, attributes }];
  });
  text.delete(at, text.length - at);
  content.insert(block + 1, [end]);
  (end.get(0) as Y.XmlText).applyDelta(tail);
  return end;
};

export const paragraph = (text: string): Y.XmlElement => {
  const element = new Y.XmlElement("paragraph");
  element.insert(0, [new Y.XmlText(text)]);
  return element;
};

export const table = (cell: string): Y.XmlElement => {
  const element = new Y.XmlElement("table");
  const row = new Y.XmlElement("tableRow");
  const td = new Y.XmlElement("tableCell");
  td.insert(0, [paragraph(cell)]);
  row.insert(0, [td]);
  element.insert(0, [row]);
  return element;
};
