import { describe, expect, test } from "vitest";
import { placeAfter, placeBeside } from "./move-section.ts";

const node = (id: string, parentId: string | null, position: number) => ({ id, parentId, position });
const sections = [
  node("a", null, 0),
  node("b", null, 1),
  node("b1", "b", 0),
  node("b2", "b", 1),
  node("c", null, 2),
];

describe("where a section goes", () => {
  test("moves among its siblings and stops at the ends", () => {
    expect(placeAfter(sections, "b", "up")).toEqual({ parentId: null, position: 0 });
    expect(placeAfter(sections, "b", "down")).toEqual({ parentId: null, position: 2 });
    expect(placeAfter(sections, "a", "up")).toBeNull();
    expect(placeAfter(sections, "c", "down")).toBeNull();
  });
  test("goes behind its parent, or under the sibling before it", () => {
    expect(placeAfter(sections, "b1", "promote")).toEqual({ parentId: null, position: 2 });
    expect(placeAfter(sections, "a", "promote")).toBeNull();
    expect(placeAfter(sections, "c", "demote")).toEqual({ parentId: "b", position: 2 });
    expect(placeAfter(sections, "a", "demote")).toBeNull();
  });
  test("is dropped before or behind another one, never into itself or where it is", () => {
    expect(placeBeside(sections, "a", "c", "before")).toEqual({ parentId: null, position: 1 });
    expect(placeBeside(sections, "a", "c", "after")).toEqual({ parentId: null, position: 2 });
    expect(placeBeside(sections, "c", "b2", "before")).toEqual({ parentId: "b", position: 1 });
    expect(placeBeside(sections, "c", "b2", "after")).toEqual({ parentId: "b", position: 2 });
    expect(placeBeside(sections, "b", "b2", "before")).toBeNull();
    expect(placeBeside(sections, "b", "b", "after")).toBeNull();
    expect(placeBeside(sections, "b", "a", "after")).toBeNull();
    expect(placeBeside(sections, "b", "c", "before")).toBeNull();
  });
});
