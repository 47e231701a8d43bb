import type { WordAuthorId } from "../../domain/ids.ts";
import type {
  Block,
  ParagraphBlock,
  Revision,
  Run,
  TableBlock,
  TableCell,
  TableRow,
} from "../../domain/report-model.ts";
import { encodeRecord, type RecordAttribute, type SuggestionRecord } from "../../schema/records.ts";
import { textMarks } from "../../schema/text-marks.ts";
import type { RecordsOf, TextPart } from "../make-elements.ts";
import { recordKey, type RecordMarkValue } from "../record-key.ts";
import { wordAuthorId } from "../word-author.ts";

type TextRun = Extract<Run, { readonly kind: "text" }>;

/** A suggestion of somebody whom a Word file names. */
export interface WordSuggestion extends SuggestionRecord {
  readonly by: WordAuthorId;
}

export interface WrittenSuggestions {
  readonly recordsOf: RecordsOf;
  /** In reading order. */
  readonly suggestions: readonly WordSuggestion[];
}

const attributeOf = { insertion: "tcIns", deletion: "tcDel" } as const;
const splitOrJoin = { insertion: "tcSplit", deletion: "tcJoin" } as const;
const markOf = { insertion: "ins", deletion: "del" } as const;

/**
 * SUG31: the revisions of a Word file as records. Read back (`readWithRevisions`) they give the same base and final text.
 * What one author has done in one place is one suggestion.
 * @param newId a UUID each time.
 */
export function writeRevisions(blocks: readonly Block[], newId: () => string): WrittenSuggestions {
  const written = new Written(newId);
  new TextWriter(written).write(blocks);
  return { recordsOf: (part) => written.records.get(part) ?? {}, suggestions: written.suggestions };
}

class Written {
  readonly records = new Map<TextPart, Readonly<Record<string, unknown>>>();
  readonly suggestions: WordSuggestion[] = [];
  readonly #newId: () => string;

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  begin(by: WordAuthorId): WordSuggestion {
    const record = { id: this.#newId(), by };
    this.suggestions.push(record);
    return record;
  }

  attribute(part: TextPart, name: RecordAttribute, record: SuggestionRecord): void {
    this.records.set(part, { ...this.records.get(part), [name]: encodeRecord(record) });
  }
}

/** What stands side by side: of each author it is one suggestion, as it is one change (SUG4). */
class Stretch {
  readonly #written: Written;
  readonly #open = new Map<WordAuthorId, WordSuggestion>();

  constructor(written: Written) {
    this.#written = written;
  }

  recordOf({ author }: Pick<Revision, "author">): SuggestionRecord {
    const by = wordAuthorId(author);
    const record = this.#open.get(by) ?? this.#written.begin(by);
    this.#open.set(by, record);
    return record;
  }

  end(): void {
    this.#open.clear();
  }
}

/** A suggestion that a paragraph, table, row or cell comes or goes with. */
interface Whole {
  readonly kind: Revision["kind"];
  readonly record: SuggestionRecord;
}

/** Of a section's text, or of a cell's. */
class TextWriter {
  readonly #written: Written;
  readonly #letters: Stretch;
  readonly #looks: Stretch;
  readonly #blocks: Stretch;

  constructor(written: Written) {
    this.#written = written;
    this.#letters = new Stretch(written);
    this.#looks = new Stretch(written);
    this.#blocks = new Stretch(written);
  }

