import type { ReportHeader } from "../report.ts";
import type { DraftIssue } from "./outline-draft.ts";
import { withoutMark } from "./head.ts";
import { capitalShare, isSentence, textOf, type SourceParagraph } from "./paragraphs.ts";

/** The end of a report: closing sentence, recipients, signature, and annexes behind it. */

/** With its colon or alone: "Nơi nhận hồ sơ là …" is a sentence. */
const recipientsHeading = /^Nơi nhận(?:\s*:\s*(.*)|)$/iu;
const authority = /^(?:TM|KT|TL|TUQ|Q)\.\s*\p{Lu}/u;
const position = /^(?:PHÓ |Q\. ?)?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG|BÍ THƯ|CHÁNH|THỦ TRƯỞNG|HIỆU TRƯỞNG)(?!\p{L})/u;
const annexHeading = /^(?:PHỤ LỤC|Phụ lục)(?:\s+(?:[IVXLC]+|\d{1,2}))?\s*[.:]?$/u;
/** Stands where the signature was: on a copy, never on the paper that is written here. */
const signedMark = /^[([]?\s*(?:đã ký|đã kí|ký tên|chữ ký, dấu)[^\p{L}]{0,20}$/iu;
const listDash = /^[-–—+•]\s*/u;

/** A signature block is short. */
const maxSignatureLines = 10;
const maxSignatureLineChars = 100;
/** Bounds of `protocol/http-api`. */
const maxRecipients = 200;
const maxRecipientChars = 500;
/** More behind "Nơi nhận" than this is no end of a report but another text. */
const maxTailParagraphs = maxRecipients + 30;
/** Paragraphs before the recipients among which the closing sentence is looked for. */
const closingReach = 6;

export interface Cut {
  readonly body: readonly SourceParagraph[];
  readonly tail: readonly SourceParagraph[];
  /** What follows the signature. */
  readonly annexes: readonly SourceParagraph[];
}

const startsSignature = ({ lines: [first = ""] }: SourceParagraph): boolean =>
  first.length <= maxSignatureLineChars &&
  (authority.test(first) || (position.test(first) && capitalShare(first) > 0.8));

/** A block of authority, position and name, with nothing but short lines behind it. */
function signatureStart(paragraphs: readonly SourceParagraph[], end: number): number {
  let lines = 0;
  let found = -1;
  for (let i = end - 1; i >= 0; i -= 1) {
    const paragraph = paragraphs[i];
    if (!paragraph) break;
    lines += paragraph.lines.length;
    const isShort = paragraph.lines.every(
      (l) => l.length <= maxSignatureLineChars && !/[;:…]$|\.\.$/u.test(l),
    );
    if (lines > maxSignatureLines || !isShort || annexHeading.test(paragraph.lines[0] ?? "")) break;
    if (startsSignature(paragraph)) found = i;
  }
  return found;
}

function closingStart(paragraphs: readonly SourceParagraph[], end: number): number {
  for (let i = end - 1; i >= Math.max(0, end - closingReach); i -= 1) {
    const text = textOf(paragraphs[i] ?? { lines: [] });
    const isItem = /^(?:[-–+•]|\d+[./)])\s/u.test(text);
    if (!isItem && (/\.\/\.?$/u.test(text) || /^Trên đây là\s/u.test(text))) return i;
  }
  return end;
}

/** Cuts the end off a text. Without "Nơi nhận" and signature block there is none. */
export function cutTail(paragraphs: readonly SourceParagraph[]): Cut {
  const first = (p: SourceParagraph) => p.lines[0] ?? "";
  const recipients = paragraphs.findLastIndex((p) => recipientsHeading.test(first(p)));
  const firstAnnex = (from: number) => {
    const at = paragraphs.findIndex((p, i) => i > from && annexHeading.test(first(p)));
    return at === -1 ? paragraphs.length : at;
  };
  const end = firstAnnex(recipients);
  if (recipients !== -1 && end - recipients <= maxTailParagraphs) {
    // Here and there the signature is written before the recipients.
    const before = paragraphs.findLastIndex(
      (p, i) => i < recipients && i >= recipients - 5 && startsSignature(p),
    );
    const start = closingStart(paragraphs, before === -1 ? recipients : before);
    return {
      body: paragraphs.slice(0, start),
      tail: paragraphs.slice(start, end),
      annexes: paragraphs.slice(end),
    };
  }
  for (const until of [paragraphs.length, firstAnnex(0)]) {
    const signature = signatureStart(paragraphs, until);
    if (signature === -1) continue;
    const start = closingStart(paragraphs, signature);
    return {
      body: paragraphs.slice(0, start),
      tail: paragraphs.slice(start, until),
      annexes: paragraphs.slice(until),
    };
  }
  return { body: paragraphs, tail: [], annexes: [] };
}

export interface Tail {
  readonly header: Pick<ReportHeader, "closing" | "recipients" | "signature">;
  readonly issues: readonly DraftIssue[];
  /** Lines that fit none of the fields. */
  readonly rest: readonly string[];
}

/** "Như trên; CHỦ TỊCH": the right column written behind the left one. */
const besideRecipient = /^(.{1,400}[;.])\s+(\p{Lu}[\p{Lu}\s.]+)$/u;

export function readTail(paragraphs: readonly SourceParagraph[]): Tail {
  const closing: string[] = [];
  const recipients: string[] = [];
  const signature: string[] = [];
  const rest: string[] = [];
  const issues: DraftIssue[] = [];
  let phase: "closing" | "recipients" | "signature" = "closing";
  let isListClosed = false;

  const sign = (line: string) => {
    if (signedMark.test(line)) issues.push({ code: "markup-removed", text: line.slice(0, 80) });
    else if (signature.length < maxSignatureLines && line.length <= maxSignatureLineChars)
      signature.push(line);
    else rest.push(line);
  };
  const receive = (line: string) => {
    const beside = besideRecipient.exec(line);
    if (beside?.[2] && capitalShare(beside[2]) === 1) {
      receive(beside[1] ?? "");
      return sign(beside[2]);
    }
    const to = withoutMark(line);
    if (recipients.length >= maxRecipients || to.length > maxRecipientChars) rest.push(line);
    else if (to !== "") recipients.push(to);
    isListClosed = to.startsWith("Lưu");
    return undefined;
  };
  const isRecipient = (line: string) =>
    listDash.test(line) || (!isListClosed && capitalShare(line) < 0.8 && /[;.]$/u.test(line));
  const isWrapped = (line: string) => {
    const last = recipients.at(-1) ?? "";
    return /^\p{Ll}/u.test(line) && last !== "" && last.length + line.length < maxRecipientChars;
  };

  for (const paragraph of paragraphs) {
    for (const [i, line] of paragraph.lines.entries()) {
      const found = recipientsHeading.exec(line);
      if (found) {
        const heading = found[1] ?? "";
        phase = "recipients";
        isListClosed = false;
        if (authority.test(heading) || position.test(heading)) sign(heading);
        else if (heading !== "") receive(heading);
      } else if (phase === "closing" && (startsSignature({ lines: [line] }) || signedMark.test(line))) {
        phase = "signature";
        sign(line);
      } else if (phase === "closing") {
        const text = line.replace(/\s?\.\/\.?$/u, ".");
        if (i > 0 && closing.length > 0) closing.push(`${closing.pop() ?? ""} ${text}`);
        else closing.push(text);
      } else if (phase === "recipients" && isRecipient(line)) receive(line);
      else if (phase === "recipients" && isWrapped(line))
        recipients.push(`${recipients.pop() ?? ""} ${withoutMark(line)}`);
      else {
        phase = "signature";
        sign(line);
      }
    }
  }
  const nameAt = signature.findLastIndex((line) => capitalShare(line) < 0.8 && !isSentence(line));
  return {
    header: {
      closing,
      recipients,
      signature: {
        lines: signature.filter((_, i) => i !== nameAt),
        name: nameAt === -1 ? "" : (signature[nameAt] ?? ""),
      },
    },
    issues,
    rest,
  };
}
