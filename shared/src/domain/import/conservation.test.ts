import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textsOf as textsOfBlock } from "./draft-table.ts";
import { draftLimits } from "./fit-limits.ts";
import type { DraftNode, OutlineDraft } from "./outline-draft.ts";
import { parseReportText } from "./parse-report-text.ts";

const textsOf = (nodes: readonly DraftNode[]): string[] =>
  nodes.flatMap((n) => [n.typedLabel, n.title, ...n.blocks.flatMap(textsOfBlock), ...textsOf(n.children)]);
const allText = ({ header, nodes }: OutlineDraft): string =>
  [
    header.parentAgency,
    header.agency,
    header.number,
    header.symbol,
    header.place,
    header.typeName,
    header.subject,
    ...header.addressees,
    ...header.opening,
    ...header.closing,
    ...header.recipients,
    ...header.signature.lines,
    header.signature.name,
    ...textsOf(nodes),
  ].join("\n");

/** Processor time, which other work on the machine does not lengthen. */
const cpuMs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
};

/** A word that occurs nowhere else, made of letters only: "ztab…". */
const token = (n: number): string =>
  `zt${[...String(n)].map((d) => "abcdefghij".charAt(Number(d))).join("")}zt`;

/** Shapes of lines around one word each: what bears a label, belongs to the frame, looks like either, or is prose. */
const shapes: readonly ((word: string) => string)[] = [
  (w) => `I. ${w.toUpperCase()} CHUNG`,
  (w) => `III. ${w.toUpperCase()} CHUNG`,
  (w) => `C. ${w.toUpperCase()} CHUNG`,
  (w) => `Phần I ${w.toUpperCase()} CHUNG`,
  (w) => `1. Mục ${w}`,
  (w) => `7/ Mục ${w} là một câu.`,
  (w) => `1.1. Mục ${w}`,
  (w) => `2.3.1. Mục ${w} là câu;`,
  (w) => `Điều 4. Về ${w}`,
  (w) => `- ý ${w};`,
  (w) => `+ ý con ${w}`,
  (w) => `đ) điểm ${w};`,
  (w) => `Câu đầy đủ về ${w}.`,
  (w) => `chữ thường ${w} nối tiếp`,
  (w) => `**${w}** còn dấu`,
  (w) => `Kính gửi: ${w}.`,
  (w) => `Số: 5/BC-${w.toUpperCase()}`,
  (w) => `${w.toUpperCase()}, ngày 45 tháng 3 năm 2026`,
  (w) => `${w.toUpperCase()}, ngày 05 tháng 3 năm 2026`,
  (w) => `BÁO CÁO ${w.toUpperCase()}`,
  (w) => `ỦY BAN NHÂN DÂN ${w.toUpperCase()}     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM`,
  (w) => `Nơi nhận: ${w}`,
  (w) => `Nơi nhận:        TM. ${w.toUpperCase()}`,
  (w) => `TM. ỦY BAN NHÂN DÂN ${w.toUpperCase()}`,
  (w) => `Trên đây là báo cáo ${w}./.`,
  (w) => `Phụ lục I\nBIỂU ${w.toUpperCase()}`,
];

describe("[IMP24] nothing gets lost or doubled", () => {
  it("every word of a text is in the draft exactly once, whatever it stands in", () => {
    const line = fc.tuple(fc.constantFrom(...shapes), fc.constantFrom("\n", "\n\n"));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (made) => {
        const text = made.map(([shape, gap], i) => shape(token(i)) + gap).join("");
        const found = allText(parseReportText(text)).toLowerCase();
        for (const [i] of made.entries()) expect([i, found.split(token(i)).length - 1]).toEqual([i, 1]);
      }),
      { numRuns: 1_500 },
    );
  });

  it("no text makes it throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        expect(parseReportText(text).nodes.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe("[IMP25] size", () => {
  const cases: readonly (readonly [string, () => string])[] = [
    ["headings", () => Array.from({ length: 100_000 }, (_, i) => `${(i % 900) + 1}. Mục ${i}`).join("\n")],
    [
      "prose in paragraphs",
      () => Array.from({ length: 100_000 }, (_, i) => `Câu số ${i} của văn bản.`).join("\n\n"),
    ],
    [
      "one paragraph cut everywhere",
      () => Array.from({ length: 100_000 }, (_, i) => `chữ thường ${i}`).join("\n\n"),
    ],
    [
      "one paragraph wrapped everywhere",
      () => Array.from({ length: 100_000 }, (_, i) => `chữ thường ${i}`).join("\n"),
    ],
    ["markup", () => Array.from({ length: 100_000 }, (_, i) => `**chữ ${i}**`).join("\n\n")],
    ["items", () => Array.from({ length: 100_000 }, (_, i) => `- ý ${i};`).join("\n")],
  ];
  it.each(cases)("a hundred thousand lines of %s take less than two seconds", (_name, make) => {
    const text = make();
    const started = process.cpuUsage();
    const draft = parseReportText(text);
    expect(cpuMs(started)).toBeLessThan(2_000);
    expect(draft.issues.length).toBeLessThanOrEqual(draftLimits.issues);
  });

  it("a line of a million signs takes no time either", () => {
    for (const sign of [";", ".", " ", ")", "-", "*", "_", "A", "1.", "Nơi nhận: ", "(", "“"]) {
      const started = process.cpuUsage();
      parseReportText(
        `I. MỤC\n\n${sign.repeat(1_000_000 / sign.length)}x\n\nNơi nhận:\n- ${sign.repeat(300_000)}x`,
      );
      expect([sign, cpuMs(started) < 2_000]).toEqual([sign, true]);
    }
  });

  it("says how many issues there were", () => {
    const draft = parseReportText("I. MỤC\n\n" + "**Chữ**.\n\n".repeat(700));
    expect(draft.issues).toHaveLength(500);
    expect(draft.issueCount).toBe(700);
  });
});
