/** Letters of a text as a document prints it, without its tags. */
export const lettersOf = (xml: string): string => xml.replace(/<[^>]*>/g, "");

/** Letters that nobody has written, each once. */
export function strangersIn(text: string, written: Iterable<string>): string[] {
  const known = new Set([...written].flatMap((letters) => [...letters]));
  return [...new Set(text)].filter((letter) => !known.has(letter));
}

/** What a text holds and nobody sees: zero widths, joiners, marks of direction and of order, control and private signs. */
export const invisibleIn = (text: string): string[] =>
  [
    ...(text.match(/[\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffc\ufffd]/gu) ??
      []),
  ].map((letter) => `U+${letter.codePointAt(0)?.toString(16)}`);
