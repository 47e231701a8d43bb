import { emptyHeader, type ReportHeader } from "../report.ts";
import { capitalShare, textOf, type SourceParagraph } from "./paragraphs.ts";

/** The header fields before the first section and the tail after the last; fields that are not there stay blank. */

const typeNames = /^(BÁO CÁO|TỜ TRÌNH|KẾ HOẠCH|THÔNG BÁO|ĐỀ ÁN|PHƯƠNG ÁN|CHƯƠNG TRÌNH)(?=\s|$)/u;
const numberLine = /^Số\s*:?\s*(\d*)\s*\/\s*([\p{Lu}\d][\p{Lu}\d\-/]*)\s*$/u;
const dateLine =
  /^(?<place>[\p{Lu}][^,]{1,60}),\s*ngày\s*(?<day>\d{0,2})\s*tháng\s*(?<month>\d{0,2})\s*năm\s*(?<year>\d{0,4})\s*\.?$/iu;
const national = /^(CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc)$/iu;
const separator = /^[-–—_=*.\s]{3,}$/u;

const inRange = (text: string | undefined, low: number, high: number): number | null => {
  const n = Number(text);
  return text && n >= low && n <= high ? n : null;
};
const withoutMark = (text: string) =>
  text
    .replace(/^[-–—+•]\s*/u, "")
    .replace(/\s*[;.]+$/u, "")
    .trim();

export function readHead(paragraphs: readonly SourceParagraph[]): ReportHeader {
  const header: { -readonly [K in keyof ReportHeader]: ReportHeader[K] } = { ...emptyHeader };
  const agency: string[] = [];
  const opening: string[] = [];
  const addressees: string[] = [];
  const subject: string[] = [];
  let phase: "top" | "subject" | "addressees" | "opening" = "top";
  for (const paragraph of paragraphs) {
    for (const line of paragraph.lines) {
      const number = numberLine.exec(line);
      const date = dateLine.exec(line)?.groups;
      const type = typeNames.exec(line);
      const to = /^Kính gửi\s*:?\s*(.*)$/iu.exec(line);
      if (number) {
        header.number = number[1] ?? "";
        header.symbol = number[2] ?? "";
      } else if (date) {
        header.place = (date["place"] ?? "").trim();
        header.date = {
          day: inRange(date["day"], 1, 31),
          month: inRange(date["month"], 1, 12),
          year: inRange(date["year"], 1900, 2200),
        };
      } else if (type && phase === "top") {
        header.typeName = type[1] ?? header.typeName;
        const rest = line.slice(header.typeName.length).trim();
        if (rest !== "") subject.push(rest);
        phase = "subject";
      } else if (to) {
        if (to[1]) addressees.push(withoutMark(to[1]));
        phase = "addressees";
      } else if (national.test(line) || separator.test(line)) continue;
      else if (phase === "top") (capitalShare(line) > 0.8 ? agency : opening).push(line);
      else if (
        phase === "subject" &&
        paragraph.lines.length > 0 &&
        opening.length === 0 &&
        !/[.;]$/u.test(line)
      )
        subject.push(line);
      else if (phase === "addressees" && /^[-–—+•]\s/u.test(line)) addressees.push(withoutMark(line));
      else opening.push(line);
    }
  }
  if (agency.length > 1) header.parentAgency = agency[0] ?? "";
  header.agency = agency.slice(agency.length > 1 ? 1 : 0).join("\n");
  return { ...header, subject: subject.join("\n"), addressees, opening };
}

/** Where the tail begins: the closing paragraph that ends with "./.", or "Nơi nhận". Returns paragraphs.length when there is none. */
export function tailStart(paragraphs: readonly SourceParagraph[]): number {
  const recipients = paragraphs.findIndex((p) => /^Nơi nhận\s*:?/iu.test(p.lines[0] ?? ""));
  const end = recipients === -1 ? paragraphs.length : recipients;
  for (let i = end - 1; i >= Math.max(0, end - 6); i -= 1) {
    const paragraph = paragraphs[i];
    if (
      paragraph &&
      /\.\/\.?$/u.test(textOf(paragraph)) &&
      !/^(?:[-–+•]|\d+[./)])\s/u.test(textOf(paragraph))
    )
      return i;
  }
  return end;
}

export function readTail(
  paragraphs: readonly SourceParagraph[],
): Pick<ReportHeader, "closing" | "recipients" | "signature"> {
  const closing: string[] = [];
  const recipients: string[] = [];
  const signature: string[] = [];
  let phase: "closing" | "recipients" | "signature" = "closing";
  for (const paragraph of paragraphs) {
    for (const line of paragraph.lines) {
      const heading = /^Nơi nhận\s*:?\s*(.*)$/iu.exec(line);
      if (heading) {
        phase = "recipients";
        if (heading[1]) recipients.push(withoutMark(heading[1]));
      } else if (phase !== "signature" && /^[-–—+•]\s/u.test(line) && phase === "recipients")
        recipients.push(withoutMark(line));
      else if (phase === "closing") closing.push(line.replace(/\s*\.\/\.?$/u, "."));
      else {
        phase = "signature";
        signature.push(line);
      }
    }
  }
  const nameAt = signature.findLastIndex((line) => capitalShare(line) < 0.8);
  const lines = signature.filter((_, i) => i !== nameAt);
  return { closing, recipients, signature: { lines, name: nameAt === -1 ? "" : (signature[nameAt] ?? "") } };
}
