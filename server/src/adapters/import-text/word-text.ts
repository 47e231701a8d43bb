import type { Element } from "@xmldom/xmldom";
import type { WordFindings } from "@dongsoan/shared/domain";
import { FindingsCount } from "./word-findings.ts";
import { childOf, childrenOf, type WordFile } from "./word-file.ts";
import { WordNumbering } from "./word-numbering.ts";

export interface WordText {
  /** Paragraphs with an empty line between them, labels included. */
  readonly text: string;
  /** What stands at the head of the pages. */
  readonly headers: string;
  readonly findings: WordFindings;
}

/** Without width; our own files keep numbers and codes on one line with it. */
const wordJoiner = "\u2060";
/** Elements within one another; Word's own files have some thirty. */
const maxDepth = 200;

/** The file is built so that it cannot be read. */
export class TooDeep extends Error {}

/**
 * IMP29: the text of a Word file as if every revision in it were accepted: what was put in is there, what was taken out
 * is not, and paragraphs whose end was taken out are one. Source: ECMA-376 part 1, 17.13.5.
 * @throws TooDeep
 */
export function readWordText(file: WordFile): WordText {
  const reader = new WordReader(file);
  return {
    text: reader.textOf(file.document),
    headers: file.headers.map((header) => new WordReader(file).textOf(header)).join("\n"),
    findings: reader.findings(file.comments),
  };
}

class WordReader {
  readonly #count = new FindingsCount();
  readonly #numbering: WordNumbering;
  #paragraphs: string[] = [];
  /** Letters of paragraphs whose end was taken out: they begin the next. */
  #pending = "";
  #depth = 0;
  /** Insertions around what is read. */
  #insertions = 0;

  constructor(file: WordFile) {
    this.#numbering = new WordNumbering(file);
  }

  textOf(root: Element): string {
    return this.#collect(root).join("\n\n");
  }

  findings(comments: Element | null): WordFindings {
    for (const comment of comments ? childrenOf(comments) : [])
      if (comment.nodeName === "w:comment") this.#count.comment(comment);
    return this.#count.found;
  }

  /** The paragraphs within an element, apart from those around it. */
  #collect(root: Element): readonly string[] {
    const [paragraphs, pending] = [this.#paragraphs, this.#pending];
    this.#paragraphs = [];
    this.#pending = "";
    this.#blocks(root);
    this.#end("");
    const made = this.#paragraphs;
    this.#paragraphs = paragraphs;
    this.#pending = pending;
    return made;
  }

