import type {
  BlockDifference,
  CellDifference,
  Change,
  ChangeAuthor,
  ParagraphDifference,
  ParagraphLook,
  Piece,
  RowDifference,
  TableDifference,
} from "../../domain/difference.ts";
import type { TextId } from "../carried-ids.ts";
import { plainText } from "../read-blocks.ts";
import {
  plainBlock,
  type TracedBlock,
  type TracedCell,
  type TracedRow,
  type TracedTable,
} from "../traced-text.ts";
import { alignLists } from "./align.ts";
import { mergeTexts } from "./merge-texts.ts";
import { KeyRing, type OriginsOf, type Token, tokensOf } from "./tokens.ts";
import { type Shown, showWholeWords } from "./whole-words.ts";

export interface CompareDeps {
  readonly originsOf: OriginsOf;
  /** Who wrote, and who took away, the unit that was first written under this id; null where nobody knows. */
  readonly inserterOf: (id: TextId) => ChangeAuthor | null;
  readonly deleterOf: (id: TextId) => ChangeAuthor | null;
}

const nobody: ChangeAuthor = { by: null, acceptedBy: null };

/**
 * What became of an older text in a newer one (VER8): by the ids of the letters, so that a split, a move or a change of
 * style is no change of text, and word by word where the ids tell nothing. Both texts can be read out of the answer.
 */
export function compareTexts(
  old: readonly TracedBlock[],
  now: readonly TracedBlock[],
  deps: CompareDeps,
): readonly BlockDifference[] {
  return new Comparison(deps).blocks(old, now);
}

class Comparison {
  readonly #deps: CompareDeps;
  readonly #keys = new KeyRing();

  constructor(deps: CompareDeps) {
    this.#deps = deps;
  }

  blocks(old: readonly TracedBlock[], now: readonly TracedBlock[]): BlockDifference[] {
    const { originsOf } = this.#deps;
    const merged = mergeTexts(tokensOf(old, originsOf, this.#keys), tokensOf(now, originsOf, this.#keys));
    const blocks: BlockDifference[] = [];
    let pieces: Piece[] = [];
    for (const unit of showWholeWords(merged)) {
      const token = unit.new ?? unit.old;
      if (!token) continue;
      const change = changeOf(unit);
      if (token.kind === "end") {
        blocks.push(this.#paragraph(unit, change, pieces));
        pieces = [];
      } else if (token.kind === "table") blocks.push(this.#table(unit, change));
      else addUnit(pieces, unit, change, this.#authorOf(unit, change));
    }
    return blocks;
  }

  #authorOf(unit: Shown, change: Change): ChangeAuthor {
    const inserter = () => unit.insertedAs && this.#deps.inserterOf(unit.insertedAs.id);
    const deleter = () => unit.deletedAs && this.#deps.deleterOf(unit.deletedAs.id);
    // Of a word that only grew nothing was taken out: whoever let it grow made the change, and the other way round.
    if (change === "inserted") return inserter() ?? deleter() ?? nobody;
    return (change === "deleted" ? (deleter() ?? inserter()) : null) ?? nobody;
  }

  #paragraph(unit: Shown, end: Change, pieces: readonly Piece[]): ParagraphDifference {
    const look = lookIn(unit.new ?? unit.old);
    const was = lookIn(unit.old);
    const hasChanged =
      unit.old !== null &&
      unit.new !== null &&
      (look.style !== was.style || look.level !== was.level || look.align !== was.align);
    return {
      kind: "paragraph",
      ...look,
      pieces: pieces.map((piece) => ({ ...piece, text: piece.text.normalize("NFC") })),
      end,
      endAuthor: this.#authorOf(unit, end),
      former: hasChanged ? was : null,
    };
  }

  #table(unit: Shown, change: Change): TableDifference {
    const table = (side: Token | null): TracedTable | null => side?.table ?? null;
    const rows = this.#rows(table(unit.old)?.rows ?? [], table(unit.new)?.rows ?? []);
    return {
      kind: "table",
      change,
      rows: change === "same" ? rows : rows.map((row) => asMoved(row, change)),
    };
  }

  #rows(old: readonly TracedRow[], now: readonly TracedRow[]): RowDifference[] {
    return this.#align(old, now, likenessOfRows).map(({ old: was, new: is }) => ({
      change: changeOfPair(was, is),
      cells: this.#cells(was?.cells ?? [], is?.cells ?? []),
    }));
  }

  #cells(old: readonly TracedCell[], now: readonly TracedCell[]): CellDifference[] {
    return this.#align(old, now, likenessOfCells).flatMap(({ old: was, new: is }) => {
      const cell = is ?? was;
      if (!cell) return [];
      const { isHeader, colspan, rowspan } = cell;
      const blocks = this.blocks(was?.blocks ?? [], is?.blocks ?? []);
      return [
        {
          change: changeOfPair(was, is),
          isHeader,
          colspan,
          rowspan,
          blocks: blocks.filter((block): block is ParagraphDifference => block.kind === "paragraph"),
        },
      ];
    });
  }

  /** Both lists in the order of both: first pairs, then what is in one of them alone. */
  #align<T extends { readonly id: TextId }>(
    old: readonly T[],
    now: readonly T[],
    likeness: (a: T, b: T) => number,
  ): { old: T | null; new: T | null }[] {
    const weight = (a: T, b: T) => (this.#keys.keyOf(a.id) === this.#keys.keyOf(b.id) ? 100 : likeness(a, b));
    const aligned: { old: T | null; new: T | null }[] = [];
    let i = 0;
    let j = 0;
    const skipTo = (toOld: number, toNew: number) => {
      for (; i < toOld; i += 1) aligned.push({ old: old[i] ?? null, new: null });
      for (; j < toNew; j += 1) aligned.push({ old: null, new: now[j] ?? null });
    };
    for (const [a, b] of alignLists(old, now, weight) ?? []) {
      skipTo(a, b);
      aligned.push({ old: old[a] ?? null, new: now[b] ?? null });
      i = a + 1;
      j = b + 1;
    }
    skipTo(old.length, now.length);
    return aligned;
  }
}

