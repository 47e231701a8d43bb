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
      records: names.map((value) => ({ by: "an", value })),
    };
    index += text.length;
    return run;
  });
}
const lookOf = ({ records }: RecordedLetters) => records.map(({ value }) => value).join();
const shown = (runs: readonly RecordedLetters[]) =>
  runs.map(({ client, clock, text, index }) => `${client}:${clock} ${text} @${index}`);

describe("what an edit has touched of a paragraph", () => {
  it("[SUG13] is what was typed, also where the letters around it were one item before", () => {
    const { before, after } = withoutCommonEnds(
      letters([1, 0, "abcdef", "x"]),
      letters([1, 0, "abc", "x"], [2, 0, "NEW"], [1, 3, "def", "x"]),
      lookOf,
    );
    expect([shown(before), shown(after)]).toEqual([[], ["2:0 NEW @3"]]);
  });

  it("[SUG13] is what was taken out, and letters whose records changed", () => {
    const cut = withoutCommonEnds(letters([1, 0, "abcdef"]), letters([1, 0, "ab"], [1, 4, "ef"]), lookOf);
    expect([shown(cut.before), shown(cut.after)]).toEqual([["1:2 cd @2"], []]);
    const marked = withoutCommonEnds(
      letters([1, 0, "abcdef"]),
      letters([1, 0, "ab"], [1, 2, "cd", "x"], [1, 4, "ef"]),
      lookOf,
    );
    expect([shown(marked.before), shown(marked.after)]).toEqual([["1:2 cd @2"], ["1:2 cd @2"]]);
  });

  it("[SUG13] is not counted twice where letters repeat", () => {
    const { before, after } = withoutCommonEnds(
      letters([1, 0, "aaa"]),
      letters([1, 0, "a"], [1, 2, "a"]),
      lookOf,
    );
    expect([shown(before), shown(after)]).toEqual([["1:2 a @2"], []]);
    const same = letters([1, 0, "aaa", "x", "y"]);
    expect(withoutCommonEnds(same, letters([1, 0, "aa", "x", "y"], [1, 2, "a", "x", "y"]), lookOf)).toEqual({
      before: [],
      after: [],
    });
  });

  it("[SUG13] is what was taken out also where the editor kept the letters of another place", () => {
    const { before, after } = withoutCommonEnds(
      letters([1, 0, "chợ", "x"], [2, 0, " có"]),
      letters([1, 0, "ch", "x"], [1, 2, "ợ"], [2, 2, "ó"]),
      lookOf,
    );
    expect([shown(before), shown(after)]).toEqual([["1:2 ợ @2", "2:0  c @3"], ["1:2 ợ @2"]]);
    const taken = withoutCommonEnds(
      letters([1, 0, "a bc", "x"], [2, 0, " bd"]),
      letters([1, 0, "a", "x"], [1, 1, " b"], [2, 2, "d"]),
      lookOf,
    );
    expect([shown(taken.before), shown(taken.after)]).toEqual([["1:1  bc @1"], []]);
  });
});
