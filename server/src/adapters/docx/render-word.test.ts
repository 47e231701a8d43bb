import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Block,
  emptyHeader,
  must,
  type ParagraphBlock,
  type ReportHeader,
  type ReportModel,
  type TableCell,
} from "@dongsoan/shared/domain";
import { renderWord } from "./render-word.ts";

const paragraph = (text: string, style: ParagraphBlock["style"] = "body", bold = false): ParagraphBlock => ({
  kind: "paragraph",
  style,
  level: 1,
  align: "justify",
  runs: [{ kind: "text", text, bold, italic: false, underline: false }],
});
const cell = (text: string, isHeader: boolean, colspan = 1): TableCell => ({
  isHeader,
  colspan,
  rowspan: 1,
  colwidth: null,
  blocks: [paragraph(text)],
});

const model: ReportModel = {
  header: {
    ...emptyHeader,
    parentAgency: "UBND tỉnh An Bình",
    agency: "Ủy ban nhân dân\nxã Suối Ngàn",
    symbol: "BC-UBND",
    place: "Suối Ngàn",
    date: { day: null, month: 2, year: 2026 },
    subject: "Kết quả công tác năm 2025",
    addressees: ["UBND tỉnh An Bình"],
    opening: ["Thực hiện Kế hoạch số 12/KH-UBND, xã báo cáo:"],
    closing: ["Trên đây là báo cáo của xã."],
    recipients: ["Như trên", "Lưu: VT"],
    signature: { lines: ["KT. Chủ tịch", "Phó Chủ tịch"], name: "Hà Công Trực" },
  },
  sections: [
    {
      id: "1",
      depth: 1,
      label: "I.",
      title: "Kết quả",
      blocks: [paragraph("Câu mở\u0001 đầu.", "body", true)],
      children: [
        {
          id: "2",
          depth: 2,
          label: "1.",
          title: "Kinh tế",
          blocks: [
            paragraph("ý một", "dash"),
            ...["một", "hai", "ba", "bốn", "năm"].map((t) => paragraph(t, "letter")),
            {
              kind: "table",
              rows: [
                { cells: [cell("Chỉ tiêu", true, 2)] },
                { cells: [cell("Lúa", false), cell("57,4", false)] },
              ],
            },
          ],
          children: [],
        },
      ],
    },
  ],
};

