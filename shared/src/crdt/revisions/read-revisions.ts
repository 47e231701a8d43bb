import * as Y from "yjs";
import type {
  Block,
  FormerMarks,
  ParagraphBlock,
  Revision,
  RevisionAuthor,
  Run,
  TableBlock,
  TableRow,
} from "../../domain/report-model.ts";
import {
  decodeAttrRecord,
  decodeRecord,
  type RecordAttribute,
  type SuggestionRecord,
} from "../../schema/records.ts";
import { walkFormatted } from "../formatted-letters.ts";
import { type RecordMarkValue, recordMarkOf } from "../record-key.ts";
import { idOf, traceFragment } from "../traced-text.ts";
import { CommentEdges, type CommentedLetters } from "./comment-edges.ts";
import { paragraphEnds, type ParagraphFate } from "./paragraph-marks.ts";
import { ProjectedIds } from "./projected-ids.ts";

/** Says who made a suggestion and when, with a number that is used once. Null: nobody in particular. */
export type RevisionAbout = (record: SuggestionRecord | null) => RevisionAuthor;

/**
 * A section's text with its suggestions, for a file in which they can be decided: all accepted it is the final text, all
 * rejected the base text (WORD2). What is in neither is left out. Writes nothing.
 */
export function readWithRevisions(
  fragment: Y.XmlFragment,
  about: RevisionAbout,
  comments: readonly CommentedLetters[] = [],
): readonly Block[] {
  return new RevisionReader(fragment, about, comments).read();
}

interface Fates {
  readonly base: ParagraphFate;
  readonly final: ParagraphFate;
}
interface ReadParagraph {
  readonly element: Y.XmlElement;
  readonly fates: Fates;
}
/** Whose suggestion put something in, and whose took it out. */
interface Suggested {
  readonly insertion: SuggestionRecord | null;
  readonly deletion: SuggestionRecord | null;
}
/** A mark's value, or a node's attribute. */
type Records = ReadonlyMap<string, unknown>;

const elements = (parent: Y.XmlFragment): Y.XmlElement[] =>
  parent.toArray().filter((node): node is Y.XmlElement => node instanceof Y.XmlElement);
const attributes = (element: Y.XmlElement): Readonly<Record<string, unknown>> =>
  element.getAttributes() as Record<string, unknown>;
const nextOf = ({ nextSibling }: Y.XmlElement): Y.XmlElement | undefined =>
  nextSibling instanceof Y.XmlElement ? nextSibling : undefined;
const recordOn = (element: Y.XmlElement | undefined, ...keys: readonly RecordAttribute[]) => {
  if (!element) return null;
  const found = attributes(element);
  return (
    keys
      .map((key) => decodeRecord(found[key]) ?? decodeAttrRecord(found[key]))
      .find((record) => record !== null) ?? null
  );
};

type ParagraphLook = Pick<ParagraphBlock, "style" | "level" | "align">;
const plainLook: ParagraphLook = { style: "body", level: 1, align: "justify" };
const lookOf = ({ style, level, align }: ParagraphLook): ParagraphLook => ({ style, level, align });

class RevisionReader {
  readonly #root: Y.XmlFragment;
  readonly #about: RevisionAbout;
  readonly #edges: CommentEdges;
  readonly #base: ProjectedIds;
  readonly #final: ProjectedIds;
  /** Whose suggestion put in or took out the last letters of the paragraph that is read. */
  #ofLetters: SuggestionRecord | null = null;
  /** Whose suggestion put in or took out the cell that is read, or its row or table. */
  #around: Suggested = { insertion: null, deletion: null };
  /** The last suggestion that may change the marks of a list's items behind it. */
  #shifting: SuggestionRecord | null = null;

  constructor(root: Y.XmlFragment, about: RevisionAbout, comments: readonly CommentedLetters[]) {
    this.#root = root;
    this.#about = about;
    this.#edges = new CommentEdges(comments);
    this.#base = new ProjectedIds(traceFragment(root, "base"), "base");
    this.#final = new ProjectedIds(traceFragment(root, "final"), "final");
  }

  read(): readonly Block[] {
    return this.#blocks(elements(this.#root), false);
  }

