import { describe, expect, test } from "vitest";
import { toApprove } from "./approvable.ts";

const section = (
  id: string,
  kind: "approved" | "assigned" | "drafting" | "submitted",
  wordCount: number,
  parentId: string | null = null,
) => ({
  id,
  parentId,
  wordCount,
  state: kind === "assigned" || kind === "drafting" ? { kind } : { kind, at: 0, by: "ha" },
});
const sections = [
  section("heading", "assigned", 0),
  section("done", "approved", 9, "heading"),
  section("in", "submitted", 9, "heading"),
  section("written", "drafting", 9, "heading"),
  section("empty", "assigned", 0, "heading"),
];
const ids = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id);

describe("approving several sections", () => {
  test("[OUT5] takes what was handed in and headings without text of their own; the rest is named", () => {
    const { ready, waiting } = toApprove(sections, sections);
    expect(ids(ready)).toEqual(["heading", "in"]);
    expect(ids(waiting)).toEqual(["written", "empty"]);
  });
  test("[OUT5] takes nothing that was not chosen", () => {
    expect(toApprove(sections, sections.slice(4)).ready).toEqual([]);
  });
});