describe("the Word file", () => {
  let document = "";
  let styles = "";
  let relations = "";
  let bytes = new Uint8Array();
  beforeAll(async () => {
    bytes = new Uint8Array(await renderWord(model));
    const files = unzipSync(bytes);
    document = strFromU8(files["word/document.xml"] ?? new Uint8Array());
    styles = strFromU8(files["word/styles.xml"] ?? new Uint8Array());
    relations = strFromU8(files["word/_rels/document.xml.rels"] ?? new Uint8Array());
  });

  it("[ND1] is A4 with the decree's margins, and the first page has no number", () => {
    expect(document).toMatch(/<w:pgSz w:w="11906" w:h="16838"/);
    expect(document).toMatch(/w:top="1134" w:right="850" w:bottom="1134" w:left="1701"/);
    expect(document).toContain("<w:titlePg/>");
    const header = document.match(/<w:headerReference w:type="default" r:id="(\w+)"\/>/)?.[1] ?? "";
    const target = relations.match(new RegExp(`Id="${header}"[^>]*Target="([^"]+)"`))?.[1] ?? "";
    const number = strFromU8(must(unzipSync(bytes)[`word/${target}`], "header"));
    expect(number).toContain('<w:jc w:val="center"/>');
    expect(number).toMatch(/<w:instrText[^>]*>PAGE<\/w:instrText>/);
  });

  it("[ND2] recipients are in 11 pt under their head in 12; rules stand under the agency and the motto", () => {
    const runs = [...document.matchAll(/<w:r>.*?<\/w:r>/gs)].map(([run]) => run);
    const sizeOf = (text: string) =>
      runs.find((run) => run.includes(text))?.match(/<w:sz w:val="(\d+)"\/>/)?.[1];
    expect([sizeOf("Nơi nhận:"), sizeOf("Như trên"), sizeOf("Lưu: VT")]).toEqual(["24", "22", "22"]);
    const paragraphs = [...document.matchAll(/<w:p>.*?<\/w:p>/gs)].map(([one]) => one);
    for (const text of ["XÃ SUỐI NGÀN", "Độc lập - Tự do - Hạnh phúc"]) {
      const rule = paragraphs[paragraphs.findIndex((one) => one.includes(text)) + 1];
      expect(rule).toMatch(/<w:pBdr><w:top w:val="single"/);
    }
  });

  it("[ND2] names Times New Roman at 14 pt, justified, with a first line of 1.27 cm", () => {
    expect(styles).toContain('w:ascii="Times New Roman"');
    expect(styles).toMatch(/w:styleId="NoiDung"[\s\S]*?w:firstLine="720"[\s\S]*?<w:jc w:val="both"\/>/);
  });

  it("[ND3] headings are real headings with typed labels; the first level in capitals", () => {
    const text = document.replace(/<[^>]+>/g, "").replaceAll("\u2060", "");
    expect(document).toMatch(/<w:pStyle w:val="Heading1"\/>/);
    expect(document).toMatch(/<w:pStyle w:val="Heading2"\/>/);
    expect(text).toContain("I. KẾT QUẢ");
    expect(text).toContain("1. Kinh tế");
    expect(document).not.toContain("<w:numPr>");
  });

  it("[ND4] points follow the Vietnamese alphabet: đ) after d)", () => {
    const text = document.replace(/<\/w:p>/g, "\n").replace(/<[^>]+>/g, "");
    expect(text.split("\n").filter((l) => /^[a-zđ]\) /u.test(l))).toEqual([
      "a) một",
      "b) hai",
      "c) ba",
      "d) bốn",
      "đ) năm",
    ]);
  });

  it("[ND5] leaves number and day blank in a draft, zero before February, ./. at the end", () => {
    const text = document.replace(/<[^>]+>/g, "");
    expect(text).toMatch(/Số: {7}\/BC-UBND/);
    expect(text).toMatch(/Suối Ngàn, ngày {8}tháng 02 năm 2026/);
    expect(text).toContain("Trên đây là báo cáo của xã./.");
    expect(text).toContain("- Như trên;- Lưu: VT.");
  });

  it("[ND6] holds no character that Word refuses", () => {
    expect(document).toContain("Câu mở đầu.");
  });

  const xmlOf = async (changed: Partial<ReportModel>): Promise<string> => {
    const files = unzipSync(await renderWord({ ...model, ...changed }));
    return strFromU8(files["word/document.xml"] ?? new Uint8Array());
  };
  const withBlocks = (blocks: readonly Block[]): Promise<string> =>
    xmlOf({ sections: [{ id: "1", depth: 1, label: "I.", title: "Một", blocks, children: [] }] });
  const withHeader = (header: Partial<ReportHeader>): Promise<string> =>
    xmlOf({ header: { ...model.header, ...header } });
  const plainText = (xml: string) => xml.replace(/<\/w:p>/g, "\n").replace(/<[^>]+>/g, "");

  it("[ND8] table columns keep the widths they were dragged to, also below merged cells", async () => {
    const wide = (
      text: string,
      isHeader: boolean,
      colwidth: readonly number[] | null,
      spans: readonly [number, number] = [1, 1],
    ) => ({
      ...cell(text, isHeader, spans[0]),
      rowspan: spans[1],
      colwidth,
    });
    const xml = await withBlocks([
      {
        kind: "table",
        rows: [
          { cells: [wide("STT", true, [50], [1, 2]), wide("Kết quả", true, null, [2, 1])] },
          { cells: [wide("2024", true, [100]), wide("2025", true, [150])] },
          { cells: [wide("1", false, [50]), wide("2", false, [100]), wide("3", false, [150])] },
        ],
      },
    ]);
    const grids = [...xml.matchAll(/<w:gridCol w:w="(\d+)"\/>/g)].map((m) => Number(m[1]));
    // The head's two columns come first, the signature's two last.
    expect(grids.slice(2, 5)).toEqual([1559, 3118, 4677]);
    expect(xml).toContain('<w:gridSpan w:val="2"/>');
    expect(xml).toContain('<w:vMerge w:val="restart"/>');
    expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(2);
  });

  it("[ND9] lists in cells and marks in cells are kept", async () => {
    const inCell = { ...cell("", false), blocks: [paragraph("thóc", "dash"), paragraph("ngô", "letter")] };
    const xml = await withBlocks([{ kind: "table", rows: [{ cells: [inCell] }] }]);
    expect(plainText(xml)).toContain("- thóc\na) ngô");
  });

  it("[ND10] numbers of papers and dates do not break; words with a hyphen may", async () => {
    const xml = await withBlocks([
      paragraph("Số 22-NQ/TW ngày 12/7/2023 về kinh tế-xã hội, văn hóa/giáo dục"),
    ]);
    const text = plainText(xml);
    expect(text).toContain("22\u2060-\u2060NQ\u2060/\u2060TW");
    expect(text).toContain("12\u2060/\u20607\u2060/\u20602023");
    expect(text).toContain("kinh tế-xã hội, văn hóa/giáo dục");
  });

  it("[ND11] several addressees stand below one another, each behind its dash", async () => {
    const text = plainText(await withHeader({ addressees: ["UBND tỉnh", "Sở Y tế"] }));
    expect(text).toContain("Kính gửi:\n-UBND tỉnh;\n-Sở Y tế.");
  });

  it("[ND12] state and party numbers are joined as their rules say", async () => {
    expect(plainText(await withHeader({ number: "5", symbol: "BC-UBND" }))).toContain("Số: 05/BC-UBND");
    expect(plainText(await withHeader({ number: "12", symbol: "BC/ĐU" }))).toContain("Số: 12-BC/ĐU");
  });

  it("[ND13] a long agency breaks before its place", async () => {
    expect(
      plainText(await withHeader({ parentAgency: "", agency: "Ủy ban nhân dân xã Suối Ngàn Hạ" })),
    ).toContain("ỦY BAN NHÂN DÂN\nXÃ SUỐI NGÀN HẠ");
  });

  it("[ND14] the file names no person and no machine", () => {
    const core = strFromU8(unzipSync(bytes)["docProps/core.xml"] ?? new Uint8Array());
    expect(core).toContain("<dc:creator>Đồng Soạn</dc:creator>");
    expect(core).toContain("<cp:lastModifiedBy>Đồng Soạn</cp:lastModifiedBy>");
  });

  it("[ND15] an empty report is a file too", async () => {
    const xml = await xmlOf({ header: emptyHeader, sections: [] });
    expect(plainText(xml)).toContain("Nơi nhận:");
  });

  const office = ["/usr/bin/soffice", "/usr/lib/libreoffice/program/soffice"].find((p) => existsSync(p));
  it("[ND7] opens in LibreOffice with its parts in order", ({ skip }) => {
    if (office === undefined)
      return skip(
        "NOT TESTED: LibreOffice is not installed (apt-get install libreoffice-writer-nogui poppler-utils)",
      );
    const dir = mkdtempSync(join(tmpdir(), "dongsoan-docx-"));
    writeFileSync(join(dir, "r.docx"), bytes);
    spawnSync(
      office,
      [
        "--headless",
        `-env:UserInstallation=file://${dir}/profile`,
        "--convert-to",
        "pdf",
        "--outdir",
        dir,
        join(dir, "r.docx"),
      ],
      { timeout: 60_000 },
    );
    const text = execFileSync("pdftotext", ["-layout", join(dir, "r.pdf"), "-"], { encoding: "utf8" });
    rmSync(dir, { recursive: true, force: true });
    const order = [
      "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
      "BÁO CÁO",
      "Kính gửi",
      "I. KẾT QUẢ",
      "Chỉ tiêu",
      "Nơi nhận",
      "Hà Công Trực",
    ].map((t) => text.indexOf(t));
    expect(order.every((at) => at >= 0)).toBe(true);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    // The national name stands on one line, beside the agency.
    expect(text.split("\n").find((l) => l.includes("CỘNG HÒA"))).toContain("UBND TỈNH AN BÌNH");
    return undefined;
  }, 90_000);
});
