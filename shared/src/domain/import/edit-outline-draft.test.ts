import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type DraftTree,
  demote,
  mergeIntoPreceding,
  moveBy,
  moveTo,
  promote,
  splitAt,
} from "./edit-outline-draft.ts";
import { textsOf } from "./draft-table.ts";
import type { DraftNode } from "./outline-draft.ts";

const node = (key: string, children: readonly DraftNode[] = []): DraftNode => ({
  key,
  typedLabel: "",
  title: `T${key}`,
  blocks: [{ style: "body", level: 1, text: `B${key}` }],
  children,
});
const tree: DraftTree = [
  node("a", [node("a1"), node("a2", [node("a2x")]), node("a3")]),
  node("b", [node("b1")]),
];
const inOrder = (nodes: DraftTree): string[] =>
  nodes.flatMap((n) => [n.title, ...n.blocks.flatMap(textsOf), ...inOrder(n.children)]);
const shape = (nodes: DraftTree): string =>
  nodes.map((n) => (n.children.length > 0 ? `${n.key}(${shape(n.children)})` : n.key)).join(" ");
const keys = (nodes: DraftTree): string[] => nodes.flatMap((n) => [n.key, ...keys(n.children)]);

describe("[IMP9] edits of the preview keep the order of the text", () => {
  it("promote takes the later siblings along, as in Word", () => {
    expect(shape(promote(tree, "a2"))).toBe("a(a1) a2(a2x a3) b(b1)");
  });
  it("demote puts a node behind all that the sibling before it holds", () => {
    expect(shape(demote(tree, "b"))).toBe("a(a1 a2(a2x) a3 b(b1))");
  });
  it("[IMP34] revisions go with their paragraphs; one that was taken out is no title, and a title has none", () => {
    const deletion = { kind: "deletion", from: 0, to: 0, author: "An", text: "cũ" } as const;
    const revised = { style: "body", level: 1, text: "mới", revisions: [deletion] } as const;
    const gone = { ...revised, text: "" };
    const one: DraftTree = [{ ...node("a"), blocks: [revised, gone, revised] }, node("b")];
    expect(splitAt(one, "a", 1, "n")).toBe(one);
    const split = splitAt(one, "a", 0, "n");
    expect(split[1]).toEqual({ ...node("n"), title: "mới", blocks: [gone, revised] });
    expect(mergeIntoPreceding(split, "n")[0]?.blocks).toEqual([
      { style: "body", level: 1, text: "mới" },
      gone,
      revised,
    ]);
  });
  it("merging goes into the last node on the paper before it", () => {
    const merged = mergeIntoPreceding(tree, "b");
    expect(shape(merged)).toBe("a(a1 a2(a2x) a3 b1)");
    expect(inOrder(merged)).toEqual(inOrder(tree));
    expect(shape(mergeIntoPreceding(tree, "a3"))).toBe("a(a1 a2(a2x)) b(b1)");
    expect(shape(mergeIntoPreceding(tree, "a1"))).toBe("a(a2(a2x) a3) b(b1)");
    expect(mergeIntoPreceding(tree, "a")).toBe(tree);
  });
  it("a random row of them keeps every word in its place", () => {
    const edit = fc.record({
      kind: fc.constantFrom("promote", "demote", "merge", "split"),
      at: fc.nat(20),
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        let now: DraftTree = tree;
        for (const [i, { kind, at }] of edits.entries()) {
          const all = keys(now);
          const key = all[at % all.length] ?? "";
          if (kind === "promote") now = promote(now, key);
          else if (kind === "demote") now = demote(now, key);
          else if (kind === "merge") now = mergeIntoPreceding(now, key);
          else now = splitAt(now, key, 0, `new${i}`);
          expect(inOrder(now)).toEqual(inOrder(tree));
          expect(new Set(keys(now)).size).toBe(keys(now).length);
        }
      }),
    );
  });
});

describe("[IMP26] a node moves anywhere but into itself", () => {
  it.each([
    ["a2", null, 0, "a2(a2x) a(a1 a3) b(b1)"],
    ["a2", "b", 1, "a(a1 a3) b(b1 a2(a2x))"],
    ["a1", "a", 2, "a(a2(a2x) a3 a1) b(b1)"],
    ["b", "a2x", 99, "a(a1 a2(a2x(b(b1))) a3)"],
  ])("%s below %s at %i", (key, parent, index, expected) => {
    expect(shape(moveTo(tree, key, parent, index))).toBe(expected);
  });
  it.each([
    ["a", "a"],
    ["a", "a2x"],
    ["a", "nowhere"],
    ["nowhere", null],
  ])("%s below %s changes nothing", (key, parent) => {
    expect(moveTo(tree, key, parent, 0)).toBe(tree);
  });
  it("among siblings by one step", () => {
    expect(shape(moveBy(tree, "a1", 1))).toBe("a(a2(a2x) a1 a3) b(b1)");
  });
});
