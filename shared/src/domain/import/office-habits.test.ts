import { describe, expect, it } from "vitest";
import type { DraftNode } from "./outline-draft.ts";
import { isTable } from "./draft-table.ts";
import { parseReportText } from "./parse-report-text.ts";
import { bearsSecrecyStamp } from "./secrecy-stamp.ts";

/** Titles with labels, indented by depth, and their paragraphs as "style: text". */
const drawn = (nodes: readonly DraftNode[], depth = 0): string[] =>
  nodes.flatMap((n) => [
    "  ".repeat(depth) + `${n.typedLabel} ${n.title}`.trim(),
    ...n.blocks.flatMap((b) => (isTable(b) ? [] : `${"  ".repeat(depth + 1)}${b.style}: ${b.text}`)),
    ...drawn(n.children, depth + 1),
  ]);
const read = (...paragraphs: readonly string[]) => parseReportText(paragraphs.join("\n\n"));
const lines = (...all: readonly string[]) => parseReportText(all.join("\n"));

describe("labels as offices type them", () => {
  it("[IMP14] a list that does not begin at one, and deeper numbers, keep their labels", () => {
    const draft = read(
      "I. KẾT QUẢ",
      "4. Trồng mới 12 ha rừng phòng hộ ven suối.",
      "5. Sửa ba cầu treo trước mùa lũ.",
      "II. CHI TIÊU",
      "1.1. Thu đạt kế hoạch được giao.",
      "1.2. Chi đúng dự toán đầu năm.",
      "c) Điểm này thiếu hai điểm trước.",
    );
    expect(drawn(draft.nodes)).toEqual([
      "I. KẾT QUẢ",
      "  body: 4. Trồng mới 12 ha rừng phòng hộ ven suối.",
      "  body: 5. Sửa ba cầu treo trước mùa lũ.",
      "II. CHI TIÊU",
      "  body: 1.1. Thu đạt kế hoạch được giao.",
      "  body: 1.2. Chi đúng dự toán đầu năm.",
      "  body: c) Điểm này thiếu hai điểm trước.",
    ]);
    expect(draft.issues).toContainEqual({ code: "number-gap", label: "4.", after: "" });
  });

  it("[IMP14] a list from one loses them to the style, also as 1/ and 2)", () => {
    expect(
      drawn(
        read(
          "I. VIỆC LÀM",
          "1/ Mở hai lớp học nghề.",
          "2) Giới thiệu việc cho 40 người.",
          "a) Nam;",
          "b) Nữ.",
        ).nodes,
      ),
    ).toEqual([
      "I. VIỆC LÀM",
      "  number: Mở hai lớp học nghề.",
      "  number: Giới thiệu việc cho 40 người.",
      "  letter: Nam;",
      "  letter: Nữ.",
    ]);
  });

  it("[IMP15] a part with its title below; a part without one is called by its number", () => {
    const draft = read(
      "Phần I",
      "KẾT QUẢ NĂM QUA",
      "I. CHUNG",
      "Khá.",
      "PHẦN THỨ HAI",
      "I. MỤC TIÊU",
      "Giữ vững.",
    );
    expect(drawn(draft.nodes)).toEqual([
      "Phần I. KẾT QUẢ NĂM QUA",
      "  I. CHUNG",
      "    body: Khá.",
      "PHẦN THỨ HAI",
      "  I. MỤC TIÊU",
      "    body: Giữ vững.",
    ]);
    expect(draft.issues).toEqual([]);
  });

  it("[IMP15] prose that begins with the word is none", () => {
    expect(drawn(read("I. CHUNG", "Phần thứ nhất bao gồm ba nội dung.").nodes)).toEqual([
      "I. CHUNG",
      "  body: Phần thứ nhất bao gồm ba nội dung.",
    ]);
  });

  it.each(["ABCDĐEGH", "ABCDEFGH"])("[IMP16] %s is a sequence without gaps", (letters) => {
    const draft = read(...[...letters].flatMap((l) => [`${l}. Lĩnh vực ${l}`, "Ổn định."]));
    expect(draft.nodes.map((n) => n.typedLabel)).toEqual([...letters].map((l) => `${l}.`));
    expect(draft.issues).toEqual([]);
  });

  it("[IMP16] Roman numbers to eleven, with titles in small letters", () => {
    const numbers = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"];
    const draft = read(...numbers.flatMap((n) => [`${n}. Lĩnh vực số ${n.length}`, "Ổn định."]));
    expect(draft.nodes.map((n) => n.typedLabel)).toEqual(numbers.map((n) => `${n}.`));
    expect(draft.issues).toEqual([]);
  });

  it("[IMP17] Điều goes on across chapters; one that is missing is told", () => {
    const text = (third: string) =>
      lines(
        "Chương I",
        "QUY ĐỊNH CHUNG",
        "Điều 1. Phạm vi",
        "Trong xã.",
        "Điều 2. Đối tượng",
        "Mọi bản.",
        "Chương II",
        "THỰC HIỆN",
        third,
        "Các bản.",
      );
    expect(text("Điều 3. Trách nhiệm").issues).toEqual([]);
    expect(drawn(text("Điều 3. Trách nhiệm").nodes).at(-2)).toBe("  Điều 3. Trách nhiệm");
    expect(text("Điều 5. Trách nhiệm").issues).toEqual([
      { code: "number-gap", label: "Điều 5.", after: "Điều 2." },
    ]);
  });

  it.each([
    "1.5 triệu người đã đến xem",
    "C. Mác nói rằng thực tiễn là thước đo",
    "V. I. Lênin viết về việc học",
    "12. 5 tỷ đồng đã giải ngân",
    "10.000 người tham gia",
    "D. Nguyễn Văn Ẩn phát biểu",
    "30.4 Lễ mít tinh được tổ chức",
  ])("[IMP18] %j is no heading", (sentence) => {
    const draft = read("I. CHUNG", "1. Kết quả", "Khá.", sentence, "II. RIÊNG", "Hết.");
    expect(drawn(draft.nodes)).toEqual([
      "I. CHUNG",
      "  1. Kết quả",
      "    body: Khá.",
      `    body: ${sentence}`,
      "II. RIÊNG",
      "  body: Hết.",
    ]);
    expect(draft.issues).toEqual([]);
  });

  it("[IMP18] a person is none either where the letter would be the next", () => {
    const names = ["C. Mác nói về thực tiễn", "V. I. Lênin viết về việc học"];
    expect(
      drawn(
        read("A. MỘT", "B. HAI", names[0] ?? "", "I. BA", "II. BỐN", "III. NĂM", "IV. SÁU", names[1] ?? "")
          .nodes,
      ),
    ).toEqual([
      "A. MỘT",
      "B. HAI",
      `  body: ${names[0]}`,
      "  I. BA",
      "  II. BỐN",
      "  III. NĂM",
      "  IV. SÁU",
      `    body: ${names[1]}`,
    ]);
  });

  it("[IMP16] Roman numbers that go on across lettered parts are headings", () => {
    const draft = read(
      "A. MỘT",
      "I. Kinh tế",
      "Khá.",
      "IV. Văn hóa",
      "Khá.",
      "B. HAI",
      "V. Nhiệm vụ",
      "Giữ vững.",
    );
    expect(draft.nodes[1]?.children.map((n) => n.typedLabel)).toEqual(["V."]);
  });
});

