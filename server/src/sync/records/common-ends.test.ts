import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { withoutCommonEnds } from "./common-ends.ts";
import type { RecordedLetters } from "./standing-records.ts";

const node = new Y.XmlText();

/** Runs as "client:clock text" with the names of the records on them. */
function letters(...runs: readonly [client: number, clock: number, text: string, ...records: string[]][]) {
  let index = 0;
  return runs.map(([client, clock, text, ...names]): RecordedLetters => {
    const run = {
      client,
      clock,
      text,
      node,
      index,
      keys: names,
      records: names.map((value) => ({ by: "an", value })),
    };
    index += text.length;
    return run;
  });
}
const shown = (runs: readonly RecordedLetters[]) =>
  runs.map(({ client, clock, text, index }) => `${client}:${clock} ${text} @${index}`);

describe("what an edit has touched of a paragraph", () => {
  it("[SUG13] is what was typed, also where the letters around it were one item before", () => {
    const { before, after } = withoutCommonEnds(
      letters([1, 0, "abcdef", "x"]),
      letters([1, 0, "abc", "x"], [2, 0, "NEW"], [1, 3, "def", "x"]),
    );
    expect([shown(before), shown(after)]).toEqual([[], ["2:0 NEW @3"]]);
  });

  it("[SUG13] is what was taken out, and letters whose records changed", () => {
    const cut = withoutCommonEnds(letters([1, 0, "abcdef"]), letters([1, 0, "ab"], [1, 4, "ef"]));
    expect([shown(cut.before), shown(cut.after)]).toEqual([["1:2 cd @2"], []]);
    const marked = withoutCommonEnds(
      letters([1, 0, "abcdef"]),
      letters([1, 0, "ab"], [1, 2, "cd", "x"], [1, 4, "ef"]),
    );
    expect([shown(marked.before), shown(marked.after)]).toEqual([["1:2 cd @2"], ["1:2 cd @2"]]);
  });

  it("[SUG13] is not counted twice where letters repeat", () => {
    const { before, after } = withoutCommonEnds(letters([1, 0, "aaa"]), letters([1, 0, "a"], [1, 2, "a"]));
    expect([shown(before), shown(after)]).toEqual([["1:1 a @1"], []]);
    const same = letters([1, 0, "aaa", "x", "y"]);
    expect(withoutCommonEnds(same, letters([1, 0, "aa", "x", "y"], [1, 2, "a", "x", "y"]))).toEqual({
      before: [],
      after: [],
    });
  });
});
