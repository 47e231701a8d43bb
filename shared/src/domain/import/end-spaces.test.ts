import { describe, expect, it } from "vitest";
import type { ParagraphBlock, Revision, Run } from "../report-model.ts";
import { spaceAtEnds } from "./end-spaces.ts";

const look = { bold: false, italic: false, underline: false };
const by = (kind: Revision["kind"], author = "An"): Revision => ({ kind, author, id: 0, at: 0 });
const run = (text: string, revision?: Revision): Run => ({
  kind: "text",
  text,
  ...look,
  ...(revision && { revision }),
});
const paragraph = (runs: readonly Run[], endRevision?: Revision): ParagraphBlock => ({
  kind: "paragraph",
  style: "body",
  level: 1,
  align: "justify",
  runs,
  ...(endRevision && { endRevision }),
});
const gone = (author = "An") => run(" ", by("deletion", author));

describe("a space where somebody parted a paragraph", () => {
  it.each([
    ["in front", [gone()], []],
    ["behind", [], [gone()]],
    ["on both sides", [gone()], [gone()]],
  ])("[IMP34] that stood %s of the new end stands in front of it", (_where, before, behind) => {
    const parts = [
      paragraph([run("Bà con phấn khởi."), ...before], by("insertion")),
      paragraph([...behind, run("Chợ họp đều.")]),
    ];
    const [first, second] = spaceAtEnds(parts) as readonly ParagraphBlock[];
    expect(first?.runs).toEqual([run("Bà con phấn khởi."), run(" ")]);
    expect(second?.runs).toEqual([run("Chợ họp đều.")]);
  });

  it("[IMP34] that somebody else took out, or beside an end that stands, is taken out", () => {
    for (const parts of [
      [paragraph([run("a"), gone("Bình")], by("insertion")), paragraph([gone("Bình"), run("b")])],
      [paragraph([run("a"), gone()]), paragraph([gone(), run("b")])],
      [paragraph([run("a"), gone()], by("deletion")), paragraph([gone(), run("b")])],
    ])
      expect(spaceAtEnds(parts)).toEqual(parts);
  });
});