describe("the frame as programs take it off a page", () => {
  it("[IMP19] a closing and a signature without recipients", () => {
    const { header, nodes, issues } = read(
      "I. CHUNG",
      "Khá.",
      "Trên đây là báo cáo của xã./.",
      "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
      "(Đã ký)",
      "Lò Thị Bưởi",
    );
    expect(header.closing).toEqual(["Trên đây là báo cáo của xã."]);
    expect(header.signature).toEqual({
      lines: ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
      name: "Lò Thị Bưởi",
    });
    expect(drawn(nodes)).toEqual(["I. CHUNG", "  body: Khá."]);
    expect(issues).toEqual([{ code: "markup-removed", text: "(Đã ký)" }]);
  });

  it("[IMP20] annexes behind the signature stay text with their own labels", () => {
    const { header, nodes } = read(
      "I. CHUNG",
      "Khá.",
      "Nơi nhận:\n- Như trên;\n- Lưu: VT.",
      "CHỦ TỊCH",
      "Lò Thị Bưởi",
      "Phụ lục I\nDANH SÁCH CẦU TREO",
      "1. Cầu Suối Cạn",
      "2. Cầu Suối Đá",
      "Phụ lục II",
      "Không có.",
    );
    expect(header.signature).toEqual({ lines: ["CHỦ TỊCH"], name: "Lò Thị Bưởi" });
    expect(drawn(nodes)).toEqual([
      "I. CHUNG",
      "  body: Khá.",
      "Phụ lục I DANH SÁCH CẦU TREO",
      "  body: 1. Cầu Suối Cạn",
      "  body: 2. Cầu Suối Đá",
      "Phụ lục II",
      "  body: Không có.",
    ]);
  });

  it("[IMP20] a sentence about where papers are received is no list of recipients", () => {
    const { header, nodes } = read("I. CHUNG", "Nơi nhận hồ sơ là bộ phận một cửa.", "II. RIÊNG", "Hết.");
    expect(nodes).toHaveLength(2);
    expect(header.recipients).toEqual([]);
  });

  it.each([
    ["wide gaps", "          "],
    ["one space", " "],
  ])("[IMP21] two columns on one line, with %s", (_name, gap) => {
    const { header } = lines(
      `UBND TỈNH AN BÌNH${gap}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM`,
      `UBND XÃ SUỐI NGÀN${gap}Độc lập - Tự do - Hạnh phúc`,
      `Số: 05/BC-UBND${gap}Suối Ngàn, ngày 05 tháng 3 năm 2026`,
      "BÁO CÁO",
      "Kết quả trồng rừng",
      "I. CHUNG",
      "Khá.",
    );
    expect(header).toMatchObject({
      parentAgency: "UBND TỈNH AN BÌNH",
      agency: "UBND XÃ SUỐI NGÀN",
      number: "05",
      symbol: "BC-UBND",
      place: "Suối Ngàn",
      date: { day: 5, month: 3, year: 2026 },
      subject: "Kết quả trồng rừng",
      opening: [],
    });
  });

  it("[IMP21] recipients and signature side by side", () => {
    const { header } = lines(
      "I. CHUNG",
      "Khá./.",
      "Nơi nhận:                      TM. ỦY BAN NHÂN DÂN",
      "- Như trên;                          CHỦ TỊCH",
      "- Lưu: VT.",
      "                                    Lò Thị Bưởi",
    );
    expect(header.recipients).toEqual(["Như trên", "Lưu: VT"]);
    expect(header.signature).toEqual({ lines: ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], name: "Lò Thị Bưởi" });
  });

  it.each([
    [["ỦY BAN NHÂN DÂN", "XÃ SUỐI NGÀN"], "", "ỦY BAN NHÂN DÂN\nXÃ SUỐI NGÀN"],
    [["ỦY BAN NHÂN DÂN", "TỈNH AN BÌNH", "SỞ NGOẠI VỤ"], "ỦY BAN NHÂN DÂN TỈNH AN BÌNH", "SỞ NGOẠI VỤ"],
    [
      ["UBND TỈNH AN BÌNH", "ỦY BAN NHÂN DÂN", "XÃ SUỐI NGÀN"],
      "UBND TỈNH AN BÌNH",
      "ỦY BAN NHÂN DÂN\nXÃ SUỐI NGÀN",
    ],
  ])("[IMP22] %j", (names, parentAgency, agency) => {
    expect(lines(...names, "BÁO CÁO", "Quý I", "I. CHUNG", "Khá.").header).toMatchObject({
      parentAgency,
      agency,
    });
  });

  it("[IMP22] the number of a party paper", () => {
    expect(
      lines("ĐẢNG ỦY XÃ SUỐI NGÀN", "*", "Số 12-BC/ĐU", "BÁO CÁO", "Quý I", "I. CHUNG", "Khá.").header,
    ).toMatchObject({
      agency: "ĐẢNG ỦY XÃ SUỐI NGÀN",
      number: "12",
      symbol: "BC/ĐU",
      subject: "Quý I",
    });
  });

  it("[IMP23] an impossible date and a second number stay text", () => {
    const { header } = lines(
      "Số: 5/BC-UBND",
      "Suối Ngàn, ngày 45 tháng 3 năm 2026",
      "BÁO CÁO",
      "Quý I",
      "Số: 6/BC-UBND",
      "I. CHUNG",
      "Khá.",
    );
    expect(header.date).toEqual({ day: null, month: null, year: null });
    expect(header.number).toBe("5");
    const text = [header.subject, ...header.opening].join(" ");
    expect(text).toContain("ngày 45 tháng 3");
    expect(text).toContain("Số: 6/BC-UBND");
  });

  it("[IMP23] an opening over several lines is one paragraph, and no part of the title", () => {
    const { header } = lines(
      "BÁO CÁO",
      "Quý I",
      "",
      "Thực hiện kế hoạch của tỉnh,",
      "xã báo cáo như sau:",
      "",
      "I. CHUNG",
      "Khá.",
    );
    expect(header.subject).toBe("Quý I");
    expect(header.opening).toEqual(["Thực hiện kế hoạch của tỉnh, xã báo cáo như sau:"]);
  });
});

describe("the stamp of secrecy, spelt otherwise", () => {
  it.each(["UBND XÃ\n\n\nT Ố I   M Ậ T\nBÁO CÁO", "Độ mật: Tối mật", "MẬT          CỘNG HÒA", "**MẬT**"])(
    "[IMP10] is seen in %j",
    (text) => expect(bearsSecrecyStamp(text)).toBe(true),
  );
  it.each(["VỀ BẢO VỆ BÍ\n\nMẬT", "Độ mật: không", "Về công tác bảo\nMẬT"])(
    "[IMP10] is not seen in %j",
    (text) => expect(bearsSecrecyStamp(text)).toBe(false),
  );
});
