import type { Element } from "@xmldom/xmldom";
import {
  composeMarked,
  type DraftParagraph,
  isGone,
  isGrid,
  isTable,
  joinMarked,
  marked,
  type MarkedText,
  type PartRevision,
  putIn,
  type SourceLine,
  spacesAround,
  splitMarked,
  takenOut,
  textsOf,
  tidySpace,
  type WordFindings,
} from "@dongsoan/shared/domain";
import { Surroundings } from "./surroundings.ts";
import { childOf, childrenOf, valueOf, type WordFile } from "./word-file.ts";
import { authorOf } from "./word-findings.ts";
import {
  alignOf,
  endApart,
  endOf,
  hasOnlyTakenOut,
  lettersIn,
  nothing,
  type Piece,
  revisedAs,
  type WordParagraph,
} from "./word-letters.ts";
import { WordMarks } from "./word-marks.ts";
import { WordNumbering } from "./word-numbering.ts";
import {
  acceptedParts,
  asCell,
  asRow,
  gridOf,
  isFrame,
  storedWidths,
  withAllCells,
  type WordCell,
  type WordRow,
} from "./word-table.ts";

export interface WordText {
  /** With an empty line between paragraphs, labels included; composed letters. */
  readonly lines: readonly SourceLine[];
  /** What stands at the head of the pages. */
  readonly headers: string;
  readonly findings: WordFindings;
}

/**
 * IMP29: the text of a Word file as if every revision in it were accepted: what was put in is there, what was taken out
 * is not, and paragraphs whose end was taken out are one. IMP34: beside it stands what the revisions are.
 * Source: ECMA-376 part 1, 17.13.5.
 * @throws TooDeep
 */
export function readWordText(file: WordFile): WordText {
  const reader = new WordReader(file);
  return {
    lines: reader
      .read(file.document)
      .flatMap((piece): readonly SourceLine[] =>
        isTable(piece) ? [piece] : [...splitMarked(piece, "\n"), { text: "" }],
      ),
    headers: file.headers.flatMap((header) => new WordReader(file).read(header).flatMap(textsOf)).join("\n"),
    findings: reader.findings(file.comments),
  };
}

/** Paragraphs, and tables as their rows. */
const asTexts = (pieces: readonly Piece[]): readonly WordParagraph[] =>
  pieces.flatMap((piece) => (isTable(piece) ? textsOf(piece).map((text) => ({ text })) : [piece]));

class WordReader {
  readonly #around = new Surroundings();
  readonly #numbering: WordNumbering;
  readonly #marks: WordMarks;
  /** Paragraphs and tables. */
  #pieces: Piece[] = [];
  /** Letters of paragraphs whose end was taken out: they begin the next. */
  #pending: Pending = noneYet();
  /** Was the end of the paragraph before put in? */
  #isSplit = false;
  /** Cells around what is read. */
  #cells = 0;

  constructor(file: WordFile) {
    this.#numbering = new WordNumbering(file);
    this.#marks = new WordMarks(file);
  }

  findings(comments: Element | null): WordFindings {
    for (const comment of comments ? childrenOf(comments) : [])
      if (comment.nodeName === "w:comment") this.#around.count.comment(comment);
    return this.#around.count.found;
  }

