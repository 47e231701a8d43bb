import { textSchema as schema } from "@dongsoan/shared/schema";
import type { Node } from "@tiptap/pm/model";
import { initProseMirrorDoc, prosemirrorToYXmlFragment, updateYFragment } from "@tiptap/y-tiptap";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { type Mapped, putLetters } from "./quick-letters.ts";

const mark = (kind: "ins" | "del", id: string) => schema.mark(kind, { id, by: "binh", at: "" });
const letters = (text: string, ...marks: ReturnType<typeof mark>[]) => schema.text(text, marks);
const p = (...content: Node[]) => schema.node("paragraph", null, content);
const doc = (...blocks: Node[]) => schema.node("doc", null, blocks);

const before = doc(
  p(letters("Thu "), letters("95", mark("del", "a")), letters("97", mark("ins", "a")), letters(" ha 😀")),
  p(letters("Xong")),
  p(letters("một"), schema.node("hardBreak"), letters("hai")),
);
/** A letter put in at a place of one block. */
const typed = (at: number, text: string, ...marks: ReturnType<typeof mark>[]) =>
  before.replace(at, at, p(letters(text, ...marks)).slice(0));

/** The binding's own work, after the quick way or without it. @param remote what others change before it, and is not drawn. */
function bind(after: Node, isQuick: boolean, remote: (shared: Y.XmlFragment) => void = () => undefined) {
  const shared = new Y.Doc();
  shared.clientID = 1;
  const type = shared.getXmlFragment("content");
  prosemirrorToYXmlFragment(before, type);
  const { meta, doc: drawn } = initProseMirrorDoc(type, schema);
  const binding = { type, mapping: meta.mapping as Map<unknown, Node | readonly Node[]> };
  // The editor's document is the one that was drawn: its untouched blocks are the very same nodes.
  const blocks = after.children.map((block, i) => (drawn.maybeChild(i)?.eq(block) ? drawn.child(i) : block));
  const edited = schema.node("doc", null, blocks);
  shared.clientID = 3;
  remote(type);
  shared.clientID = 2;
  let isDone = false;
  shared.transact(() => {
    if (isQuick) putLetters(binding, edited);
    isDone = shared.store.clients.has(2);
    updateYFragment(shared, type, edited, meta);
  });
  return { isDone, update: Y.encodeStateAsUpdate(shared), text: initProseMirrorDoc(type, schema).doc };
}

const textOf = (shared: Y.XmlFragment, block: number) =>
  (shared.get(block) as Y.XmlElement).get(0) as Y.XmlText;
function replaceLetter(text: Y.XmlText, at: number, letter: string): void {
  text.insert(at, letter);
  text.delete(at + 1, 1);
}

describe("letters on their way into the shared text", () => {
  it.each([
    ["within plain letters", typed(3, "n")],
    ["at the end of a paragraph", typed(18, "g")],
    ["within one's own insertion", typed(8, "1", mark("ins", "a"))],
    ["at the start of a paragraph", typed(15, "x")],
    ["plain behind an insertion", typed(9, "x")],
    ["plain within a deletion", typed(6, "x")],
    ["several at once", typed(3, "những")],
    ["twice the same", typed(4, "u")],
  ])("are put in as the binding would: %s", (_, after) => {
    const [quick, slow] = [bind(after, true), bind(after, false)];
    expect(quick.isDone).toBe(true);
    expect(quick.update).toEqual(slow.update);
    expect(quick.text.eq(after)).toBe(true);
  });
  /** Types with the caret behind it, or elsewhere. @returns where the letter that stood at `at` is then. */
  const typeAt = (at: number, text: string, caret = 1 + at + text.length) => {
    const shared = new Y.Doc();
    const type = shared.getXmlFragment("content");
    prosemirrorToYXmlFragment(before, type);
    const { meta, doc: drawn } = initProseMirrorDoc(type, schema);
    const behind = Y.createRelativePositionFromTypeIndex(textOf(type, 0), at, 0);
    const after = drawn.replace(1 + at, 1 + at, p(letters(text)).slice(0));
    putLetters({ type, mapping: meta.mapping as Mapped["mapping"] }, after, after.resolve(caret));
    const found = Y.createAbsolutePositionFromRelativePosition(behind, shared)?.index;
    updateYFragment(shared, type, after, meta);
    expect(initProseMirrorDoc(type, schema).doc.eq(after)).toBe(true);
    return found;
  };

  it.each([
    ["a space before a space", 3, " "],
    ["a word and its space before a space", 3, " ngân"],
    ["a letter before the same letter", 1, "h"],
  ])("[CARET3] are put in where they were typed, not behind what reads the same: %s", (_, at, text) => {
    expect(typeAt(at, text)).toBe(at + text.length);
  });

  it.each([1, 3, 19, 25])("[CARET3] are put in though the caret stands elsewhere: at %i", (caret) => {
    expect(typeAt(3, " ", caret)).toBe(3);
  });

  it.each([
    ["half a pair", typed(13, "😁")],
    ["beside a line break", typed(24, "x")],
    ["in two paragraphs", doc(p(letters("Thu 1")), p(letters("Xong 2")), before.child(2))],
    ["a new paragraph", doc(...before.children, p(letters("x")))],
    ["letters that go", doc(before.child(0), p(letters("Xg")), before.child(2))],
    [
      "letters and a mark",
      doc(before.child(0), p(letters("X", mark("del", "b")), letters("ong!")), before.child(2)),
    ],
  ])("are left to the binding: %s", (_, after) => {
    const [quick, slow] = [bind(after, true), bind(after, false)];
    expect(quick.isDone).toBe(false);
    expect(quick.update).toEqual(slow.update);
  });

  it.each<[string, boolean, (shared: Y.XmlFragment) => void]>([
    ["in front", false, (shared) => textOf(shared, 0).insert(1, "x")],
    ["in the same place", false, (shared) => textOf(shared, 0).insert(2, "x")],
    ["all of it gone", false, (shared) => textOf(shared, 0).delete(0, 18)],
    ["a paragraph in front", false, (shared) => shared.insert(0, [new Y.XmlElement("paragraph")])],
    ["as long as before", true, (shared) => replaceLetter(textOf(shared, 0), 0, "X")],
    ["as long as before, in the same place", true, (shared) => replaceLetter(textOf(shared, 0), 2, "u")],
    ["another look", true, (shared) => textOf(shared, 0).format(0, 8, { bold: {} })],
    ["in another paragraph", true, (shared) => textOf(shared, 1).insert(4, "x")],
  ])("make the binding's text where others' change is not drawn yet: %s", (_, isDone, remote) => {
    const after = typed(3, "n");
    const [quick, slow] = [bind(after, true, remote), bind(after, false, remote)];
    expect(quick.isDone).toBe(isDone);
    expect(quick.text.toJSON()).toEqual(slow.text.toJSON());
  });
});
