import * as Y from "yjs";
import type {
  Alignment,
  Block,
  ParagraphBlock,
  ParagraphStyle,
  Run,
  TableRow,
} from "../domain/report-model.ts";
import { decodeAttrRecord } from "../schema/records.ts";
import type { TextId } from "./carried-ids.ts";
import { type RecordMarkValue, recordMarkOf } from "./record-key.ts";
import { contentOf, openStored } from "./doc-layout.ts";
import { walkFormatted } from "./formatted-letters.ts";

/** Text whose units have neighbouring ids and the same marks, or a line break. The text is as typed, not normalised. */
export type TracedRun =
  | {
      readonly kind: "text";
      readonly text: string;
      /** Any of "b", "i", "u", in this order. */
      readonly marks: string;
      /** Of the first UTF-16 unit. */
      readonly id: TextId;
    }
  | { readonly kind: "break"; readonly id: TextId };

export interface TracedParagraph {
  readonly kind: "paragraph";
  readonly id: TextId;
  readonly style: ParagraphStyle;
  readonly level: number;
  readonly align: Alignment;
  readonly runs: readonly TracedRun[];
}
export interface TracedCell {
  readonly id: TextId;
  readonly isHeader: boolean;
  readonly colspan: number;
  readonly rowspan: number;
  readonly colwidth: readonly number[] | null;
  readonly blocks: readonly TracedParagraph[];
}
export interface TracedRow {
  readonly id: TextId;
  readonly cells: readonly TracedCell[];
}
export interface TracedTable {
  readonly kind: "table";
  readonly id: TextId;
  readonly rows: readonly TracedRow[];
}
/** A section's text as plain values, with the id of everything in it: what versions keep and compare. */
export type TracedBlock = TracedParagraph | TracedTable;

/** Replays stored bytes. @returns the state that they make, with garbage collected, and its text. */
export function foldText(
  state: Uint8Array | null,
  updates: readonly Uint8Array[],
): { readonly state: Uint8Array; readonly text: readonly TracedBlock[] } {
  const doc = openStored(state, updates);
  const folded = { state: Y.encodeStateAsUpdate(doc), text: traceFragment(contentOf(doc)) };
  doc.destroy();
  return folded;
}

/** SUG5, SUG6: the text with every suggestion accepted, or with every suggestion rejected. */
export type Projection = "final" | "base";

/** Reads a projection of a text: unknown nodes are passed over. Writes nothing. */
export function traceFragment(
  fragment: Y.XmlFragment,
  projection: Projection = "final",
): readonly TracedBlock[] {
  const blocks: TracedBlock[] = [];
  for (const node of fragment.toArray()) {
    if (!(node instanceof Y.XmlElement)) continue;
    if (node.nodeName === "paragraph") addParagraph(blocks, node, projection);
    const table = node.nodeName === "table" ? traceTable(node, projection) : null;
    if (table) blocks.push(table);
  }
  return blocks;
}

/** A paragraph that a projection joins with the one before goes into it; the former one's looks stay. */
function addParagraph(blocks: TracedBlock[], element: Y.XmlElement, projection: Projection): void {
  const paragraph = traceParagraph(element, projection);
  const has = (key: string) => attribute(element, key) !== undefined;
  const last = blocks.at(-1);
  if (has(projection === "final" ? "tcJoin" : "tcSplit") && last?.kind === "paragraph")
    blocks[blocks.length - 1] = { ...last, runs: [...last.runs, ...paragraph.runs] };
  // What stands in an inserted block without being inserted keeps the block.
  else if (projection === "final" ? !has("tcDel") : !has("tcIns") || paragraph.runs.length > 0)
    blocks.push(paragraph);
}

const children = (parent: Y.XmlElement, ...names: readonly string[]): Y.XmlElement[] =>
  parent.toArray().filter((n): n is Y.XmlElement => n instanceof Y.XmlElement && names.includes(n.nodeName));

const attribute = (element: Y.XmlElement, key: string): unknown =>
  (element.getAttributes() as Record<string, unknown>)[key];

/** Ids are compared and stored as plain values. A type that stands in a document has an item. */
export const idOf = (type: Y.XmlElement): TextId => ({
  client: type._item?.id.client ?? 0,
  clock: type._item?.id.clock ?? 0,
});

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T {
  return allowed.find((a) => a === value) ?? (allowed[0] as T);
}
const styles: readonly ParagraphStyle[] = ["body", "dash", "letter", "number"];
const alignments: readonly Alignment[] = ["justify", "left", "center", "right"];
const positive = (value: unknown, most: number): number =>
  Math.min(most, Math.max(1, Math.trunc(Number(value)) || 1));

function traceParagraph(element: Y.XmlElement, projection: Projection): TracedParagraph {
  const former = projection === "base" ? decodeAttrRecord(attribute(element, "tcAttr"))?.former : undefined;
  const look = (key: "style" | "level" | "align") => former?.[key] ?? attribute(element, key);
  const isOut = (node: Y.XmlElement) =>
    attribute(node, projection === "final" ? "tcDel" : "tcIns") !== undefined;
  return {
    kind: "paragraph",
    id: idOf(element),
    style: oneOf(styles, look("style")),
    level: positive(look("level"), 3),
    align: oneOf(alignments, look("align")),
    runs: element.toArray().flatMap((node): TracedRun[] => {
      if (node instanceof Y.XmlText) return traceText(node, projection);
      return node instanceof Y.XmlElement && node.nodeName === "hardBreak" && !isOut(node)
        ? [{ kind: "break", id: idOf(node) }]
        : [];
    }),
  };
}

