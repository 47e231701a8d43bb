import { countParagraph, noLists, paragraphLabel } from "../numbering.ts";
import type { Block, ParagraphBlock, Revision, RevisionAuthor, Run, TableBlock } from "../report-model.ts";
import { columnsOf, isTable } from "./draft-table.ts";
import { labelReader } from "./label.ts";
import { asListItem, computedLabel } from "./list-labels.ts";
import type { MarkedText } from "./marked-text.ts";
import type { DraftBlock, DraftParagraph, DraftTable, PartRevision } from "./outline-draft.ts";
import { piecesOf, type TextPiece } from "./text-pieces.ts";

const looksOf = (mark: number) => ({
  bold: (mark & 1) > 0,
  italic: (mark & 2) > 0,
  underline: (mark & 4) > 0,
});

/** Letters that look alike together, without what was taken out. */
export const runsOf = ({ text, marks = "0".repeat(text.length) }: MarkedText): readonly TextRun[] =>
  [...marks.matchAll(/(\d)\1*/gu)].map(({ index, 0: same, 1: digit }) => ({
    kind: "text",
    text: text.slice(index, index + same.length),
    ...looksOf(Number(digit)),
  }));

type TextRun = Extract<Run, { readonly kind: "text" }>;
type Look = Pick<ParagraphBlock, "style" | "level" | "align">;

/** What is there of a paragraph when it is made: its letters, and who put in or took out its end. */
interface OpenParagraph {
  readonly runs: TextRun[];
  readonly end: Revision | null;
  /** Is there a space before its end? */
  readonly isApart?: boolean;
}

const space: TextRun = { kind: "text", text: " ", ...looksOf(0) };

const isAll = (runs: readonly TextRun[], kind: Revision["kind"]): boolean =>
  runs.every(({ revision }) => revision?.kind === kind);

/** Paragraphs of a section or a cell, their revisions as suggestions (IMP34). */
class BlockWriter {
  #count = 0;
  /** The lists of the base text so far: a mark that was taken out with its paragraph was a list's if it counts on in them. */
  #base = noLists;

  blocks(blocks: readonly DraftBlock[]): readonly Block[] {
    return blocks.flatMap((block, i): readonly Block[] =>
      isTable(block) ? [this.#table(block)] : this.#paragraphs(block, goesOn(blocks, i + 1)),
    );
  }

  #about({ author }: { readonly author: string }): RevisionAuthor {
    return { id: this.#count++, author, at: 0 };
  }

  /**
   * @param isFollowed by another paragraph, which would be a part of it without an end that was put in.
   * @param isAlone in a cell, where it is no list.
   */
  #paragraphs(paragraph: DraftParagraph, isFollowed: boolean, isAlone = false): ParagraphBlock[] {
    const { style, level, align = "justify" } = paragraph;
    const isGone = paragraph.text === "";
    const open = this.#open(piecesOf(paragraph), isGone);
    return open.map(({ runs, end, isApart }, i): ParagraphBlock => {
      const own: Look = { style, level, align };
      const { look, letters } =
        (isGone && !isAlone) || i > 0 ? this.#withoutMark(runs, align) : { look: own, letters: runs };
      const isNew = isAll(letters, "insertion");
      const isKept = end?.kind === "deletion" || isFollowed || isNew;
      if (!isNew) this.#base = countParagraph(this.#base, look.style);
      return {
        kind: "paragraph",
        ...look,
        runs: isApart && isFollowed && !isNew ? [...letters, space] : letters,
        ...(end && isKept && { endRevision: end }),
      };
    });
  }

