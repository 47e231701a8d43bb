import { joinMarked, marked, type MarkedText } from "./marked-text.ts";
import type { TextRevision } from "./text-revisions.ts";

/** Letters of which all the same is said, or something that does not stand in the text. */
export type TextPiece = Letters | Exclude<TextRevision, { readonly kind: "insertion" | "looks" }>;

interface Letters {
  readonly kind: "letters";
  readonly text: string;
  /** Digit of `MarkedText`. */
  readonly mark: number;
  readonly insertion?: TextRevision | undefined;
  readonly looks?: Extract<TextRevision, { readonly kind: "looks" }> | undefined;
}

/** A text in its order, with what was taken out of it. */
export function piecesOf({ text, marks = "", revisions = [] }: MarkedText): readonly TextPiece[] {
  const edges = new Set([0, text.length]);
  for (const { index } of marks.matchAll(/(\d)\1*/gu)) edges.add(index);
  for (const { from, to } of revisions) edges.add(from).add(to);
  const pieces: TextPiece[] = [];
  let insertion: Letters["insertion"];
  let looks: Letters["looks"];
  let next = 0;
  const sorted = [...edges].toSorted((a, b) => a - b);
  for (const [i, edge] of sorted.entries()) {
    for (let each = revisions[next]; each?.from === edge; each = revisions[(next += 1)])
      if (each.kind === "insertion") insertion = each;
      else if (each.kind === "looks") looks = each;
      else pieces.push(each);
    const end = sorted[i + 1];
    if (end === undefined) break;
    pieces.push({
      kind: "letters",
      text: text.slice(edge, end),
      mark: Number(marks.charAt(edge)),
      ...(insertion && insertion.to > edge && { insertion }),
      ...(looks && looks.to > edge && { looks }),
    });
  }
  return pieces;
}

/** Does a text begin, or end, with a space that was there before the revisions and stands? */
export function spacesAround(line: MarkedText): { readonly before: boolean; readonly behind: boolean } {
  const own = piecesOf(line).filter(
    (piece) => piece.kind !== "end-insertion" && !(piece.kind === "letters" && piece.insertion),
  );
  const isSpace = (piece: TextPiece | undefined, edge: RegExp) =>
    piece?.kind === "letters" && edge.test(piece.text);
  return { before: isSpace(own[0], /^\s/u), behind: isSpace(own.at(-1), /\s$/u) };
}

/** None of plain letters, of which a file may have millions. */
const digits = (mark: number, { length }: string): string => (mark === 0 ? "" : String(mark).repeat(length));

/** A text that somebody put in, but for what others had put into it. What is in neither text is nowhere. */
export const putIn = (line: MarkedText, author: string): MarkedText =>
  joinMarked(
    piecesOf(line).map((piece) => {
      if (piece.kind !== "letters")
        return piece.kind === "deletion"
          ? { text: "" }
          : { text: "", revisions: [{ ...piece, from: 0, to: 0 }] };
      const { text, mark, insertion } = piece;
      return marked(text, digits(mark, text), [
        { kind: "insertion", from: 0, to: text.length, author: insertion?.author ?? author },
      ]);
    }),
    "",
  );

/** A text that somebody took out, but for what others had taken out of it before. */
export const takenOut = (line: MarkedText, author: string): MarkedText =>
  joinMarked(
    piecesOf(line).map((piece): MarkedText => {
      if (piece.kind === "end-insertion" || (piece.kind === "letters" && piece.insertion))
        return { text: "" };
      const gone = piece.kind === "letters" ? deletionOf(piece, author) : piece;
      return { text: "", revisions: [{ ...gone, from: 0, to: 0 }] };
    }),
    "",
  );

const deletionOf = ({ text, mark, looks }: Letters, author: string): TextRevision => ({
  kind: "deletion",
  from: 0,
  to: 0,
  author,
  ...marked(text, digits(looks?.former ?? mark, text)),
});
