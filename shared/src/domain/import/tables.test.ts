import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isGrid, isTable } from "./draft-table.ts";
import { sizeOfAll } from "./draft-size.ts";
import { draftLimits } from "./fit-limits.ts";
import { demote, mergeIntoPreceding, promote, rename, splitAt } from "./edit-outline-draft.ts";
import { runsOf } from "./draft-blocks.ts";
import { marked } from "./marked-text.ts";
import type { DraftBlock, DraftCell, DraftNode, DraftTable } from "./outline-draft.ts";
import { readReport } from "./parse-report-text.ts";
import type { SourceLine } from "./source-line.ts";

const cell = (...texts: readonly string[]): DraftCell => ({
  isHeader: false,
  colspan: 1,
  rowspan: 1,
  blocks: texts.map((text) => ({ style: "body", level: 1, text })),
});
const tableOf = (...rows: readonly (readonly string[])[]): DraftTable => ({
  rows: rows.map((texts) => ({ cells: texts.map((text) => cell(text)) })),
});
const paragraphs = (...texts: readonly (string | DraftTable)[]): readonly SourceLine[] =>
  texts.flatMap((text): readonly SourceLine[] =>
    typeof text === "string" ? [{ text }, { text: "" }] : [text],
  );
const budget = tableOf(["STT", "Chỉ tiêu", "Kết quả"], ["1", "Thu ngân sách", "120 tỷ"]);
const blocksOf = (nodes: readonly DraftNode[]): readonly DraftBlock[] =>
  nodes.flatMap(({ blocks, children }) => [...blocks, ...blocksOf(children)]);
const body = (text: string) => ({ style: "body", level: 1, text });

describe("[IMP33] tables", () => {
  it("stand among the paragraphs of their section, and cut nothing that goes on behind them", () => {
    const { nodes, issues } = readReport(
      paragraphs("I. KINH TẾ", "Kết quả thu như sau", budget, "nguồn: Kho bạc.", "II. VĂN HÓA", "Khá."),
    );
    expect(nodes.map(({ blocks }) => blocks)).toEqual([
      [body("Kết quả thu như sau"), budget, body("nguồn: Kho bạc.")],
      [body("Khá.")],
    ]);
    expect(issues).toEqual([]);
  });

  it("are no title of a part, end no list, and each cell counts its list for itself (LIST3)", () => {
    const lists: DraftTable = {
      rows: [
        { cells: [cell("1. Ngàn"), cell("- 5,2"), cell("a) lúa;", "b) ngô."), cell("4. Bốn", "5. Năm")] },
      ],
    };
    const { nodes } = readReport(
      paragraphs("Phần I", lists, "1. Một câu đầy đủ.", budget, "2. Hai câu đầy đủ."),
    );
    expect(nodes).toHaveLength(1);
    const item = (text: string) => ({ style: "number", level: 1, text });
    const letter = (text: string) => ({ style: "letter", level: 1, text });
    expect(nodes[0]?.blocks).toEqual([
      {
        rows: [
          {
            cells: [
              cell("1. Ngàn"),
              cell("- 5,2"),
              { ...cell(), blocks: [letter("lúa;"), letter("ngô.")] },
              cell("4. Bốn", "5. Năm"),
            ],
          },
        ],
      },
      item("Một câu đầy đủ."),
      budget,
      item("Hai câu đầy đủ."),
    ]);
  });

  it("of a text without headings, and of an annex, are kept too", () => {
    expect(readReport(paragraphs("Kết quả:", budget)).nodes[0]?.blocks).toEqual([body("Kết quả:"), budget]);
    const signed = ["I. MỤC", "Khá./.", "Nơi nhận:", "- Lưu: VT.", "CHỦ TỊCH", "Hà Công Trực"];
    const { nodes } = readReport(paragraphs(...signed, "PHỤ LỤC I", budget));
    expect(nodes.at(-1)).toMatchObject({ title: "PHỤ LỤC I", blocks: [budget] });
  });

  it("[IMP31] before the first section and in the end of the paper are lines, as their fields are", () => {
    const { header, nodes } = readReport(
      paragraphs(
        "BÁO CÁO",
        "Quý I",
        "Xã báo cáo như sau:",
        budget,
        "I. MỤC",
        "Khá./.",
        "Nơi nhận:",
        "- Lưu: VT.",
        tableOf(["TM. ỦY BAN NHÂN DÂN"]),
        "CHỦ TỊCH",
      ),
    );
    expect(header.opening).toEqual([
      "Xã báo cáo như sau:",
      "| STT | Chỉ tiêu | Kết quả |",
      "| 1 | Thu ngân sách | 120 tỷ |",
    ]);
    expect(header.recipients).toEqual(["Lưu: VT"]);
    expect(blocksOf(nodes).filter(isTable)).toEqual([]);
  });

  it("[IMP9] go with their section's paragraphs through every edit, and are no title", () => {
    const { nodes } = readReport(
      paragraphs("I. MỘT", "Câu một.", budget, "II. HAI", "Câu hai.", budget, "Câu ba."),
    );
    const [one, two] = nodes.map(({ key }) => key) as [string, string];
    const order = (tree: readonly DraftNode[]) =>
      blocksOf(tree).map((block) => (isTable(block) ? "bảng" : block.text));
    expect(order(demote(nodes, two))).toEqual(order(nodes));
    expect(order(promote(demote(nodes, two), two))).toEqual(order(nodes));
    expect(order(rename(nodes, one, "Khác"))).toEqual(order(nodes));
    expect(order(mergeIntoPreceding(nodes, two))).toEqual([
      "Câu một.",
      "bảng",
      "HAI",
      "Câu hai.",
      "bảng",
      "Câu ba.",
    ]);
    expect(splitAt(nodes, two, 1, "new")).toBe(nodes);
    expect(splitAt(nodes, two, 0, "new").at(-1)).toMatchObject({
      title: "Câu hai.",
      blocks: [budget, body("Câu ba.")],
    });
  });

  it("[IMP27] that no section can hold become lines; no section holds more than its parts", () => {
    const wide = tableOf(Array.from({ length: 101 }, (_, i) => `c${i}`));
    const long = tableOf(...Array.from({ length: 1_001 }, (_, i) => [`hàng ${i}`]));
    const ragged: DraftTable = { rows: [{ cells: [cell("a"), cell("b")] }, { cells: [cell("c")] }] };
    const many = Array.from({ length: 30 }, () =>
      tableOf(...Array.from({ length: 100 }, () => Array.from({ length: 10 }, () => "ô"))),
    );
    const { nodes } = readReport(paragraphs("I. MỤC", wide, long, ragged, ...many));
    const blocks = blocksOf(nodes);
    expect(blocks.filter((block) => !isTable(block))).toHaveLength(1 + 1_001 + 2);
    expect(blocks.filter(isTable)).toEqual(many);
    for (const node of nodes.flatMap((each) => [each, ...each.children]))
      expect(sizeOfAll(node.blocks).parts).toBeLessThanOrEqual(draftLimits.sectionParts);
  });

  it("are a grid when each place is some cell's", () => {
    const at = (colspan: number, rowspan: number) => ({ ...cell(), colspan, rowspan });
    const grid = (...rows: DraftCell[][]) => isGrid({ rows: rows.map((cells) => ({ cells })) });
    expect(grid([at(2, 1), at(1, 2)], [at(1, 1), at(1, 1)])).toBe(true);
    expect(grid([at(2, 1), at(1, 2)], [at(1, 1)])).toBe(false);
    expect(grid([at(1, 2), at(1, 1)], [at(2, 1)])).toBe(false);
    expect(grid([at(1, 2)])).toBe(false);
    expect(grid([at(1, 1)], [at(1, 1), at(1, 1)])).toBe(false);
    expect(grid([at(101, 1)])).toBe(false);
  });
});