  /** @param around the suggestion that all of them come or go with. */
  write(blocks: readonly Block[], around: Whole | null = null): void {
    /** About the end of the paragraph before, where that one does not come or go as a whole. */
    let before: Revision | null = null;
    for (const [at, block] of blocks.entries()) {
      if (block.kind === "paragraph") {
        // In a cell that comes or goes it is no revision of its own.
        const end = goesWith(around, block.endRevision) ? null : (block.endRevision ?? null);
        const whole: Whole | null = before ? null : this.#wholeParagraph(block, end, blocks[at + 1]);
        if (before) this.#written.attribute(block, splitOrJoin[before.kind], this.#letters.recordOf(before));
        for (const run of block.runs) this.#run(run, whole ?? around);
        before = whole ? null : end;
        // Paragraphs between which a table came with the end of the first are one without it.
      } else if (this.#table(block, before ? this.#letters : this.#blocks)?.kind !== before?.kind)
        before = null;
      if (!before) this.#endOfText();
    }
    this.#endOfText();
  }

  /**
   * The end of a paragraph came or went: the next one was split off it, or is joined with it, and has its looks (SUG5, SUG6).
   * Where that would be other looks, and before a table, all of the paragraph came or went.
   */
  #wholeParagraph(paragraph: ParagraphBlock, end: Revision | null, next: Block | undefined): Whole | null {
    const isWhole = end && !isAlike(paragraph, next) && paragraph.runs.every((run) => isOf(run, end));
    if (!isWhole) {
      this.#blocks.end();
      return null;
    }
    const whole = { kind: end.kind, record: this.#blocks.recordOf(end) };
    this.#written.attribute(paragraph, attributeOf[end.kind], whole.record);
    return whole;
  }

  #run(run: Run, around: Whole | null): void {
    if (run.kind === "comment") return;
    const { revision } = run;
    const record = revision && this.#recordOf(revision, around);
    if (!revision) this.#letters.end();
    if (run.kind === "text") this.#text(run, record);
    else if (revision && record) this.#written.attribute(run, attributeOf[revision.kind], record);
  }

  #text(run: TextRun, record: SuggestionRecord | null | undefined): void {
    const { revision, former } = run;
    const formats: Record<string, RecordMarkValue> = {};
    if (revision && record) {
      const value = { ...record, at: "" };
      formats[recordKey(markOf[revision.kind], value)] = value;
    }
    if (former) {
      const value = {
        ...this.#looks.recordOf(former),
        at: "",
        add: textMarks.filter((mark) => run[mark] && !former[mark]).join(","),
        remove: textMarks.filter((mark) => !run[mark] && former[mark]).join(","),
      };
      formats[recordKey("fmt", value)] = value;
    } else this.#looks.end();
    this.#written.records.set(run, formats);
  }

  /** @returns what is suggested about all of it. */
  #table(table: TableBlock, stretch: Stretch): Revision | undefined {
    if (!table.revision) stretch.end();
    const whole = this.#part(table, stretch);
    const rows = new Stretch(this.#written);
    // A column is its cells with one id (SUG3); which of them are one column is not told apart here.
    const cells = new Stretch(this.#written);
    for (const row of table.rows) {
      if (!row.revision) rows.end();
      const ofRow = whole ?? this.#part(row, rows);
      for (const cell of row.cells) {
        // A cell of a column that came, in a row that went, is in neither text.
        const ofCell = this.#part(cell, cells);
        new TextWriter(this.#written).write(cell.blocks, ofRow ?? ofCell);
      }
    }
    return table.revision;
  }

  #part(part: TableBlock | TableRow | TableCell, stretch: Stretch): Whole | null {
    const { revision } = part;
    if (!revision) return null;
    const record = stretch.recordOf(revision);
    this.#written.attribute(part, attributeOf[revision.kind], record);
    return { kind: revision.kind, record };
  }

  /** @returns null for letters that go with what they stand in. */
  #recordOf(revision: Revision, around: Whole | null): SuggestionRecord | null {
    if (!around || !goesWith(around, revision)) return this.#letters.recordOf(revision);
    return revision.kind === "insertion" ? around.record : null;
  }

  #endOfText(): void {
    this.#letters.end();
    this.#looks.end();
  }
}

const isAlike = (paragraph: ParagraphBlock, next: Block | undefined): boolean =>
  next?.kind === "paragraph" &&
  next.style === paragraph.style &&
  next.level === paragraph.level &&
  next.align === paragraph.align;

const goesWith = (whole: Whole | null, revision: Revision | undefined): boolean =>
  whole !== null && whole.kind === revision?.kind && whole.record.by === wordAuthorId(revision.author);

const isOf = (run: Run, { kind, author }: Revision): boolean =>
  run.kind !== "comment" && run.revision?.kind === kind && run.revision.author === author;
