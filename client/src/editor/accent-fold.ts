/** Letters as a person types them when looking for something: without accents, tone marks or capitals; "đ" as "d". */
const foldAnew = (char: string) =>
  char.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

/** A report has a few hundred different letters and some hundred thousand of them. */
const known = new Map<string, string>();
function fold(char: string): string {
  const folded = known.get(char) ?? foldAnew(char);
  known.set(char, folded);
  return folded;
}

export interface FoldedText {
  readonly folded: string;
  /** For each UTF-16 unit of `folded`, the index in the text that it came from; one more entry for the end. */
  readonly sourceIndex: readonly number[];
}

export function foldAccents(text: string): FoldedText {
  let folded = "";
  const sourceIndex: number[] = [];
  let index = 0;
  for (const char of text) {
    const piece = fold(char);
    for (let i = 0; i < piece.length; i += 1) sourceIndex.push(index);
    folded += piece;
    index += char.length;
  }
  sourceIndex.push(index);
  return { folded, sourceIndex };
}

/** @returns [start, end) in `text` of every place that reads like `query`; "bao cao" finds "báo cáo". */
export function findFolded(text: string, query: string): readonly (readonly [number, number])[] {
  const wanted = foldAccents(query).folded;
  if (wanted === "") return [];
  const { folded, sourceIndex } = foldAccents(text);
  const out: (readonly [number, number])[] = [];
  for (let at = folded.indexOf(wanted); at !== -1; at = folded.indexOf(wanted, at + wanted.length)) {
    const start = sourceIndex[at] ?? 0;
    // Combining marks that follow in decomposed text belong to the last letter.
    let end = sourceIndex[at + wanted.length] ?? text.length;
    if (end <= start) end = text.length;
    out.push([start, end]);
  }
  return out;
}
