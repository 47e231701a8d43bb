import { type Node, Slice } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import {
  absolutePositionToRelativePosition,
  initProseMirrorDoc,
  relativePositionToAbsolutePosition,
} from "@tiptap/y-tiptap";
import { contentOf, seedDocument } from "@dongsoan/shared/crdt";
import { textSchema } from "@dongsoan/shared/schema";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { editBound } from "../../../test/kit/bound-editor.ts";
import { behindReturned, CarriedPlaces, type NewPlace } from "./carried-caret.ts";

const texts = ["Xã trồng lúa nước.", "Dân số tăng đều.", "Thu ngân sách đạt."];

/**
 * One person's document with a caret in it, and another's, which is told and heard when the test says.
 * @param seedId of an update's deletions Yjs does those under the largest clientID first.
 */
function scene(seedId = 7) {
  const seed = seedDocument(
    texts.map((text) => ({ style: "body", level: 1, text })),
    seedId,
  );
  const docOf = (clientID: number) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, seed);
    doc.clientID = clientID;
    return doc;
  };
  const [own, other, server] = [docOf(101), docOf(102), docOf(1)];
  let caret: Y.RelativePosition | null = null;
  let moved: NewPlace | null = null;
  own.on("beforeObserverCalls", (transaction: Y.Transaction) => {
    moved = caret && new CarriedPlaces(transaction).of(caret);
    if (moved) caret = moved.position;
  });
  const bound = () => initProseMirrorDoc(contentOf(own), textSchema);
  const tell = (from: Y.Doc, to: Y.Doc) =>
    Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
  return {
    own,
    other,
    server,
    /** Puts the caret where the bar stands, as the binding keeps it. */
    caretAt: (words: string) => {
      const { doc, mapping } = bound();
      const pos = placeOf(doc, words.replace("|", "")) + words.indexOf("|");
      caret = absolutePositionToRelativePosition(pos, contentOf(own), mapping) as Y.RelativePosition;
    },
    /** The caret's paragraph, with the caret in it. */
    shown: (position = caret) => {
      const { doc, mapping } = bound();
      const pos = relativePositionToAbsolutePosition(own, contentOf(own), position, mapping) as number;
      const { parent, parentOffset } = doc.resolve(pos);
      return `${parent.textBetween(0, parentOffset)}|${parent.textBetween(parentOffset, parent.content.size)}`;
    },
    moved: () => moved,
    edit: (change: (tr: Transaction) => void) => editBound(other, change),
    hear: () => tell(other, own),
    tell,
  };
}

/** Where these words begin. */
function placeOf(doc: Node, words: string): number {
  let found = -1;
  doc.descendants((node, pos) => {
    const at = node.isTextblock ? node.textContent.indexOf(words) : -1;
    if (at >= 0 && found < 0) found = pos + 1 + at;
  });
  if (found < 0) throw new Error(`no ${words}`);
  return found;
}

const splitBefore = (words: string) => (tr: Transaction) => void tr.split(placeOf(tr.doc, words));
const joinBefore = (words: string) => (tr: Transaction) => void tr.join(placeOf(tr.doc, words) - 1);
const type = (words: string, behind: string) => (tr: Transaction) =>
  void tr.insertText(words, placeOf(tr.doc, behind) + behind.length);

const moveUp = (words: string) => (tr: Transaction) => {
  const pos = placeOf(tr.doc, words) - 1;
  const node = tr.doc.nodeAt(pos);
  if (node) tr.delete(pos, pos + node.nodeSize).insert(0, node);
};

const moveWords = (words: string, behind: string) => (tr: Transaction) => {
  const from = placeOf(tr.doc, words);
  const slice = tr.doc.slice(from, from + words.length);
  tr.delete(from, from + words.length);
  tr.replace(placeOf(tr.doc, behind) + behind.length, undefined, new Slice(slice.content, 0, 0));
};

