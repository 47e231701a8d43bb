import { describe, expect, it } from "vitest";
import {
  type DraftCell,
  type DraftNode,
  type DraftTable,
  type MarkedText,
  must,
  parseReportText,
  textsOf,
} from "@dongsoan/shared/domain";
import { createReportBody, type DraftSection } from "@dongsoan/shared/http-api";
import { by, p, run, struck, wordFile } from "../../../../test/kit/word-file.ts";
import { readImport } from "./import-tasks.ts";

const plain = (nodes: readonly DraftNode[]): DraftSection[] =>
  nodes.map(({ title, blocks, children }) => ({
    title,
    blocks: blocks.map((block) => ({ ...block })),
    children: plain(children),
  }));
const times = <Made>(count: number, make: (i: number) => Made) =>
  Array.from({ length: count }, (_, i) => make(i));

/** Hostile and unlucky texts, each against a bound of the command that creates a report. */
const texts: readonly (readonly [string, string])[] = [
  ["a paragraph of 75,000 signs", `I. MỤC\n\n${"Câu dài của đoạn. ".repeat(4_200)}`],
  ["a word of 50,000 letters", `I. MỤC\n\n${"ạ".repeat(50_000)}.`],
  ["a title of 30,000 letters", `I. ${"MỤC ".repeat(7_500)}\n\nText.\n\nII. ${"MỤC ".repeat(100)}`],
  ["700 headings side by side", times(700, (i) => `${(i % 199) + 1}. Mục ${i}`).join("\n\n")],
  ["50,000 paragraphs in one section", `I. MỤC\n\n${times(50_000, (i) => `Câu ${i}.`).join("\n\n")}`],
  [
    "4 million signs in one section",
    `I. MỤC\n\n${times(1_000, () => `${"từ ".repeat(1_333)}.`).join("\n\n")}`,
  ],
  [
    "300 opening paragraphs",
    `BÁO CÁO\nQuý I\n\n${times(300, (i) => `Câu ${i}.`).join("\n\n")}\n\nI. MỤC\n\nKhá.`,
  ],
  ["an opening of 60,000 signs", `BÁO CÁO\nQuý I\n\n${"Câu. ".repeat(12_000)}\n\nI. MỤC\n\nKhá.`],
  ["a subject of 9,000 letters", `BÁO CÁO\n${"Kết quả ".repeat(1_200)}\n\nI. MỤC\n\nKhá.`],
  ["an agency of 3,000 letters", `${"XÃ ".repeat(1_000)}\nBÁO CÁO\nQuý I\n\nI. MỤC\n\nKhá.`],
  ["30 agency lines", `${times(30, (i) => `XÃ SỐ ${i}`).join("\n")}\nBÁO CÁO\nQuý I\n\nI. MỤC\n\nKhá.`],
  [
    "300 addressees",
    `BÁO CÁO\nQuý I\nKính gửi:\n${times(300, (i) => `- Xã ${i};`).join("\n")}\n\nI. MỤC\n\nKhá.`,
  ],
  ["a long addressee", `BÁO CÁO\nQuý I\nKính gửi: ${"xã ".repeat(400)}\n\nI. MỤC\n\nKhá.`],
  ["a long number", `Số: ${"1".repeat(40)}/${"BC".repeat(50)}\nBÁO CÁO\nQuý I\n\nI. MỤC\n\nKhá.`],
  [
    "400 recipients",
    `I. MỤC\n\nKhá./.\n\nNơi nhận:\n${times(400, (i) => `- Xã ${i};`).join("\n")}\n\nCHỦ TỊCH\n\nLò Thị Bưởi`,
  ],
  ["a long recipient", `I. MỤC\n\nKhá./.\n\nNơi nhận:\n- ${"xã ".repeat(400)};\n\nCHỦ TỊCH\n\nLò Thị Bưởi`],
  [
    "20 signature lines",
    `I. MỤC\n\nKhá./.\n\nNơi nhận:\n- Lưu: VT.\n\n${times(20, (i) => `PHÓ CHỦ TỊCH ${i}`).join("\n\n")}`,
  ],
  [
    "a closing of 60,000 signs",
    `I. MỤC\n\nTrên đây là ${"câu ".repeat(15_000)}./.\n\nNơi nhận:\n- Lưu: VT.\n\nCHỦ TỊCH`,
  ],
  ["no heading, 60,000 lines", times(60_000, (i) => `Câu ${i}.`).join("\n\n")],
  [
    "an annex of 30,000 lines",
    `I. MỤC\n\nKhá./.\n\nNơi nhận:\n- Lưu: VT.\n\nCHỦ TỊCH\n\nPhụ lục I\n\n${times(30_000, (i) => `Dòng ${i}`).join("\n\n")}`,
  ],
];