const markLetters: Readonly<Record<string, string>> = { bold: "b", italic: "i", underline: "u" };

/** @returns null for letters that the projection leaves out. */
function marksIn(formats: ReadonlyMap<string, unknown>, projection: Projection): string | null {
  const names = new Set(formats.keys());
  for (const [key, value] of formats) {
    const kind = recordMarkOf(key);
    if (kind === (projection === "final" ? "del" : "ins")) return null;
    if (kind !== "fmt" || projection === "final") continue;
    const { add, remove } = value as RecordMarkValue;
    for (const name of (add ?? "").split(",")) names.delete(name);
    for (const name of (remove ?? "").split(",")) names.add(name);
  }
  return Object.entries(markLetters)
    .filter(([name]) => names.has(name))
    .map(([, letter]) => letter)
    .join("");
}

function traceText(text: Y.XmlText, projection: Projection): TracedRun[] {
  const runs: TracedRun[] = [];
  const marksOf = (formats: ReadonlyMap<string, unknown>) => marksIn(formats, projection);
  walkFormatted(text, marksOf, (letters, { client, clock }, marks) => {
    if (marks === null) return;
    const last = runs.at(-1);
    if (
      last?.kind === "text" &&
      last.marks === marks &&
      last.id.client === client &&
      last.id.clock + last.text.length === clock
    )
      runs[runs.length - 1] = { ...last, text: last.text + letters };
    else runs.push({ kind: "text", text: letters, marks, id: { client, clock } });
  });
  return runs;
}

/** @returns null for a table that the projection leaves out, or of which it leaves nothing. */
function traceTable(table: Y.XmlElement, projection: Projection): TracedTable | null {
  const rows = children(table, "tableRow").flatMap((row): TracedRow[] => {
    const cells = children(row, "tableCell", "tableHeader").flatMap((cell) => traceCell(cell, projection));
    return cells.length === 0 || isLeftOut(row, projection, cells) ? [] : [{ id: idOf(row), cells }];
  });
  const cells = rows.flatMap((row) => row.cells);
  return rows.length === 0 || isLeftOut(table, projection, cells)
    ? null
    : { kind: "table", id: idOf(table), rows };
}

function traceCell(cell: Y.XmlElement, projection: Projection): TracedCell[] {
  const colwidth = attribute(cell, "colwidth");
  const blocks: TracedBlock[] = [];
  for (const paragraph of children(cell, "paragraph")) addParagraph(blocks, paragraph, projection);
  const traced = {
    id: idOf(cell),
    isHeader: cell.nodeName === "tableHeader",
    colspan: positive(attribute(cell, "colspan"), 100),
    rowspan: positive(attribute(cell, "rowspan"), 1000),
    colwidth:
      Array.isArray(colwidth) && colwidth.every((w) => typeof w === "number") ? (colwidth as number[]) : null,
    blocks: blocks.filter((block) => block.kind === "paragraph"),
  };
  return isLeftOut(cell, projection, [traced]) ? [] : [traced];
}

/** A table, row or cell that is deleted, or inserted without anybody's text standing in it. */
function isLeftOut(element: Y.XmlElement, projection: Projection, cells: readonly TracedCell[]): boolean {
  if (projection === "final") return attribute(element, "tcDel") !== undefined;
  return (
    attribute(element, "tcIns") !== undefined &&
    cells.every((cell) => cell.blocks.every((block) => block.runs.length === 0))
  );
}

/** The same text without ids, normalised: what is shown, counted, hashed and sealed. */
export const plainBlock = (block: TracedBlock): Block =>
  block.kind === "paragraph" ? plainParagraph(block) : { kind: "table", rows: block.rows.map(plainRow) };

export const plainRow = ({ cells }: TracedRow): TableRow => ({
  cells: cells.map(({ isHeader, colspan, rowspan, colwidth, blocks }) => ({
    isHeader,
    colspan,
    rowspan,
    colwidth,
    blocks: blocks.map(plainParagraph),
  })),
});

export const plainParagraph = ({ style, level, align, runs }: TracedParagraph): ParagraphBlock => ({
  kind: "paragraph",
  style,
  level,
  align,
  runs: joinRuns(
    runs.map((run): Run =>
      run.kind === "break"
        ? lineBreak
        : {
            kind: "text",
            text: run.text,
            bold: run.marks.includes("b"),
            italic: run.marks.includes("i"),
            underline: run.marks.includes("u"),
          },
    ),
  ),
});
const lineBreak: Run = { kind: "break" };

type TextRun = Extract<Run, { readonly kind: "text" }>;

/**
 * Neighbours with the same marks become one run; a letter and its accent may have come in two. The pieces of a run are
 * put together once: to normalise all of it again with each piece would take minutes for a text of very many pieces.
 */
function joinRuns(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  let alike: TextRun[] = [];
  const endRun = () => {
    const [first] = alike;
    if (first) joined.push({ ...first, text: textOf(alike).normalize("NFC") });
    alike = [];
  };
  for (const run of runs) {
    const [first] = alike;
    if (run.kind === "text" && first && hasMarksOf(first, run)) alike.push(run);
    else {
      endRun();
      if (run.kind === "text") alike = [run];
      else joined.push(run);
    }
  }
  endRun();
  return joined;
}

const textOf = (runs: readonly TextRun[]): string => runs.map(({ text }) => text).join("");
const hasMarksOf = (a: TextRun, b: TextRun): boolean =>
  a.bold === b.bold && a.italic === b.italic && a.underline === b.underline;