  /** Paragraphs and tables within an element, apart from those around it. */
  read(root: Element): readonly Piece[] {
    const [pieces, pending] = [this.#pieces, this.#pending];
    const isSplit = this.#isSplit;
    this.#pieces = [];
    this.#pending = noneYet();
    this.#isSplit = false;
    this.#blocks(root);
    this.#end(nothing);
    const made = this.#pieces;
    this.#pieces = pieces;
    this.#pending = pending;
    this.#isSplit = isSplit;
    return made;
  }

  /** @param label of the paragraph that ends here; in a cell it may be all there is. */
  #end(letters: MarkedText, label = "", align?: DraftParagraph["align"]): void {
    const whole = joinMarked([...this.#pending.parts, letters], "");
    this.#pending = noneYet();
    const parts = [{ text: label }, whole].filter(({ text }) => text.trim() !== "");
    if (parts.length > 0)
      this.#pieces.push({ ...composeMarked(joinMarked(parts, " ")), ...(align && { align }) });
    if (hasOnlyTakenOut(whole)) this.#pieces.push(composeMarked(tidySpace(whole)));
  }

  #blocks(parent: Element): void {
    this.#around.down(() => {
      for (const child of childrenOf(parent)) {
        if (child.nodeName === "w:p") this.#paragraph(child);
        else if (child.nodeName === "w:tbl") this.#table(child);
        else if (child.nodeName === "mc:AlternateContent") this.#blocks(chosen(child));
        else if (child.nodeName === "w:del" || child.nodeName === "w:moveFrom")
          this.#around.count.revision("deletions", child);
        else this.#blocks(child);
      }
    });
  }

  #paragraph(paragraph: Element): void {
    const properties = childOf(paragraph, "w:pPr");
    const mark = childOf(properties, "w:rPr");
    this.#around.looks(properties);
    this.#around.looks(mark);
    const inserted = childOf(mark, "w:ins") ?? childOf(mark, "w:moveTo");
    const isSplit = this.#isSplit;
    this.#isSplit = false;
    const letters = this.#letters(paragraph, valueOf(properties, "w:pStyle"));
    const spaces = inserted || isSplit ? spacesAround(letters) : null;
    if (isSplit && spaces?.before) this.#pieces.push(...this.#pieces.splice(-1).map(endApart));
    const deleted = childOf(mark, "w:del") ?? childOf(mark, "w:moveFrom");
    if (inserted) this.#around.count.revision("insertions", inserted);
    const isEmpty = this.#pending.isEmpty && letters.text.trim() === "";
    if (deleted) {
      this.#around.count.revision("deletions", deleted);
      // A paragraph that went as a whole is one; of an end that is in neither text nothing is said.
      if (isEmpty && !inserted) this.#end(letters);
      else this.#hold(letters, inserted ? nothing : endOf("deletion", deleted));
      return;
    }
    if (!inserted) this.#around.plainText();
    // A column of running numbers is made of paragraphs with nothing but their labels.
    const isCounted = !this.#around.isTakenOut && !(isEmpty && this.#cells === 0);
    const found = isCounted ? this.#numbering.labelOf(properties) : "";
    const label = isEmpty && found === "-" ? "" : found;
    // Without what was taken out of it the paragraph is empty, and before it was a part of the next.
    if (inserted && isEmpty && label === "") {
      this.#hold(tidySpace(letters));
      this.#isSplit = isSplit;
      return;
    }
    const end = inserted ? endOf("insertion", inserted) : nothing;
    this.#end(joinMarked([letters, spaces?.behind ? endApart(end) : end], ""), label, alignOf(properties));
    this.#isSplit = inserted !== null;
  }

  /** For the paragraph that goes on with them. Joined when it ends: a file may have thousands of such. */
  #hold(...letters: readonly MarkedText[]): void {
    this.#pending.parts.push(...letters);
    this.#pending.isEmpty &&= letters.every(({ text }) => text.trim() === "");
  }

  /** @param style of the paragraph. */
  #letters(parent: Element, style: string | null): MarkedText {
    return this.#around.down(() =>
      joinMarked(
        childrenOf(parent).map((child) => this.#part(child, style)),
        "",
      ),
    );
  }

  #part(part: Element, style: string | null): MarkedText {
    switch (part.nodeName) {
      case "w:r": {
        const properties = childOf(part, "w:rPr");
        const digit = this.#marks.digitOf(properties, style);
        const { text } = this.#letters(part, style);
        const change = childOf(properties, "w:rPrChange");
        const former = change && Number(this.#marks.digitOf(childOf(change, "w:rPr"), style));
        const looks =
          change && former !== null && former !== Number(digit)
            ? [{ kind: "looks" as const, from: 0, to: text.length, former, author: authorOf(change) }]
            : [];
        return marked(text, digit === "0" ? "" : digit.repeat(text.length), text === "" ? [] : looks);
      }
      case "w:ins":
      case "w:moveTo":
        return putIn(
          this.#around.inserted(part, () => this.#letters(part, style)),
          authorOf(part),
        );
      case "w:del":
      case "w:moveFrom": {
        this.#around.count.revision("deletions", part);
        const letters = this.#around.takenOut(() => this.#letters(part, style));
        // What was also put in is in neither text.
        return this.#around.isInserted ? nothing : takenOut(letters, authorOf(part));
      }
      case "mc:AlternateContent":
        return this.#letters(chosen(part), style);
      default: {
        const text = this.#sign(part);
        return text === null ? this.#letters(part, style) : { text };
      }
    }
  }

  /** What stands for letters, or for nothing; null for what holds other parts. */
  #sign(part: Element): string | null {
    switch (part.nodeName) {
      case "w:t":
      case "m:t":
        this.#around.plainText();
        return lettersIn(part);
      case "w:delText":
        return this.#around.isTakenOut ? lettersIn(part) : "";
      case "w:tab":
        return "\t";
      case "w:br":
      case "w:cr":
        return part.getAttribute("w:type") === "page" ? "" : "\n";
      case "w:noBreakHyphen":
        return "-";
      case "w:sym":
        return "•";
      case "w:rPr":
        this.#around.looks(part);
        return "";
      case "w:pPr":
      case "w:sdtPr":
      case "w:instrText":
        return "";
      case "w:footnoteReference":
      case "w:endnoteReference":
        this.#around.count.notes += 1;
        return "";
      case "w:drawing":
      case "w:pict":
      case "w:object":
        this.#picture(part);
        return "";
      default:
        return null;
    }
  }

  /** Text in a box stands before the paragraph that the box is tied to. */
  #picture(part: Element): void {
    if (this.#around.isTakenOut) return;
    const boxes = this.#boxes(part);
    if (boxes.length === 0) this.#around.count.pictures += 1;
    for (const box of boxes) for (const piece of this.read(box)) this.#pieces.push(piece);
  }

  #boxes(part: Element): readonly Element[] {
    if (part.nodeName === "w:txbxContent") return [part];
    const parent = part.nodeName === "mc:AlternateContent" ? chosen(part) : part;
    return this.#around.down(() => childrenOf(parent).flatMap((child) => this.#boxes(child)));
  }

  #table(table: Element): void {
    // No paragraph goes on behind a table.
    this.#end(nothing);
    this.#isSplit = false;
    const rows = this.#within(table, "w:tr").flatMap((row) => this.#row(row));
    const standing = acceptedParts(rows, "all");
    if (isFrame(standing)) {
      for (const { cells } of standing)
        for (const { blocks } of cells) for (const line of blocks) this.#pieces.push(line);
      return;
    }
    const widths = storedWidths(childOf(table, "w:tblGrid"));
    // What would leave no grid where it is accepted, or rejected, is read as accepted.
    const grid =
      [withAllCells(rows), acceptedParts(rows, "cells")].map((each) => gridOf(each, widths)).find(isGrid) ??
      gridOf(standing, widths);
    if (grid.rows.length === 0) return;
    if (!isGone(grid)) this.#around.count.tables += 1;
    this.#pieces.push(grid);
  }

  /** Rows or cells, also those that stand in a content control. */
  #within(parent: Element, name: "w:tr" | "w:tc"): readonly Element[] {
    return this.#around.down(() =>
      childrenOf(parent).flatMap((child) => {
        if (child.nodeName === name) return [child];
        return wrappers.has(child.nodeName) ? this.#within(child, name) : [];
      }),
    );
  }

  #row(row: Element): readonly WordRow[] {
    const properties = childOf(row, "w:trPr");
    return this.#around.revised(properties, ["w:del", "w:ins"], (revision) =>
      asRow(
        properties,
        this.#within(row, "w:tc").flatMap((cell) => this.#cell(cell, revision)),
        revision,
      ),
    );
  }

  /** @param ofRow what is said of the whole row. */
  #cell(cell: Element, ofRow: PartRevision | undefined): readonly WordCell[] {
    const properties = childOf(cell, "w:tcPr");
    return this.#around.revised(properties, ["w:cellDel", "w:cellIns"], (revision) => {
      this.#cells += 1;
      // A table in a table is its text.
      const texts = asTexts(this.read(cell));
      this.#cells -= 1;
      const around = ofRow ?? revision;
      return asCell(
        properties,
        texts.flatMap(({ align, ...text }): DraftParagraph[] => {
          const letters = around ? revisedAs(around, text) : text;
          const isInNeither = letters.text === "" && letters.revisions === undefined;
          return isInNeither ? [] : [{ style: "body", level: 1, ...letters, ...(align && { align }) }];
        }),
        revision,
      );
    });
  }
}

interface Pending {
  readonly parts: MarkedText[];
  /** Stands nothing of it? */
  isEmpty: boolean;
}
const noneYet = (): Pending => ({ parts: [], isEmpty: true });

const wrappers: ReadonlySet<string> = new Set(["w:sdt", "w:sdtContent", "w:customXml"]);

/** The same content in a newer and an older form. */
const chosen = (alternatives: Element): Element =>
  childOf(alternatives, "mc:Choice") ?? childOf(alternatives, "mc:Fallback") ?? alternatives;