const an = by("An");
const taken = { kind: "deletion", from: 0, to: 0, text: "a", author: "An" } as const;
const inserted = (text: string, i = 0) => `<w:ins ${by(`A${i}`)}>${run(text)}</w:ins>`;
const removed = (text: string) => `<w:del ${an}>${struck(text)}</w:del>`;
const files: readonly (readonly [string, string])[] = [
  ["2,000 revisions in a section", p(times(2_000, (i) => inserted("chữ ", i)).join(""))],
  ["20,000 revisions in a paragraph", p(times(20_000, (i) => inserted("chữ ", i)).join(""))],
  ["a paragraph of 50,000 signs in pieces", p(times(500, (i) => inserted("chữ ".repeat(25), i)).join(""))],
  ["60,000 letters taken out", p(times(60, () => removed("bỏ ".repeat(333))).join("") + run("Khá."))],
  [
    "12,000 letters taken out that look in turns",
    p(`<w:del ${an}>${times(12_000, (i) => struck("x", i % 2 === 0)).join("")}</w:del>${inserted("Khá.")}`),
  ],
  [
    "20,000 letters that look in turns, and two of them put in",
    p(times(20_000, (i) => (i % 9_999 === 5_000 ? inserted("x") : run("x", i % 2 === 0))).join("")),
  ],
  ["20,000 ends taken out", times(20_000, () => p(run("a "), `<w:rPr><w:del ${an}/></w:rPr>`)).join("")],
  [
    "20,000 paragraphs taken out",
    times(20_000, () => p(removed("bỏ"), `<w:rPr><w:del ${an}/></w:rPr>`)).join(""),
  ],
  [
    "halves of letters, whole and in two",
    p(`${inserted("a&#xD83D;&#56832;")}${inserted("b&#xD83D;")}${run("&#xDE00;c")}`),
  ],
  ["a name of 1,000 letters", p(`<w:ins ${by("A".repeat(1_000))}>${run("chữ")}</w:ins>`)],
  [
    "ends that were taken out and put in",
    times(50, (i) =>
      p(
        `${inserted(`${i} `)}${removed("bỏ\t ")}${run("chữ")}`,
        `<w:rPr><w:${i % 3 === 0 ? "ins" : "del"} ${an}/></w:rPr>`,
      ),
    ).join("") + p(run("Hết.")),
  ],
];

