import { describe, expect, it } from "vitest";
import { type DraftNode, parseReportText, textsOf } from "@dongsoan/shared/domain";
import { createReportBody, type DraftSection } from "@dongsoan/shared/http-api";

const plain = (nodes: readonly DraftNode[]): DraftSection[] =>
  nodes.map(({ title, blocks, children }) => ({
    title,
    blocks: blocks.map((block) => ({ ...block })),
    children: plain(children),
  }));
const times = (count: number, make: (i: number) => string) =>
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

describe("[IMP27] whatever is read can be created", () => {
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
