import * as Y from "yjs";
import type {
  Alignment,
  Block,
  ParagraphBlock,
  ParagraphStyle,
  Run,
  TableRow,
} from "../domain/report-model.ts";
import type { TextId } from "./carried-ids.ts";
import { contentOf, openStored } from "./doc-layout.ts";

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

/** Reads final text: unknown nodes are passed over, tracked deletions left out, tracked insertions stand. Writes nothing. */
export function traceFragment(fragment: Y.XmlFragment): readonly TracedBlock[] {
  return fragment.toArray().flatMap((node): TracedBlock[] => {
    if (!(node instanceof Y.XmlElement)) return [];
    if (node.nodeName === "paragraph") return [traceParagraph(node)];
    if (node.nodeName === "table") return [traceTable(node)];
    return [];
  });
}

const children = (parent: Y.XmlElement, ...names: readonly string[]): Y.XmlElement[] =>
  parent.toArray().filter((n): n is Y.XmlElement => n instanceof Y.XmlElement && names.includes(n.nodeName));

const attribute = (element: Y.XmlElement, key: string): unknown =>
  (element.getAttributes() as Record<string, unknown>)[key];

/** Ids are compared and stored as plain values. A type that stands in a document has an item. */
const idOf = (type: Y.XmlElement): TextId => ({
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

function traceParagraph(element: Y.XmlElement): TracedParagraph {
  return {
    kind: "paragraph",
    id: idOf(element),
    style: oneOf(styles, attribute(element, "style")),
    level: positive(attribute(element, "level"), 3),
    align: oneOf(alignments, attribute(element, "align")),
    runs: element.toArray().flatMap((node): TracedRun[] => {
      if (node instanceof Y.XmlText) return traceText(node);
      return node instanceof Y.XmlElement && node.nodeName === "hardBreak"
        ? [{ kind: "break", id: idOf(node) }]
        : [];
    }),
  };
}

const markLetters: Readonly<Record<string, string>> = { bold: "b", italic: "i", underline: "u" };

/** Walks the items themselves: a delta says nothing about ids. */
function traceText(text: Y.XmlText): TracedRun[] {
  const runs: TracedRun[] = [];
  const formats = new Set<string>();
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    if (content instanceof Y.ContentFormat) {
      if (content.value === null) formats.delete(content.key);
      else formats.add(content.key);
    }
    if (!(content instanceof Y.ContentString)) continue;
    // Records of several authors on the same text carry a suffix of their own.
    const names = [...formats].map((key) => key.split("--")[0] ?? "");
    if (names.includes("del")) continue;
    const marks = Object.entries(markLetters)
      .filter(([name]) => names.includes(name))
      .map(([, letter]) => letter)
      .join("");
    const { client, clock } = item.id;
    const last = runs.at(-1);
    if (
      last?.kind === "text" &&
      last.marks === marks &&
      last.id.client === client &&
      last.id.clock + last.text.length === clock
    )
      runs[runs.length - 1] = { ...last, text: last.text + content.str };
    else runs.push({ kind: "text", text: content.str, marks, id: { client, clock } });
  }
  return runs;
}

function traceTable(table: Y.XmlElement): TracedTable {
  return {
    kind: "table",
    id: idOf(table),
    rows: children(table, "tableRow").map((row) => ({
      id: idOf(row),
      cells: children(row, "tableCell", "tableHeader").map((cell) => {
        const colwidth = attribute(cell, "colwidth");
        return {
          id: idOf(cell),
          isHeader: cell.nodeName === "tableHeader",
          colspan: positive(attribute(cell, "colspan"), 100),
          rowspan: positive(attribute(cell, "rowspan"), 1000),
          colwidth:
            Array.isArray(colwidth) && colwidth.every((w) => typeof w === "number")
              ? (colwidth as number[])
              : null,
          blocks: children(cell, "paragraph").map(traceParagraph),
        };
      }),
    })),
  };
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
            text: run.text.normalize("NFC"),
            bold: run.marks.includes("b"),
            italic: run.marks.includes("i"),
            underline: run.marks.includes("u"),
          },
    ),
  ),
});
const lineBreak: Run = { kind: "break" };

/** Neighbours with the same marks become one run; a letter and its accent may have come in two. */
function joinRuns(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (
      last?.kind === "text" &&
      run.kind === "text" &&
      last.bold === run.bold &&
      last.italic === run.italic &&
      last.underline === run.underline
    )
      joined[joined.length - 1] = { ...run, text: (last.text + run.text).normalize("NFC") };
    else joined.push(run);
  }
  return joined;
}
