import { describe, expect, it } from "vitest";
import { chordOf, isTextInput, type KeyPress } from "./keymap.ts";

const press = (change: Partial<KeyPress>): KeyPress => ({
  key: "a",
  code: "KeyA",
  keyCode: 65,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  getModifierState: () => false,
  ...change,
});

describe("keys", () => {
  it("[KEY1] composition, key code 229 and AltGr are text", () => {
    expect(isTextInput(press({ isComposing: true }))).toBe(true);
    expect(isTextInput(press({ keyCode: 229 }))).toBe(true);
    expect(isTextInput(press({ ctrlKey: true, altKey: true, getModifierState: () => true }))).toBe(true);
    expect(isTextInput(press({ ctrlKey: true }))).toBe(false);
  });
  it("[KEY2] digits count by their place: the Vietnamese layout prints letters there", () => {
    expect(chordOf(press({ key: "ă", code: "Digit1", ctrlKey: true, altKey: true }))).toBe("Ctrl+Alt+1");
    expect(chordOf(press({ key: "B", code: "KeyB", ctrlKey: true, shiftKey: true }))).toBe("Ctrl+Shift+b");
  });
});
