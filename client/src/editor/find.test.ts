import { encodeRecord, textSchema as schema } from "@dongsoan/shared/schema";
import type { Node } from "@tiptap/pm/model";
import { describe, expect, it } from "vitest";
import { matchesIn } from "./find.ts";

const record = encodeRecord({ id: "s1", by: "binh" });
const letters = (text: string, ...marks: readonly string[]) =>
  schema.text(
    text,
    marks.map((mark) => schema.mark(mark, { id: "s1", by: "binh" })),
  );
const struck = (text: string) => letters(text, "del");
const put = (text: string) => letters(text, "ins");
const p = (content: readonly Node[], attrs = {}) => schema.node("paragraph", attrs, content);
const doc = (...blocks: readonly Node[]) => schema.node("doc", null, blocks);

/** What is marked on the page for each match, struck letters and all; "|" parts blocks, "⏎" is a line break. */
const found = (text: Node, query: string) =>
  matchesIn(text, query).map(({ from, to }) => text.textBetween(from, to, "|", "⏎"));

describe("finding in a text with suggestions", () => {
  const figure = doc(p([letters("Gieo được "), struck("95"), put("97"), letters(" ha; giữ 95 ha.")]));

  it("[FIND4] finds what the text will read, over struck letters", () => {
    expect(found(figure, "được 97 ha")).toEqual(["được 9597 ha"]);
    expect(found(figure, "9597")).toEqual([]);
  });

  it("[FIND4] finds what the text reads without the suggestions, in its place between the others", () => {
    expect(found(figure, "duoc 95 ha")).toEqual(["được 9597 ha"]);
    expect(matchesIn(figure, "95").map(({ from }) => from)).toEqual([11, 24]);
  });

  it("[FIND4] counts a place once, whichever text it is read in", () => {
    expect(found(figure, "ha")).toEqual(["ha", "ha"]);
    expect(found(figure, "được 9")).toEqual(["được 959"]);
    expect(found(doc(p([struck("bao cao "), letters("báo cáo")])), "bao cao")).toEqual([
      "bao cao",
      "báo cáo",
    ]);
  });

  it("[FIND4] ends at its own letters, and leaves what lies beside them", () => {
    const text = doc(p([struck("cũ "), letters("báo"), struck(" cũ"), letters(" cáo"), put(" mới")]));
    expect(found(text, "bao cao")).toEqual(["báo cũ cáo"]);
  });

  it("[FIND4] finds nothing in what is both put in and struck", () => {
    expect(found(doc(p([letters("a "), letters("lúa", "ins", "del"), letters(" b")])), "lua")).toEqual([]);
  });

  it("[FIND4] reads over a paragraph's end that a suggestion takes away, or has put there", () => {
    const joined = doc(p([letters("Thu nhập")]), p([letters(" tăng")], { tcJoin: record }));
    const split = doc(p([letters("Thu nhập")]), p([letters(" tăng")], { tcSplit: record }));
    for (const text of [joined, split]) expect(found(text, "nhap tang")).toEqual(["nhập| tăng"]);
    expect(found(doc(p([letters("Thu nhập")]), p([letters(" tăng")])), "nhap tang")).toEqual([]);
  });

  it("[FIND4] a struck paragraph is not between two that are joined; its own words are found", () => {
    const text = doc(
      p([letters("Một")]),
      p([struck("giữa")], { tcDel: record }),
      p([letters(" hai")], { tcJoin: record }),
    );
    expect(found(text, "mot hai")).toEqual(["Một|giữa| hai"]);
    expect(found(text, "giua")).toEqual(["giữa"]);
  });

  it("[FIND4] goes into tables, and counts a line break as a letter unless it is struck", () => {
    const line = schema.node("hardBreak");
    const gone = schema.node("hardBreak", { tcDel: record });
    const cell = (...content: readonly Node[]) => schema.node("tableCell", null, [p(content)]);
    const rows = [
      schema.node("tableRow", null, [cell(letters("Lúa"), gone, letters(" nước"))]),
      schema.node("tableRow", { tcDel: record }, [cell(letters("Ngô"), line, letters(" nếp"))]),
    ];
    const text = doc(p([letters("Bảng")]), schema.node("table", null, rows));
    expect(found(text, "lua nuoc")).toEqual(["Lúa⏎ nước"]);
    expect(found(text, "ngo nep")).toEqual([]);
    expect(found(text, "nep")).toEqual(["nếp"]);
  });

  it("[FIND1] [FIND3] folds accents, and finds nothing for nothing", () => {
    expect(found(doc(p([letters("Một báo cáo")])), "bao cao")).toEqual(["báo cáo"]);
    expect(found(figure, "")).toEqual([]);
  });
});