  #blocks(nodes: readonly Y.XmlElement[], isCell: boolean): Block[] {
    const paragraphs = this.#paragraphs(nodes);
    const ends = {
      base: paragraphEnds(
        paragraphs.map(({ fates }) => fates.base),
        isCell,
      ),
      final: paragraphEnds(
        paragraphs.map(({ fates }) => fates.final),
        isCell,
      ),
    };
    const blocks: Block[] = [];
    let before: readonly Run[] = [];
    const look: { base: ParagraphLook; final: ParagraphLook } = { base: plainLook, final: plainLook };
    let at = 0;
    for (const node of nodes) {
      const table = node.nodeName === "table" ? this.#table(node) : null;
      if (table) blocks.push(table);
      const paragraph = paragraphs[at];
      if (paragraph?.element !== node) continue;
      const [inBase, inFinal] = [ends.base[at] ?? false, ends.final[at] ?? false];
      at += 1;
      look.base = this.#base.paragraphOf(idOf(node)) ?? look.base;
      look.final = this.#final.paragraphOf(idOf(node)) ?? look.final;
      const runs = [...before, ...this.#runs(paragraph)];
      // Its end is in neither text: what it holds stands in the next.
      before = inBase || inFinal ? [] : runs;
      if (!inBase && !inFinal) continue;
      const endRevision = this.#revision(inBase, inFinal, {
        insertion:
          recordOn(paragraphs[at]?.element, "tcSplit") ??
          recordOn(node, "tcIns", "tcSplit") ??
          this.#around.insertion ??
          this.#ofLetters,
        deletion:
          recordOn(paragraphs[at]?.element, "tcJoin") ??
          recordOn(node, "tcDel", "tcJoin") ??
          this.#around.deletion ??
          this.#ofLetters,
      });
      blocks.push({
        kind: "paragraph",
        ...lookOf(inFinal ? look.final : look.base),
        runs,
        isLabelInRuns: true,
        ...(endRevision ? { endRevision } : {}),
        ...(inBase && inFinal ? this.#formerLook(node, look) : {}),
      });
    }
    return blocks;
  }

  /**
   * A word processor gives joined paragraphs the looks of the later one, and here the former one's stay (SUG5, SUG6):
   * so each end bears the looks that its paragraph has in either text.
   */
  #formerLook(
    node: Y.XmlElement,
    { base, final }: { readonly base: ParagraphLook; readonly final: ParagraphLook },
  ): Pick<ParagraphBlock, "formerLook"> {
    const isSame = base.style === final.style && base.level === final.level && base.align === final.align;
    if (isSame) return {};
    return { formerLook: { ...lookOf(base), ...this.#about(recordOn(node, "tcAttr", "tcSplit", "tcJoin")) } };
  }

  /** What each projection does with the paragraphs of a list; those that are in neither are left out. */
  #paragraphs(nodes: readonly Y.XmlElement[]): readonly ReadParagraph[] {
    // The last block that the projection shows so far.
    const last = { base: "", final: "" };
    return nodes.flatMap((element) => {
      const fateIn = (ids: ProjectedIds): ParagraphFate => {
        const { projection } = ids;
        if (ids.has(idOf(element))) {
          last[projection] = element.nodeName;
          return "own";
        }
        const joined = attributes(element)[projection === "final" ? "tcJoin" : "tcSplit"] !== undefined;
        return joined && last[projection] === "paragraph" ? "merged" : "left-out";
      };
      const fates = { base: fateIn(this.#base), final: fateIn(this.#final) };
      const isShown = fates.base !== "left-out" || fates.final !== "left-out";
      return element.nodeName === "paragraph" && isShown ? [{ element, fates }] : [];
    });
  }

  #runs({ element, fates }: ReadParagraph): readonly Run[] {
    this.#ofLetters = null;
    const letters = element.toArray().flatMap((node): readonly Run[] => {
      if (node instanceof Y.XmlText) return this.#letters(node, element, fates);
      return node instanceof Y.XmlElement && node.nodeName === "hardBreak"
        ? this.#break(node, element, fates)
        : [];
    });
    const own = recordOn(element, "tcAttr", "tcIns", "tcDel", "tcSplit", "tcJoin");
    const styleIn = (ids: ProjectedIds) => ids.paragraphOf(idOf(element))?.style;
    if (own && styleIn(this.#base) !== styleIn(this.#final)) this.#shifting = own;
    return [...this.#label(element, fates, own), ...letters];
  }

  #break(node: Y.XmlElement, paragraph: Y.XmlElement, fates: Fates): readonly Run[] {
    const own = attributes(node);
    const [inBase, inFinal] = [isIn(fates.base, own["tcIns"]), isIn(fates.final, own["tcDel"])];
    if (!inBase && !inFinal) return [];
    const revision = this.#revision(inBase, inFinal, {
      insertion: recordOn(node, "tcIns") ?? recordOn(paragraph, "tcIns"),
      deletion: recordOn(node, "tcDel") ?? recordOn(paragraph, "tcDel"),
    });
    return [{ kind: "break", ...(revision ? { revision } : {}) }];
  }

  /** A mark before a paragraph, which a suggestion about another paragraph may change. */
  #label(element: Y.XmlElement, fates: Fates, own: SuggestionRecord | null): readonly Run[] {
    const labels = { base: this.#base.labelOf(idOf(element)), final: this.#final.labelOf(idOf(element)) };
    const run = (label: string, kind?: Revision["kind"]): Run[] => {
      if (label === "") return [];
      const plain = {
        kind: "text",
        text: `${label} `,
        bold: false,
        italic: false,
        underline: false,
      } as const;
      if (!kind) return [plain];
      const isShifted = labels.base !== "" && labels.final !== "";
      // Without letters of its own it stands empty, all of it being split off behind it.
      const record =
        own ??
        this.#around[kind] ??
        (isShifted ? this.#shifting : (this.#ofLetters ?? recordOn(nextOf(element), "tcSplit")));
      return [{ ...plain, revision: { kind, ...this.#about(record) } }];
    };
    if (labels.base === labels.final && fates.base === fates.final) return run(labels.final);
    return [...run(labels.base, "deletion"), ...run(labels.final, "insertion")];
  }

  #letters(text: Y.XmlText, paragraph: Y.XmlElement, fates: Fates): Run[] {
    const runs: Run[] = [];
    const asTheyAre = (formats: Records) => formats;
    walkFormatted(text, asTheyAre, (letters, { client, clock }, formats) => {
      for (const { before, from, to, after } of this.#edges.cut({ client, clock, length: letters.length }))
        runs.push(...before, ...this.#piece(letters.slice(from, to), formats, paragraph, fates), ...after);
    });
    return joined(runs);
  }

  /** Letters with the same formats. */
  #piece(text: string, formats: Records, paragraph: Y.XmlElement, fates: Fates): Run[] {
    const records = [...formats].flatMap(([key, value]) => {
      const kind = recordMarkOf(key);
      return kind === null ? [] : [{ ...(value as RecordMarkValue), kind }];
    });
    const inserted = records.find(({ kind }) => kind === "ins");
    const deleted = records.find(({ kind }) => kind === "del");
    const [inBase, inFinal] = [isIn(fates.base, inserted), isIn(fates.final, deleted)];
    if (!inBase && !inFinal) return [];
    const names = new Set(formats.keys());
    const was = new Set(names);
    const reformatted = records.filter(({ kind }) => kind === "fmt");
    for (const { add, remove } of reformatted) {
      for (const name of (add ?? "").split(",")) was.delete(name);
      for (const name of (remove ?? "").split(",")) was.add(name);
    }
    const [first] = reformatted;
    const former: FormerMarks | null =
      first && inBase && inFinal ? { ...this.#about(first), ...marksOf(was) } : null;
    this.#ofLetters = inserted ?? deleted ?? this.#ofLetters;
    const revision = this.#revision(inBase, inFinal, {
      insertion: inserted ?? recordOn(paragraph, "tcIns"),
      deletion: deleted ?? recordOn(paragraph, "tcDel"),
    });
    return [
      {
        kind: "text",
        text,
        ...marksOf(inFinal ? names : was),
        ...(revision ? { revision } : {}),
        ...(former ? { former } : {}),
      },
    ];
  }

  /** @returns null for what both texts have, or neither. */
  #revision(inBase: boolean, inFinal: boolean, by: Suggested): Revision | null {
    if (inBase === inFinal) return null;
    const kind = inFinal ? "insertion" : "deletion";
    return { kind, ...this.#about(by[kind] ?? this.#around[kind]) };
  }

  #table(table: Y.XmlElement): TableBlock | null {
    const rows = elements(table).flatMap((row): TableRow[] => {
      const cells = elements(row).flatMap((cell) => this.#cell(cell, row, table));
      const part = this.#part(row, table);
      return part && cells.length > 0 ? [{ ...part, cells }] : [];
    });
    if (rows.length === 0) return null;
    const [inBase, inFinal] = [this.#base.has(idOf(table)), this.#final.has(idOf(table))];
    const by: Suggested = {
      insertion: recordOn(table, "tcIns") ?? recordOn(elements(table)[0], "tcIns"),
      deletion: recordOn(table, "tcDel") ?? recordOn(elements(table)[0], "tcDel"),
    };
    // A list does not go on behind it.
    if (inBase !== inFinal) this.#shifting = by[inFinal ? "insertion" : "deletion"];
    const revision = this.#revision(inBase, inFinal, by);
    return { kind: "table", rows, ...(revision ? { revision } : {}) };
  }

  #cell(cell: Y.XmlElement, row: Y.XmlElement, table: Y.XmlElement): TableRow["cells"] {
    const { colwidth, colspan, rowspan } = attributes(cell);
    const whose = (key: RecordAttribute) => recordOn(cell, key) ?? recordOn(row, key) ?? recordOn(table, key);
    this.#around = { insertion: whose("tcIns"), deletion: whose("tcDel") };
    const part = this.#part(cell, row);
    const blocks = part ? this.#blocks(elements(cell), true) : [];
    this.#around = { insertion: null, deletion: null };
    if (!part) return [];
    // Of a row that comes or goes as a whole its cells are not told apart.
    const isRowOwn = this.#base.has(idOf(row)) && this.#final.has(idOf(row));
    return [
      {
        ...(isRowOwn ? part : {}),
        isHeader: cell.nodeName === "tableHeader",
        colspan: Number(colspan ?? 1),
        rowspan: Number(rowspan ?? 1),
        colwidth: Array.isArray(colwidth) ? (colwidth as number[]) : null,
        blocks: blocks.filter((block) => block.kind === "paragraph"),
      },
    ];
  }

  /** @returns null for a row or cell that is in neither text. */
  #part(element: Y.XmlElement, parent: Y.XmlElement): { readonly revision?: Revision } | null {
    const [inBase, inFinal] = [this.#base.has(idOf(element)), this.#final.has(idOf(element))];
    if (!inBase && !inFinal) return null;
    const revision = this.#revision(inBase, inFinal, {
      insertion: recordOn(element, "tcIns") ?? recordOn(parent, "tcIns"),
      deletion: recordOn(element, "tcDel") ?? recordOn(parent, "tcDel"),
    });
    return revision ? { revision } : {};
  }
}

/** Is something in a projection that leaves out what bears this record? */
const isIn = (fate: ParagraphFate, record: unknown): boolean => fate !== "left-out" && record === undefined;

const marksOf = (names: ReadonlySet<string>) => ({
  bold: names.has("bold"),
  italic: names.has("italic"),
  underline: names.has("underline"),
});

/** Pieces that nothing tells apart become one; a letter and its accent may have come in two. */
function joined(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    if (run.kind === "text" && last?.kind === "text" && sayOf(run) === sayOf(last))
      out[out.length - 1] = { ...last, text: last.text + run.text };
    else out.push(run);
  }
  return out.map((run) => (run.kind === "text" ? { ...run, text: run.text.normalize("NFC") } : run));
}

/** All that is said about letters: their marks, what they were, who suggests what. Not their number in the file. */
const sayOf = ({
  bold,
  italic,
  underline,
  former,
  revision,
}: Extract<Run, { readonly kind: "text" }>): string =>
  JSON.stringify([
    [bold, italic, underline],
    former && [former.bold, former.italic, former.underline, former.author, former.at],
    revision && [revision.kind, revision.author, revision.at],
  ]);
