// Reports of a given size with generated original text, always the same for one seed, made through the product's own commands.
import { Rng } from "../kit/rng.ts";

const subjects = [
  "Ủy ban nhân dân xã",
  "Phòng Kinh tế",
  "Công an xã",
  "Ban quản lý thôn Nà Sạch",
  "Trạm y tế",
  "Tổ công tác liên ngành",
  "Các trường học trên địa bàn",
  "Hợp tác xã chè Bản Lầu",
];
const verbs = [
  "đã hoàn thành",
  "tiếp tục triển khai",
  "phối hợp kiểm tra",
  "rà soát lại",
  "tổng hợp và báo cáo",
  "đôn đốc thực hiện",
  "hướng dẫn người dân về",
  "tổ chức nghiệm thu",
];
const objects = [
  "kế hoạch gieo cấy vụ mùa",
  "tuyến đường liên thôn dài ba cây số",
  "việc cấp đổi giấy tờ cho hộ mới tách",
  "công trình nước sạch đầu nguồn",
  "chỉ tiêu giảm nghèo đa chiều",
  "lịch tiếp công dân định kỳ",
  "phong trào toàn dân giữ gìn trật tự",
  "đợt tiêm phòng cho đàn gia súc",
];
const tails = [
  "đúng thời hạn được giao",
  "đạt tỷ lệ cao hơn cùng kỳ năm trước",
  "dù mưa lũ gây nhiều khó khăn",
  "với sự tham gia của đông đảo bà con",
  "và công khai kết quả tại nhà văn hóa",
  "theo kinh phí đã được phân bổ",
];

const countWords = (text) => text.split(" ").length;

/** One paragraph of some 70 words. */
function paragraph(rng) {
  const sentences = Array.from(
    { length: 4 },
    () =>
      `${rng.pick(subjects)} ${rng.pick(verbs)} ${rng.pick(objects)} ${rng.pick(tails)}, đạt ${rng.int(90) + 10},${rng.int(10)} phần trăm.`,
  );
  return sentences.join(" ");
}

function blocksOf(rng, wordCount) {
  const blocks = [];
  for (let words = 0; words < wordCount;) {
    const text = paragraph(rng);
    blocks.push({ style: rng.int(4) === 0 ? "dash" : "body", level: 1, text });
    words += countWords(text);
  }
  return blocks;
}

/** `paragraph` text of a given length in UTF-16 units. */
export function longText(length, seed = 7) {
  const rng = new Rng(seed);
  let text = "";
  while (text.length < length) text += `${paragraph(rng)} `;
  return text.slice(0, length);
}

/** @returns the report's id and its sections in their order. */
export async function makeReport(coordinator, { sections, wordsEach, seed = 1 }) {
  const rng = new Rng(seed);
  const header = {
    parentAgency: "UBND TỈNH AN BÌNH",
    agency: "UBND XÃ SUỐI NGÀN",
    number: "",
    symbol: "BC-UBND",
    place: "Suối Ngàn",
    date: { day: null, month: 9, year: 2026 },
    typeName: "BÁO CÁO",
    subject: "Tình hình kinh tế - xã hội chín tháng đầu năm",
    addressees: ["UBND tỉnh An Bình"],
    opening: ["Thực hiện chế độ báo cáo, UBND xã báo cáo như sau:"],
    closing: ["Trên đây là báo cáo của UBND xã"],
    recipients: ["Như trên", "Lưu: VT"],
    signature: { lines: ["CHỦ TỊCH"], name: "Hà Công Trực" },
  };
  const { id } = await coordinator.call("createReport", {
    body: {
      header,
      sections: Array.from({ length: sections }, (_, i) => ({
        title: `Lĩnh vực công tác thứ ${i + 1}`,
        blocks: blocksOf(rng, wordsEach),
        children: [],
      })),
      dueAt: null,
      original: null,
    },
  });
  const report = await coordinator.call("report", { params: { id } });
  return { id, sections: report.sections.map((s) => s.id) };
}