  #end(text: string): void {
    const whole = this.#pending + text;
    this.#pending = "";
    if (whole.trim() !== "") this.#paragraphs.push(whole);
  }

  #blocks(parent: Element): void {
    this.#down(() => {
      for (const child of childrenOf(parent)) {
        if (child.nodeName === "w:p") this.#paragraph(child);
        else if (child.nodeName === "w:tbl") this.#table(child);
        else if (child.nodeName === "mc:AlternateContent") this.#blocks(chosen(child));
        else if (child.nodeName === "w:del" || child.nodeName === "w:moveFrom")
          this.#count.revision("deletions", child);
        else this.#blocks(child);
      }
    });
  }

  #paragraph(paragraph: Element): void {
    const properties = childOf(paragraph, "w:pPr");
    const mark = childOf(properties, "w:rPr");
    this.#looks(properties);
    this.#looks(mark);
    const letters = this.#letters(paragraph);
    const inserted = childOf(mark, "w:ins") ?? childOf(mark, "w:moveTo");
    const deleted = childOf(mark, "w:del") ?? childOf(mark, "w:moveFrom");
    if (inserted) this.#count.revision("insertions", inserted);
    if (deleted) {
      this.#count.revision("deletions", deleted);
      this.#pending += letters;
      return;
    }
    if (!inserted) this.#plainText();
    const isEmpty = (this.#pending + letters).trim() === "";
    const label = isEmpty ? "" : this.#numbering.labelOf(properties);
    this.#end(letters);
    if (label !== "") this.#paragraphs.push(`${label} ${this.#paragraphs.pop() ?? ""}`);
  }

  #letters(parent: Element): string {
    return this.#down(() => {
      let text = "";
      for (const child of childrenOf(parent)) text += this.#part(child);
      return text;
    });
  }

  #part(part: Element): string {
    switch (part.nodeName) {
      case "w:t":
      case "m:t":
        this.#plainText();
        return (part.textContent ?? "").replaceAll(wordJoiner, "");
      case "w:tab":
        return "\t";
      case "w:br":
      case "w:cr":
        return part.getAttribute("w:type") === "page" ? "" : "\n";
      case "w:noBreakHyphen":
        return "-";
      case "w:sym":
        return "•";
      case "w:ins":
      case "w:moveTo":
        return this.#inserted(part, () => this.#letters(part));
      case "w:del":
      case "w:moveFrom":
        this.#count.revision("deletions", part);
        return "";
      case "w:rPr":
        this.#looks(part);
        return "";
      case "w:pPr":
      case "w:sdtPr":
      case "w:instrText":
        return "";
      case "w:footnoteReference":
      case "w:endnoteReference":
        this.#count.notes += 1;
        return "";
      case "w:drawing":
      case "w:pict":
      case "w:object":
        this.#picture(part);
        return "";
      case "mc:AlternateContent":
        return this.#letters(chosen(part));
      default:
        return this.#letters(part);
    }
  }

  #plainText(): void {
    if (this.#insertions === 0) this.#count.plainText();
  }

  /** @param read what lies within. */
  #inserted<Made>(part: Element | null, read: () => Made): Made {
    if (!part) return read();
    this.#count.revision("insertions", part);
    this.#insertions += 1;
    const made = read();
    this.#insertions -= 1;
    return made;
  }

  /** Text in a box stands before the paragraph that the box is tied to. */
  #picture(part: Element): void {
    const boxes = this.#boxes(part);
    if (boxes.length === 0) this.#count.pictures += 1;
    for (const box of boxes) this.#paragraphs.push(...this.#collect(box));
  }

  #boxes(part: Element): readonly Element[] {
    if (part.nodeName === "w:txbxContent") return [part];
    const parent = part.nodeName === "mc:AlternateContent" ? chosen(part) : part;
    return this.#down(() => childrenOf(parent).flatMap((child) => this.#boxes(child)));
  }

  #table(table: Element): void {
    // No paragraph goes on behind a table.
    this.#end("");
    const rows = this.#within(table, "w:tr").flatMap((row) =>
      this.#unlessTakenOut(childOf(row, "w:trPr"), ["w:del", "w:ins"], () =>
        this.#within(row, "w:tc").flatMap((cell) => this.#cell(cell)),
      ),
    );
    if (isFrame(rows)) this.#paragraphs.push(...rows.flat(2));
    else {
      this.#count.tables += 1;
      // The bar in front: a number in the first cell is no label of the outline.
      for (const cells of rows)
        if (cells.flat().length > 0)
          this.#paragraphs.push(
            `| ${cells.map((lines) => lines.join(" ").replaceAll("\n", " ")).join(" | ")} |`,
          );
    }
  }

  /** Rows or cells, also those that stand in a content control. */
  #within(parent: Element, name: "w:tr" | "w:tc"): readonly Element[] {
    return this.#down(() =>
      childrenOf(parent).flatMap((child) => {
        if (child.nodeName === name) return [child];
        return wrappers.has(child.nodeName) ? this.#within(child, name) : [];
      }),
    );
  }

  #cell(cell: Element): readonly (readonly string[])[] {
    return this.#unlessTakenOut(childOf(cell, "w:tcPr"), ["w:cellDel", "w:cellIns"], () =>
      this.#collect(cell),
    );
  }

  /** A row or cell: none where it was taken out, else what is read of it. */
  #unlessTakenOut<Made>(
    properties: Element | null,
    [removal, addition]: readonly [string, string],
    read: () => Made,
  ): readonly Made[] {
    this.#looks(properties);
    const removed = childOf(properties, removal);
    if (removed) this.#count.revision("deletions", removed);
    return removed ? [] : [this.#inserted(childOf(properties, addition), read)];
  }

  #looks(properties: Element | null): void {
    for (const child of properties ? childrenOf(properties) : [])
      if (/^w:\w+Change$/u.test(child.nodeName) || child.nodeName === "w:cellMerge")
        this.#count.revision("looks", child);
  }

  #down<Made>(read: () => Made): Made {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new TooDeep();
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }
}

const wrappers: ReadonlySet<string> = new Set(["w:sdt", "w:sdtContent", "w:customXml"]);

/** The same content in a newer and an older form. */
const chosen = (alternatives: Element): Element =>
  childOf(alternatives, "mc:Choice") ?? childOf(alternatives, "mc:Fallback") ?? alternatives;

/** Head and foot of a paper stand in tables without lines. */
const isFrame = (rows: readonly (readonly (readonly string[])[])[]): boolean =>
  rows
    .flat(2)
    .some((line) => /^(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI|Nơi nhận\s*:?)/u.test(line.normalize("NFC").trim()));
