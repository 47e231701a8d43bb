import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyHeader, type ParagraphBlock, type ReportModel } from "@dongsoan/shared/domain";
import { docxRenderer } from "./docx-renderer.ts";

const paragraph = (text: string, style: ParagraphBlock["style"] = "body", bold = false): ParagraphBlock => ({
  kind: "paragraph",
  style,
  level: 1,
  align: "justify",
  runs: [{ kind: "text", text, bold, italic: false, underline: false }],
});
const cell = (text: string, isHeader: boolean, colspan = 1) => ({
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
  let bytes = new Uint8Array();
  beforeAll(async () => {
    bytes = new Uint8Array(await docxRenderer().render(model));
    const files = unzipSync(bytes);
    document = strFromU8(files["word/document.xml"] ?? new Uint8Array());
    styles = strFromU8(files["word/styles.xml"] ?? new Uint8Array());
  });

  it("[ND1] is A4 with the decree's margins, and the first page has no number", () => {
    expect(document).toMatch(/<w:pgSz w:w="11906" w:h="16838"/);
    expect(document).toMatch(/w:top="1134" w:right="850" w:bottom="1134" w:left="1701"/);
    expect(document).toContain("<w:titlePg/>");
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
