import { describe, expect, test } from "vitest";
import { editorChords } from "../../editor/keymap.ts";
import { shortcutGroups } from "../../ui/shortcuts.ts";

const told = shortcutGroups.flatMap((group) =>
  group.rows.flatMap(([key]) => key.split(" / ").map((each) => each.toLowerCase())),
);

describe("the list of keys", () => {
  test.each(editorChords)("[KEY3] tells %s of the editor", (chord) => {
    expect(told).toContain(chord.toLowerCase());
  });
  test("[KEY3] names no key twice in one place", () => {
    for (const { rows } of shortcutGroups) expect(new Set(rows.map(([key]) => key)).size).toBe(rows.length);
  });
});