describe("[IMP27] [IMP34] a Word file that is read can be created with its revisions", () => {
  it.each(files)("%s", (_name, body) => {
    const read = readImport(wordFile(p(run("I. MỤC")) + body + p(run("II. MỤC")) + p(run("Khá."))));
    const { header, nodes } = must(read.ok ? read.value : null, "file").draft;
    const sections = plain(nodes);
    const parsed = createReportBody.safeParse({ header, sections, dueAt: null, original: null });
    expect(parsed.error?.issues.slice(0, 3)).toBeUndefined();
    expect(parsed.data?.sections).toEqual(sections);
  });

  it.each<[string, MarkedText["revisions"]]>([
    ["beyond the text", [{ kind: "insertion", from: 0, to: 6, author: "" }]],
    ["within a letter", [{ kind: "insertion", from: 0, to: 4, author: "" }]],
    ["of no letters", [{ kind: "insertion", from: 1, to: 1, author: "" }]],
    [
      "about the same letters",
      [
        { kind: "insertion", from: 0, to: 2, author: "" },
        { kind: "looks", from: 1, to: 3, former: 1, author: "" },
      ],
    ],
    [
      "out of order",
      [
        { kind: "insertion", from: 2, to: 3, author: "" },
        { kind: "insertion", from: 0, to: 1, author: "" },
      ],
    ],
    ["letters that stand and do not", [{ kind: "deletion", from: 0, to: 1, text: "a", author: "" }]],
    ["no letters", [{ kind: "deletion", from: 0, to: 0, text: "", author: "" }]],
    ["others' marks", [{ kind: "deletion", from: 0, to: 0, text: "a", marks: "11", author: "" }]],
    ["an end that is none", [{ kind: "end-insertion", from: 1, to: 1, author: "" }]],
    ["a look that is none", [{ kind: "looks", from: 0, to: 1, former: 8, author: "" }]],
    ["a long name", [{ kind: "insertion", from: 0, to: 1, author: "a".repeat(201) }]],
    ["much that was taken out", times(2, () => ({ ...taken, text: "a".repeat(10_001) }))],
    ["much that looks in turns", [{ ...taken, text: "a".repeat(20_000), marks: "07".repeat(10_000) }]],
    ["too many", times(2_001, () => taken)],
  ])("revisions that none could be are refused: %s", (_name, revisions) => {
    const check = (of: MarkedText["revisions"]) =>
      createReportBody.shape.sections.safeParse([
        { title: "MỤC", blocks: [{ style: "body", level: 1, text: "Khá𠮷", revisions: of }], children: [] },
      ]).success;
    expect([check(revisions), check([taken])]).toEqual([false, true]);
  });
});

describe("[IMP34] a table", () => {
  const at = (kind?: "insertion" | "deletion"): DraftCell => ({
    isHeader: false,
    colspan: 1,
    rowspan: 1,
    blocks: [],
    ...(kind && { revision: { kind, author: "An" } }),
  });
  it.each<[string, DraftTable["rows"], boolean]>([
    [
      "of which a column came",
      [{ cells: [at(), at("insertion")] }, { cells: [at(), at("insertion")] }],
      true,
    ],
    [
      "of which a column came in one row",
      [{ cells: [at(), at("insertion")] }, { cells: [at(), at()] }],
      false,
    ],
    ["of which all went", [{ cells: [at()], revision: { kind: "deletion", author: "" } }], true],
    [
      "with a cell across a row that went",
      [
        { cells: [{ ...at(), rowspan: 2 }, at()] },
        { cells: [at()], revision: { kind: "deletion", author: "" } },
      ],
      false,
    ],
  ])("%s is taken where it is a grid in each of its texts", (_name, rows, isTaken) => {
    const sections = [{ title: "MỤC", blocks: [{ rows }], children: [] }];
    expect(createReportBody.shape.sections.safeParse(sections).success).toBe(isTaken);
  });
});

describe("[IMP27] whatever is read can be created", () => {
  it("and no report of more stretches than are read", () => {
    const text = "x".repeat(20_000);
    const block = { style: "body", level: 1, text, marks: "07".repeat(10_000) };
    const sections = (count: number) => times(count, () => ({ title: "MỤC", blocks: [block], children: [] }));
    const check = (count: number) => createReportBody.shape.sections.safeParse(sections(count)).success;
    expect([check(25), check(26)]).toEqual([true, false]);
  });

  it.each(texts)("%s", (_name, text) => {
    const { header, nodes, issues } = parseReportText(text);
    const parsed = createReportBody.safeParse({
      header,
      sections: plain(nodes),
      dueAt: null,
      original: null,
    });
    expect(parsed.error?.issues.slice(0, 3)).toBeUndefined();
    expect(issues.length).toBeLessThanOrEqual(500);
    // Nothing was dropped to make it fit.
    const digits = (s: string) => s.match(/\p{L}|\d/gu)?.length ?? 0;
    const words = (list: readonly DraftNode[]): string =>
      list
        .map((n) =>
          [
            n.typedLabel,
            n.title === "(tiếp theo)" ? "" : n.title,
            ...n.blocks.flatMap(textsOf),
            words(n.children),
          ].join(" "),
        )
        .join(" ");
    const kept = digits(words(nodes)) + digits(JSON.stringify(Object.values(header)));
    expect(kept).toBeGreaterThanOrEqual(digits(text) - 40);
  });
});
