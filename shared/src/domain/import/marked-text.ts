/**
 * Text with the looks of its letters. A line, a paragraph and a cell's text are read as strings; their marks are a
 * string of the same length beside it, so that whatever is cut, joined or taken out of the one is of the other.
 */
export interface MarkedText {
  readonly text: string;
  /** One digit for each UTF-16 unit: 1 bold, 2 italic, 4 underlined, or their sum. Absent where all is plain. */
  readonly marks?: string | undefined;
}

export const marked = (text: string, marks = ""): MarkedText =>
  /[1-7]/u.test(marks) ? { text, marks } : { text };

const digits = ({ text, marks }: MarkedText): string => marks ?? "0".repeat(text.length);

export const joinMarked = (parts: readonly MarkedText[], by: string): MarkedText =>
  marked(
    parts.map(({ text }) => text).join(by),
    parts.some(({ marks }) => marks !== undefined) ? parts.map(digits).join("0".repeat(by.length)) : "",
  );

export const cutMarked = ({ text, marks }: MarkedText, from: number, to = text.length): MarkedText =>
  marked(text.slice(from, to), marks?.slice(from, to));

export function trimMarked(line: MarkedText): MarkedText {
  const text = line.text.trim();
  const from = line.text.length - line.text.trimStart().length;
  return text.length === line.text.length ? line : cutMarked(line, from, from + text.length);
}

export function splitMarked({ text, marks }: MarkedText, at: string): readonly MarkedText[] {
  let from = 0;
  return text.split(at).map((part) => {
    const start = from;
    from += part.length + at.length;
    return marked(part, marks?.slice(start, start + part.length));
  });
}

/** @param pattern with the flag g. @param by has the marks of the letter that it stands for. */
export function replaceMarked({ text, marks }: MarkedText, pattern: RegExp, by: string): MarkedText {
  if (marks === undefined) return { text: text.replace(pattern, by) };
  let left = "";
  let end = 0;
  for (const { index, 0: found } of text.matchAll(pattern)) {
    left += marks.slice(end, index) + marks.charAt(index).repeat(by.length);
    end = index + found.length;
  }
  return marked(text.replace(pattern, by), left + marks.slice(end));
}

/** In the composed form; a letter's accents, which may be runs of their own, look as the letter does. */
export function composeMarked({ text, marks }: MarkedText): MarkedText {
  const composed = text.normalize("NFC");
  if (marks === undefined || composed === text) return marked(composed, marks);
  let made = "";
  let looks = "";
  for (const { index, 0: letter } of text.matchAll(/^\p{M}+|\P{M}\p{M}*/gu)) {
    const piece = letter.normalize("NFC");
    made += piece;
    looks += marks.charAt(index).repeat(piece.length);
  }
  // Signs of some scripts compose across letters: words count more than looks.
  return made === composed ? marked(made, looks) : { text: composed };
}