/** Rows and cells that were made anew are known by their words: all of them, or at least half. */
function likeness(a: string, b: string): number {
  if (a === b) return 10;
  const words = new Set(a.split(/\s+/));
  const others = b.split(/\s+/);
  const shared = others.filter((word) => word !== "" && words.has(word)).length;
  return shared * 2 >= Math.max(words.size, others.length) ? 5 : 0;
}
const textOfCell = (cell: TracedCell): string =>
  cell.blocks.map((block) => plainText(plainBlock(block))).join("\n");
const likenessOfCells = (a: TracedCell, b: TracedCell): number => likeness(textOfCell(a), textOfCell(b));
const likenessOfRows = (a: TracedRow, b: TracedRow): number =>
  likeness(a.cells.map(textOfCell).join("\n"), b.cells.map(textOfCell).join("\n"));

const changeOfPair = (old: unknown, now: unknown): Change =>
  old === null ? "inserted" : now === null ? "deleted" : "same";

/** Inside a table that moved, everything moved with it. */
function asMoved(row: RowDifference, change: Change): RowDifference {
  if (change !== "moved-here" && change !== "moved-away") return row;
  return {
    change,
    cells: row.cells.map((cell) => ({
      ...cell,
      change,
      blocks: cell.blocks.map((block) => ({
        ...block,
        end: change,
        endAuthor: nobody,
        pieces: block.pieces.map((piece) => ({ ...piece, ...nobody, change })),
      })),
    })),
  };
}

function changeOf({ old, new: now, isMoved }: Shown): Change {
  if (old && now) return "same";
  if (old) return isMoved ? "moved-away" : "deleted";
  return isMoved ? "moved-here" : "inserted";
}

const plainLook: ParagraphLook = { style: "body", level: 1, align: "justify" };
const lookIn = (token: Token | null): ParagraphLook => token?.look ?? plainLook;

function addUnit(pieces: Piece[], unit: Shown, change: Change, author: ChangeAuthor): void {
  const token = unit.new ?? unit.old;
  if (!token) return;
  const { text, marks } = token;
  const isReformatted = unit.old !== null && unit.new !== null && unit.old.marks !== unit.new.marks;
  const formerMarks = isReformatted && unit.old ? unit.old.marks : null;
  const last = pieces.at(-1);
  if (
    last !== undefined &&
    token.kind === "text" &&
    last.text !== "\n" &&
    last.change === change &&
    last.marks === marks &&
    last.formerMarks === formerMarks &&
    last.by === author.by &&
    last.acceptedBy === author.acceptedBy
  )
    pieces[pieces.length - 1] = { ...last, text: last.text + text };
  else pieces.push({ change, text, marks, formerMarks, by: author.by, acceptedBy: author.acceptedBy });
}