describe("a caret in text that another takes away and puts in again", () => {
  const cases: readonly [string, string, (tr: Transaction) => void, string][] = [
    ["a split before it", "lúa| nước", splitBefore(" lúa"), " lúa| nước."],
    ["a split, at the end", "nước.|", splitBefore(" lúa"), " lúa nước.|"],
    ["a split right before the last letter", "nước.|", splitBefore("."), ".|"],
    ["a split behind it", "trồng| lúa", splitBefore(" nước"), "Xã trồng| lúa"],
    ["a split at the caret", "trồng| lúa", splitBefore(" lúa"), "Xã trồng|"],
    [
      "a split, with new words",
      "lúa| nước",
      (tr) => void tr.split(9).insertText("Hai vụ", 11),
      "Hai vụ lúa| nước.",
    ],
    ["a split at the start, behind a letter", "X|ã", splitBefore("Xã"), "X|ã trồng lúa nước."],
    ["a split at the start, at the start", "|Dân", splitBefore("Dân"), "|Dân số tăng đều."],
    ["a join", "Dân| số", joinBefore("Dân"), "Xã trồng lúa nước.Dân| số tăng đều."],
    ["a join, at the start", "|Dân", joinBefore("Dân"), "Xã trồng lúa nước.|Dân số tăng đều."],
    [
      "a join, in what it is joined to",
      "lúa| nước",
      joinBefore("Dân"),
      "Xã trồng lúa| nước.Dân số tăng đều.",
    ],
    ["a moved paragraph", "Thu| ngân", moveUp("Thu"), "Thu| ngân sách đạt."],
    ["a moved paragraph, at its start", "|Thu", moveUp("Thu"), "|Thu ngân sách đạt."],
    ["moved words", "sá|ch", moveWords(" sách", "Dân số"), "Dân số sá|ch tăng đều."],
    [
      "another style and level",
      "Dân| số",
      (tr) => {
        const pos = placeOf(tr.doc, "Dân") - 1;
        tr.setNodeAttribute(pos, "style", "dash").setNodeAttribute(pos, "level", 2);
      },
      "Dân| số tăng đều.",
    ],
    ["other words at its place", "lúa| nước", type(" nếp", "lúa"), "Xã trồng lúa| nếp nước."],
    ["its words taken out", "lúa| nước", (tr) => void tr.delete(9, 18), "Xã trồng|."],
  ];
  it.each(cases)("[CARET2] %s", (_name, caret, change, expected) => {
    const { caretAt, edit, hear, shown } = scene();
    caretAt(caret);
    edit(change);
    hear();
    expect(shown()).toBe(expected);
  });

  it("[CARET2] back again when that is undone", () => {
    const { other, caretAt, edit, hear, shown } = scene();
    const undo = new Y.UndoManager(contentOf(other), { trackedOrigins: new Set(["editor"]) });
    const steps: readonly [string, (tr: Transaction) => void, string][] = [
      ["lúa| nước", splitBefore(" lúa"), "Xã trồng lúa| nước."],
      ["Dân| số", joinBefore("Dân"), "Dân| số tăng đều."],
      ["Thu| ngân", moveUp("Thu"), "Thu| ngân sách đạt."],
    ];
    for (const [caret, change, expected] of steps) {
      caretAt(caret);
      edit(change);
      hear();
      undo.undo();
      hear();
      expect(shown()).toBe(expected);
      undo.clear();
    }
  });

  it.each([
    ["rất| đều", "rất ", "tăng "],
    ["đều. Nhiều|", " Nhiều", "đều."],
  ])("[CARET2] [RESC3] lost letters: behind those that are put back, at %s", (caret, words, before) => {
    const { own, other, server, caretAt, hear, tell, edit, shown, moved } = scene();
    for (const [i, letter] of [...words].entries()) editBound(own, type(letter, before + words.slice(0, i)));
    caretAt(caret);
    edit(joinBefore("Dân"));
    hear();
    expect(shown()).toContain(`${before}|`);
    let place = moved();
    tell(other, server);
    for (const [i, letter] of [...words].entries()) {
      editBound(server, type(letter, before + words.slice(0, i)));
      tell(server, own);
      place = place && behindReturned(place, own);
    }
    expect(shown(place?.position)).toContain(`.Dân số tăng ${caret}`);
    expect(place?.lost).toBe("");
  });

  it.each([
    [1, 7],
    [1, 1_000],
    [3, 7],
    [3, 1_000],
  ])("[CARET2] [RESC3] lost letters, of which the other had seen the first %i (seed %i)", (seen, seedId) => {
    const words = "rất ";
    const { own, other, server, caretAt, hear, tell, edit, shown, moved } = scene(seedId);
    const letters = [...words].map((letter, i) => type(letter, `tăng ${words.slice(0, i)}`));
    for (const [i, typed] of letters.entries()) {
      editBound(own, typed);
      if (i < seen) tell(own, other);
    }
    caretAt("rất |đều");
    edit(joinBefore("Dân"));
    hear();
    expect(shown()).toContain(`tăng ${words.slice(0, seen)}|`);
    expect(moved()?.lost).toBe(words.slice(seen));
    let place = moved();
    tell(other, server);
    for (const typed of letters.slice(seen)) {
      editBound(server, typed);
      tell(server, own);
      place = place && behindReturned(place, own);
    }
    expect(shown(place?.position)).toContain(".Dân số tăng rất |đều");
  });

  it("[CARET2] [RESC8] in front of an own letter that another had not seen, and with it", () => {
    const { own, other, server, caretAt, edit, hear, tell, shown, moved } = scene();
    editBound(own, type(" ", "lúa "));
    caretAt("lúa | nước");
    edit(splitBefore(" lúa"));
    hear();
    expect(shown()).toBe("Xã trồng| ");
    const before = moved()?.before;
    tell(other, server);
    tell(own, server);
    editBound(server, (tr) => {
      const at = placeOf(tr.doc, "Xã trồng ") + "Xã trồng".length;
      tr.delete(at, at + 1);
      type(" ", "lúa ")(tr);
    });
    let place: NewPlace | null = null;
    own.once("beforeObserverCalls", (transaction: Y.Transaction) => {
      place = before ? new CarriedPlaces(transaction).of(before) : null;
    });
    tell(server, own);
    expect(shown((place as NewPlace | null)?.position)).toBe(" lúa | nước.");
  });

  it.each([
    ["cấy| lúa", "cấy", "| lúa nước."],
    [" lúa| nước.", "", " lúa| nước."],
    ["nước. Hai vụ|", " Hai vụ", " lúa nước.|"],
  ])(
    "[CARET2] [RESC6] in one's own copy of what the other has put in again, at %s",
    (at, typed, shownThere) => {
      const { own, other, server, caretAt, edit, hear, tell, shown, moved } = scene();
      editBound(own, splitBefore(" lúa"));
      const typesFirst = at.startsWith(typed);
      if (typed !== "")
        editBound(own, (tr) => {
          const start = placeOf(tr.doc, " lúa nước.");
          tr.insertText(typed, typesFirst ? start : start + " lúa nước.".length);
        });
      caretAt(at);
      edit(splitBefore(" lúa"));
      hear();
      tell(own, server);
      tell(other, server);
      const blocks = contentOf(server).toArray() as Y.XmlElement[];
      const copy = blocks.findIndex(({ _item }) => _item?.id.client === own.clientID);
      contentOf(server).delete(copy, 1);
      tell(server, own);
      expect(shown()).toBe(shownThere);
      expect(moved()?.lost).toBe(typed);
      if (typed === "") return;
      let place = moved();
      editBound(server, (tr) => {
        const start = placeOf(tr.doc, " lúa nước.");
        tr.insertText(typed, typesFirst ? start : start + " lúa nước.".length);
      });
      tell(server, own);
      place = place && behindReturned(place, own);
      expect(shown(place?.position)).toBe(typesFirst ? "cấy| lúa nước." : " lúa nước. Hai vụ|");
    },
  );

  it("[CARET2] [LINE4] nothing is looked for while the caret's own letter stands", () => {
    const { caretAt, edit, hear, moved } = scene();
    caretAt("Dân| số");
    edit(splitBefore(" lúa"));
    hear();
    expect(moved()).toBeNull();
  });
});