describe("[IMP33] letters that are bold, italic, underlined", () => {
  /** Each letter says what its mark is. */
  const markOf = (letter: string) => (/\s/u.test(letter) ? "0" : String((letter.codePointAt(0) ?? 0) % 8));
  const looks = (text: string) => marked(text, text.split("").map(markOf).join(""));
  const shapes: readonly ((n: number) => string)[] = [
    (n) => `I. MỤC ${n}`,
    (n) => `1. Mục ${n}`,
    (n) => `7/ Mục ${n} là một câu.`,
    (n) => `- ý ${n};`,
    (n) => `đ) điểm ${n};`,
    (n) => `Câu   đầy đủ về ${n}. `,
    (n) => `chữ thường ${n} nối tiếp`,
    (n) => `**${n}** còn dấu`,
    (n) => `Phụ lục I\nBiểu ${n}.`,
    (n) => `Nơi nhận: ${n}`,
  ];

  it("stay so whatever their paragraph becomes", () => {
    const line = fc.tuple(fc.constantFrom(...shapes), fc.boolean());
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (made) => {
        const lines = made.flatMap(([shape, isTabled], i): readonly SourceLine[] => {
          const texts = shape(i).split("\n").map(looks);
          return isTabled
            ? [
                {
                  rows: [
                    {
                      cells: [
                        { ...cell(), blocks: texts.map((text) => ({ style: "body", level: 1, ...text })) },
                      ],
                    },
                  ],
                },
              ]
            : [...texts, { text: "" }];
        });
        // What the frame has too much of is put in at the end as plain text.
        const read = readReport(lines).nodes.filter(({ key }) => key !== "before" && key !== "after");
        for (const block of blocksOf(read)) {
          const found = isTable(block)
            ? block.rows.flatMap(({ cells }) => cells.flatMap(({ blocks }) => blocks))
            : [block];
          for (const { text, marks } of found)
            if (!text.startsWith("| ")) expect([text, marks ?? ""]).toEqual([text, looks(text).marks ?? ""]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("are runs of the text that is created", () => {
    const plain = { kind: "text", bold: false, italic: false, underline: false };
    expect(runsOf({ text: "Thu ngân", marks: "11100066" })).toEqual([
      { ...plain, text: "Thu", bold: true },
      { ...plain, text: " ng" },
      { ...plain, text: "ân", italic: true, underline: true },
    ]);
    expect(runsOf({ text: "" })).toEqual([]);
    expect(runsOf({ text: "Khá." })).toEqual([{ ...plain, text: "Khá." }]);
  });
});
