import { describe, expect, test } from "vitest";
import { actionOfKey } from "./row-keys.ts";

const row = new EventTarget();
const field = new EventTarget();
const choice = Object.assign(new EventTarget(), { tagName: "SELECT" });
const press = (keys: string, target: EventTarget = row, isAltGraph = false) => {
  const parts = keys.split("+");
  return actionOfKey({
    key: parts.at(-1) ?? "",
    altKey: parts.includes("Alt"),
    ctrlKey: parts.includes("Ctrl"),
    metaKey: false,
    shiftKey: parts.includes("Shift"),
    target,
    currentTarget: row,
    getModifierState: () => isAltGraph,
  });
};

describe("keys in a row of the outline", () => {
  test("[OUT2] arrows go from row to row, Enter assigns, F2 renames, Insert adds behind", () => {
    expect(press("ArrowDown")).toEqual({ kind: "go", to: "next" });
    expect(press("Home")).toEqual({ kind: "go", to: "first" });
    expect(press("Enter")).toEqual({ kind: "ask", what: "assign" });
    expect(press("F2")).toEqual({ kind: "ask", what: "rename" });
    expect(press("Insert")).toEqual({ kind: "ask", what: "after" });
    expect(press("Shift+F10")).toEqual({ kind: "menu" });
  });
  test("[OUT2] Alt with or without Shift and an arrow moves the section", () => {
    expect(press("Alt+Shift+ArrowLeft")).toEqual({ kind: "move", move: "promote" });
    expect(press("Alt+ArrowRight")).toEqual({ kind: "move", move: "demote" });
    expect(press("Alt+ArrowUp", field)).toEqual({ kind: "move", move: "up" });
  });
  test("[OUT2] keys of a field stay with the field", () => {
    expect(press("ArrowDown", choice)).toBeNull();
    expect(press("Alt+ArrowDown", choice)).toBeNull();
    expect(press("Alt+Shift+ArrowDown", choice)).toEqual({ kind: "move", move: "down" });
    expect(press("Enter", field)).toBeNull();
    expect(press("Delete", field)).toBeNull();
    expect(press("Escape", field)).toEqual({ kind: "row" });
  });
  test("[OUT2] AltGr and Ctrl are never a move", () => {
    expect(press("Alt+ArrowUp", row, true)).toBeNull();
    expect(press("Ctrl+ArrowUp")).toBeNull();
  });
});
