import { joinBackward, splitBlock, toggleMark } from "@tiptap/pm/commands";
import { type Command, EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";
import { textSchema as schema } from "@dongsoan/shared/schema";
import { describe, expect, it } from "vitest";
import { setParagraphStyle } from "./paragraph-commands.ts";
import { isTyping } from "./undo-steps.ts";

const p = (text: string) => schema.node("paragraph", null, schema.text(text));
const doc = schema.node("doc", null, [p("Bản Mây"), p("Bản Suối")]);

/** The text with "Mây" selected, or a caret at `from`. */
const at = (from: number, to = from) =>
  EditorState.create({ doc, selection: TextSelection.create(doc, from, to) });
function made(state: EditorState, command: Command): Transaction {
  let made: Transaction | null = null;
  command(state, (tr) => (made = tr));
  if (!made) throw new Error("the command does nothing here");
  return made;
}

describe("what is one step of undo", () => {
  it.each<[string, Transaction, boolean]>([
    ["a letter", at(3).tr.insertText("n"), true],
    ["a word over a selection", at(5, 8).tr.insertText("Suối"), true],
    ["a letter taken out", at(3).tr.delete(2, 3), true],
    ["UniKey's letters over letters", at(3).tr.delete(2, 4).insertText("ả", 2), true],
    ["a split", made(at(5), splitBlock), false],
    ["a join", made(at(10), joinBackward), false],
    ["a selection over two paragraphs", at(5, 12).tr.deleteSelection(), false],
    ["bold", made(at(5, 8), toggleMark(schema.marks["bold"] as never)), false],
    ["a style", made(at(5), setParagraphStyle("dash")), false],
    ["a cut", at(5, 8).tr.deleteSelection().setMeta("uiEvent", "cut"), false],
    ["a pasted word", at(5).tr.insertText("Suối").setMeta("uiEvent", "paste"), false],
  ])("[UNDO1] %s", (_name, transaction, expected) => {
    expect(transaction.docChanged).toBe(true);
    expect(isTyping(transaction)).toBe(expected);
  });
});
