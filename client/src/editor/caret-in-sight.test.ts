import type { EditorView } from "@tiptap/pm/view";
import { afterEach, describe, expect, it, vi } from "vitest";
import { isCaretInSight } from "./caret-in-sight.ts";

/** Of an editor that nothing around it can hide at the side. */
const viewWithCaret = (top: number, bottom: number) =>
  ({
    state: { selection: { head: 1 } },
    coordsAtPos: () => ({ top, bottom }),
    domAtPos: () => ({ node: { parentElement: null } }),
  }) as unknown as EditorView;

const margin = { top: 150, bottom: 60 };

function showWindow(height: number, visible: { offsetTop: number; height: number } | null): void {
  vi.stubGlobal("Element", class {});
  vi.stubGlobal("innerHeight", height);
  vi.stubGlobal("visualViewport", visible);
}

describe("whether the caret is in sight", () => {
  afterEach(() => void vi.unstubAllGlobals());

  it.each([
    ["in the middle", 300, 320, true],
    ["under the bars", 140, 160, false],
    ["near the lower edge", 725, 745, false],
  ])("[KEY5] in the whole window: %s", (_, top, bottom, isInSight) => {
    showWindow(800, null);
    expect(isCaretInSight(viewWithCaret(top, bottom), margin)).toBe(isInSight);
    showWindow(800, { offsetTop: 0, height: 800 });
    expect(isCaretInSight(viewWithCaret(top, bottom), margin)).toBe(isInSight);
  });

  it.each([
    ["above an on-screen keyboard", { offsetTop: 0, height: 400 }, 300, 320, true],
    ["under an on-screen keyboard", { offsetTop: 0, height: 400 }, 500, 520, false],
    ["above it, where the page is moved up", { offsetTop: 300, height: 400 }, 500, 520, true],
  ])("[KEY5] in the part of it that can be seen: %s", (_, visible, top, bottom, isInSight) => {
    showWindow(800, visible);
    expect(isCaretInSight(viewWithCaret(top, bottom), margin)).toBe(isInSight);
  });
});