  #open(pieces: readonly TextPiece[], isGone: boolean): readonly OpenParagraph[] {
    const made: OpenParagraph[] = [];
    let runs: TextRun[] = [];
    let last: Omit<OpenParagraph, "runs"> = { end: null };
    let author = "";
    const close = (revision: Revision | null) => {
      if (runs.length > 0) made.push({ runs, end: revision });
      runs = [];
    };
    for (const piece of pieces)
      switch (piece.kind) {
        case "letters":
          runs.push(this.#letters(piece));
          break;
        case "deletion":
          ({ author } = piece);
          for (const each of runsOf(piece))
            runs.push({ ...each, revision: { kind: "deletion", ...this.#about(piece) } });
          break;
        case "end-deletion":
          close({ kind: "deletion", ...this.#about(piece) });
          break;
        case "end-insertion":
          last = {
            end: { kind: "insertion", ...this.#about(piece) },
            isApart: piece.isApart === true,
          };
      }
    if (isGone) close({ kind: "deletion", ...this.#about({ author }) });
    // Where nothing stands behind the last end, that is the paragraph's own as it stands.
    else made.push({ runs: runs.length > 0 ? runs : (made.pop()?.runs ?? []), ...last });
    return made;
  }

  #letters({ text, mark, insertion, looks }: Extract<TextPiece, { readonly kind: "letters" }>): TextRun {
    return {
      kind: "text",
      text,
      ...looksOf(mark),
      ...(insertion && { revision: { kind: "insertion", ...this.#about(insertion) } }),
      ...(looks && !insertion && { former: { ...looksOf(looks.former), ...this.#about(looks) } }),
    };
  }

  /** A paragraph that stands in the base text alone: a list's mark at its head is none of its letters, since it is counted. */
  #withoutMark(runs: TextRun[], align: Look["align"]): { readonly look: Look; readonly letters: TextRun[] } {
    const whole = runs.map(({ text }) => text).join("");
    const { style, level, typed, text } = asListItem({ text: whole }, labelReader()(whole));
    const [first, ...others] = runs;
    const chars = whole.length - text.length;
    const isCounted =
      style === "dash" ||
      paragraphLabel(countParagraph(this.#base, style), style, level) === computedLabel(typed);
    if (!first?.revision || first.revision.kind !== "deletion" || first.text.length < chars || !isCounted)
      return { look: { style: "body", level: 1, align }, letters: runs };
    const rest = first.text.slice(chars);
    return {
      look: { style, level, align },
      letters: rest === "" ? others : [{ ...first, text: rest }, ...others],
    };
  }

  #table(table: DraftTable): TableBlock {
    const { rows, widths } = table;
    const columns = columnsOf(table);
    return {
      kind: "table",
      ...this.#revised(wholeRevision(table)),
      rows: rows.map(({ cells, revision: ofRow }) => ({
        ...this.#revised(ofRow),
        cells: cells.map((cell) => {
          const { isHeader, colspan, rowspan, blocks, revision } = cell;
          const from = columns.get(cell) ?? 0;
          return {
            ...this.#revised(revision),
            isHeader,
            colspan,
            rowspan,
            colwidth: widths?.slice(from, from + colspan) ?? null,
            blocks: this.#cell(blocks, ofRow ?? revision),
          };
        }),
      })),
    };
  }

  #revised(revision: PartRevision | undefined): { readonly revision?: Revision } {
    return revision ? { revision: { kind: revision.kind, ...this.#about(revision) } } : {};
  }

  /** Each cell counts its lists for itself (LIST3). */
  #cell(blocks: readonly DraftParagraph[], revision: PartRevision | undefined): readonly ParagraphBlock[] {
    const around = this.#base;
    this.#base = noLists;
    const isAlone = blocks.length === 1;
    const made = blocks.flatMap((block, i) => this.#paragraphs(block, i < blocks.length - 1, isAlone));
    this.#base = around;
    return revision ? made : withLastEnd(made);
  }
}

/** The last end in a cell is the cell's own and always stands: where its paragraph goes, the end before goes. */
function withLastEnd(blocks: readonly ParagraphBlock[]): readonly ParagraphBlock[] {
  const last = blocks.at(-1);
  const before = blocks.at(-2);
  if (last?.endRevision?.kind !== "deletion") return blocks;
  const { endRevision, ...ended } = last;
  return [...blocks.slice(0, -2), ...(before ? [{ endRevision, ...before }] : []), ended];
}

/** Of a table of which all rows came or went. */
function wholeRevision({ rows }: DraftTable): PartRevision | undefined {
  const first = rows[0]?.revision;
  return rows.every(({ revision }) => revision?.kind === first?.kind) ? first : undefined;
}

/** Is there another paragraph behind, in the text without the suggestions? */
function goesOn(blocks: readonly DraftBlock[], from: number): boolean {
  for (let at = from; ; at += 1) {
    const next = blocks[at];
    if (!next || !isTable(next)) return next !== undefined;
    if (wholeRevision(next)?.kind !== "insertion") return false;
  }
}

/** Blocks of a draft as those of a section's text, with what its file's revisions say of them as suggestions. */
export const toBlocks = (blocks: readonly DraftBlock[]): readonly Block[] => new BlockWriter().blocks(blocks);
