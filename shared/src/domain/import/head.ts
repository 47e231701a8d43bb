import { emptyHeader, type ReportHeader } from "../report.ts";
import { capitalShare, isSentence, textOf, type SourceParagraph } from "./paragraphs.ts";

/** The header fields before the first section; fields that are not there stay blank, and what is not understood is opening text. */

const typeNames = /^(BÁO CÁO|TỜ TRÌNH|KẾ HOẠCH|THÔNG BÁO|ĐỀ ÁN|PHƯƠNG ÁN|CHƯƠNG TRÌNH)(?=\s|$)/u;
const numberLine = /^Số\s*:?\s*(\d{0,20})\s*\/\s*([\p{Lu}\d][\p{Lu}\d\-/]{0,59})$/u;
/** Party papers: number-TYPE/issuer, as "12-BC/ĐU" (Hướng dẫn 36-HD/VPTW). */
const partyNumberLine = /^Số\s*:?\s*(\d{0,20})\s*-\s*(\p{Lu}{1,20}\/[\p{Lu}\d\-/]{1,38})$/u;
const dateLine =
  /^(?<place>[\p{Lu}][^,]{1,60}),\s*ngày\s*(?<day>\d{0,2})\s*tháng\s*(?<month>\d{0,2})\s*năm\s*(?<year>\d{0,4})\s*\.?$/iu;
const national = /^(CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc)$/iu;
const separator = /^[-–—_=*.\s]+$/u;
const listDash = /^[-–—+•]\s*/u;

/** A body whose name goes on in the next line with the place: together one agency. */
const bodyAlone =
  /^(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|ĐẢNG ỦY|ĐẢNG BỘ|BAN CHẤP HÀNH ĐẢNG BỘ)$/u;
const placeName = /^(?:XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU|HUYỆN|QUẬN|THỊ XÃ|THÀNH PHỐ|TP\.?|TỈNH)\s/u;

/** Bounds of the fields they go into (`protocol/http-api`); longer text is no field. */
const maxLineChars = 500;
const maxAgencyLines = 6;
const maxSubjectChars = 2_000;
const maxAddressees = 100;

const inRange = (text: string, low: number, high: number): boolean =>
  text === "" || (Number(text) >= low && Number(text) <= high);
const orBlank = (text: string): number | null => (text === "" ? null : Number(text));

export const withoutMark = (text: string): string =>
  text
    .replace(listDash, "")
    .replace(/\s*[;.]{1,5}$/u, "")
    .trim();

function readDate(line: string): Pick<ReportHeader, "place" | "date"> | null {
  const found = dateLine.exec(line)?.groups;
  const { place = "", day = "", month = "", year = "" } = found ?? {};
  if (!found || !inRange(day, 1, 31) || !inRange(month, 1, 12) || !inRange(year, 1900, 2200)) return null;
  return { place: place.trim(), date: { day: orBlank(day), month: orBlank(month), year: orBlank(year) } };
}

/** Lines of the agency box to the superior body and the issuing one. */
function readAgencies(lines: readonly string[]): Pick<ReportHeader, "parentAgency" | "agency"> {
  const names: string[][] = [];
  lines.forEach((line, i) => {
    const before = lines[i - 1] ?? "";
    if (bodyAlone.test(before) && placeName.test(line)) names.at(-1)?.push(line);
    else names.push([line]);
  });
  const [parent, ...issuing] = names;
  if (!parent) return { parentAgency: "", agency: "" };
  if (issuing.length === 0) return { parentAgency: "", agency: parent.join("\n") };
  return { parentAgency: parent.join(" "), agency: issuing.flat().join("\n") };
}

/** Opening text: lines of one paragraph, and what a page break had cut, are one. */
class Opening {
  readonly texts: string[] = [];
  private paragraph: SourceParagraph | null = null;
  add(line: string, paragraph: SourceParagraph): void {
    const before = this.texts.at(-1) ?? "";
    const isCut = /^\p{Ll}/u.test(line) && before !== "" && !isSentence(before.slice(-20));
    if (this.texts.length > 0 && (paragraph === this.paragraph || isCut))
      this.texts.push(`${this.texts.pop() ?? ""} ${line}`);
    else this.texts.push(line);
    this.paragraph = paragraph;
  }
}

export function readHead(paragraphs: readonly SourceParagraph[]): ReportHeader {
  const header: { -readonly [K in keyof ReportHeader]: ReportHeader[K] } = { ...emptyHeader };
  const agency: string[] = [];
  const opening = new Opening();
  const addressees: string[] = [];
  let subject = "";
  let phase: "top" | "subject" | "addressees" | "opening" = "top";
  let hasNumber = false;
  let hasDate = false;
  const addAddressee = (text: string): boolean => {
    const to = withoutMark(text);
    if (to.length > maxLineChars || addressees.length >= maxAddressees) return false;
    if (to !== "") addressees.push(to);
    return true;
  };
  const addSubject = (text: string): boolean => {
    const longer = subject === "" ? text : `${subject}\n${text}`;
    if (longer.length > maxSubjectChars) return false;
    subject = longer;
    return true;
  };
  for (const paragraph of paragraphs) {
    const hasType = phase === "top" && paragraph.lines.some((line) => typeNames.test(line));
    // A whole sentence is no part of a title, even where its first line has no end mark.
    const mayBeSubject = hasType || !isSentence(textOf(paragraph));
    for (const line of paragraph.lines) {
      const number = hasNumber ? null : (numberLine.exec(line) ?? partyNumberLine.exec(line));
      const date = hasDate ? null : readDate(line);
      const type = phase === "top" ? typeNames.exec(line)?.[1] : undefined;
      const to = /^Kính gửi\s*:?\s*(.*)$/iu.exec(line)?.[1];
      if (number) {
        header.number = number[1] ?? "";
        header.symbol = number[2] ?? "";
        hasNumber = true;
      } else if (date) {
        header.place = date.place;
        header.date = date.date;
        hasDate = true;
      } else if (type !== undefined && addSubject(line.slice(type.length).trim())) {
        header.typeName = type;
        phase = "subject";
      } else if (to !== undefined && phase !== "opening" && addAddressee(to)) phase = "addressees";
      else if (national.test(line) || separator.test(line)) continue;
      else if (
        phase === "top" &&
        capitalShare(line) > 0.8 &&
        line.length <= maxLineChars / maxAgencyLines &&
        agency.length < maxAgencyLines
      )
        agency.push(line);
      else if (phase === "subject" && mayBeSubject && !isSentence(line) && addSubject(line)) continue;
      else if (phase === "addressees" && listDash.test(line) && addAddressee(line)) continue;
      else {
        if (phase !== "top") phase = "opening";
        opening.add(line, paragraph);
      }
    }
  }
  return { ...header, ...readAgencies(agency), subject, addressees, opening: opening.texts };
}
