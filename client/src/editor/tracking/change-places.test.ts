import { encodeRecord, textSchema as schema } from "@dongsoan/shared/schema";
import type { Node } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import { describe, expect, it } from "vitest";
import { placeOfChange, suggestionsAt } from "./change-places.ts";

const letters = (text: string, id?: string, kind: "ins" | "del" = "ins") =>
  schema.text(text, id === undefined ? [] : [schema.mark(kind, { id, by: "binh", at: "" })]);
const p = (attrs: object, ...content: Node[]) => schema.node("paragraph", { ...attrs }, content);
const record = (id: string) => encodeRecord({ id, by: "binh" });

/** Places: "Thu " 1-5, "95" 5-7, "97" 7-9, " ha" 9-12; the second paragraph from 13, its letters 14-18. */
const doc = schema.node("doc", null, [
  p({}, letters("Thu "), letters("95", "a", "del"), letters("97", "a"), letters(" ha")),
  p({ tcSplit: record("b") }, letters("Xong", "c")),
  schema.node("table", { tcIns: record("d") }, [
    schema.node("tableRow", null, [schema.node("tableCell", null, [p({}, letters("Ô"))])]),
  ]),
]);
const at = (from: number, to = from) => [...suggestionsAt(doc, TextSelection.create(doc, from, to))];

describe("where suggestions lie in the text", () => {
  it("[SUG25] a caret touches the innermost suggestion beside it, and of two the one that begins there", () => {
    expect(at(2)).toEqual([]);
    expect(at(5)).toEqual(["a"]);
    expect(at(9)).toEqual(["a"]);
    expect(at(14)).toEqual(["c"]);
    expect(at(18)).toEqual(["c"]);
  });
  it("[SUG25] a selection touches its letters' suggestions, and blocks only whose start it holds", () => {
    expect(at(1, 5)).toEqual([]);
    expect(at(6, 7)).toEqual(["a"]);
    expect(at(15, 17)).toEqual(["c"]);
    expect(at(10, 16)).toEqual(["b", "c"]);
    expect(at(1, doc.content.size - 4).toSorted()).toEqual(["a", "b", "c", "d"]);
  });
  it("[SUG25] a change is selected as far as its letters go on; a block takes the caret", () => {
    expect(placeOfChange(doc, ["a"])).toMatchObject({ from: 5, to: 9 });
    expect(placeOfChange(doc, ["b"])).toMatchObject({ from: 14, to: 14 });
    expect(placeOfChange(doc, ["c"])).toMatchObject({ from: 14, to: 18 });
    const inCell = placeOfChange(doc, ["d"]);
    expect(inCell?.$from.parent.textContent).toBe("Ô");
    expect(at(inCell?.from ?? 0)).toEqual(["d"]);
    expect(placeOfChange(doc, ["gone"])).toBeNull();
  });
});
