import { type DraftNode, textsOf } from "@dongsoan/shared/domain";
import { describe, expect, test } from "vitest";
import { applyEdit, redo, rowsOf, toPlainSections, undo, type DraftHistory } from "./draft-history.ts";

const node = (
  key: string,
  children: readonly DraftNode[] = [],
  paragraphs: readonly string[] = [],
): DraftNode => ({
  key,
  typedLabel: "",
  title: `Mục ${key}`,
  blocks: paragraphs.map((text) => ({ style: "body", level: 1, text })),
  children,
});
const start: DraftHistory = {
  tree: [node("a", [node("a1"), node("a2")]), node("b", [], ["một", "hai", "ba"])],
  selectedKey: "b",
  past: [],
  future: [],
};
const labels = (history: DraftHistory) => rowsOf(history.tree).map((row) => `${row.label} ${row.node.key}`);

describe("the tree of the preview", () => {
  test("shows computed labels in reading order", () => {
    expect(labels(start)).toEqual(["I. a", "1. a1", "2. a2", "II. b"]);
  });
  test("renumbers after a node changed its level, and keeps it selected", () => {
    const demoted = applyEdit(start, { kind: "demote", key: "b" });
    expect(labels(demoted)).toEqual(["I. a", "1. a1", "2. a2", "3. b"]);
    expect(demoted.selectedKey).toBe("b");
  });
  test("gives the same value back for an edit without effect", () => {
    expect(applyEdit(start, { kind: "promote", key: "a" })).toBe(start);
    expect(applyEdit(start, { kind: "up", key: "a" })).toBe(start);
  });
  test("selects the row before when a node is merged or removed", () => {
    expect(applyEdit({ ...start, selectedKey: "a2" }, { kind: "remove", key: "a2" }).selectedKey).toBe("a1");
    const merged = applyEdit(start, { kind: "merge", key: "b" });
    // What stands right before "b" on the paper is "a2": there its words go, and none is lost.
    expect(merged.tree[0]?.children[1]?.blocks.flatMap(textsOf)).toEqual(["Mục b", "một", "hai", "ba"]);
    expect(merged.selectedKey).toBe("a2");
  });
  test("splits at a paragraph and selects the new node", () => {
    const split = applyEdit(start, { kind: "split", key: "b", at: 1, newKey: "n" });
    expect(labels(split)).toEqual(["I. a", "1. a1", "2. a2", "II. b", "III. n"]);
    expect(split.selectedKey).toBe("n");
    expect(split.tree[2]).toMatchObject({ title: "hai", blocks: [{ text: "ba" }] });
  });
  test("[IMP28] adds behind the selected node on its level, and selects what is new", () => {
    const add = (history: DraftHistory, afterKey: string | null) =>
      applyEdit(history, { kind: "add", afterKey, node: node("n") });
    expect(labels(add(start, "a1"))).toEqual(["I. a", "1. a1", "2. n", "3. a2", "II. b"]);
    expect(labels(add(start, "a"))).toEqual(["I. a", "1. a1", "2. a2", "II. n", "III. b"]);
    expect(add(start, "a1").selectedKey).toBe("n");
    expect(labels(add({ ...start, tree: [], selectedKey: null }, null))).toEqual(["I. n"]);
  });
  test("puts a dragged node right before the one it is dropped on", () => {
    const drop = (key: string, targetKey: string) => applyEdit(start, { kind: "before", key, targetKey });
    expect(labels(drop("b", "a2"))).toEqual(["I. a", "1. a1", "2. b", "3. a2"]);
    expect(labels(drop("a2", "a1"))).toEqual(["I. a", "1. a2", "2. a1", "II. b"]);
    expect(labels(drop("a2", "a"))).toEqual(["I. a2", "II. a", "1. a1", "III. b"]);
    expect(drop("b", "a").selectedKey).toBe("b");
    // Onto itself, into itself, or where it is already: nothing happens.
    for (const [key, target] of [
      ["a", "a"],
      ["a", "a2"],
      ["a1", "a2"],
    ] as const)
      expect(drop(key, target)).toBe(start);
  });
  test("takes each step back", () => {
    const edited = applyEdit(applyEdit(start, { kind: "remove", key: "a" }), {
      kind: "rename",
      key: "b",
      title: "Kết quả",
    });
    expect(undo(undo(edited)).tree).toEqual(start.tree);
    expect(undo(start)).toBe(start);
  });
  test("does a step again that was taken back, until something else is done", () => {
    const once = applyEdit(start, { kind: "remove", key: "a" });
    const twice = applyEdit(once, { kind: "rename", key: "b", title: "Kết quả" });
    const back = undo(undo(twice));
    expect(redo(redo(back)).tree).toEqual(twice.tree);
    expect(redo(twice)).toBe(twice);
    const elsewhere = applyEdit(back, { kind: "demote", key: "b" });
    expect(redo(elsewhere)).toBe(elsewhere);
  });
  test("sends titles and text without keys", () => {
    expect(JSON.stringify(toPlainSections(start.tree))).not.toContain("key");
    expect(toPlainSections(start.tree)[1]).toMatchObject({ title: "Mục b", children: [] });
  });
});
