import type { Projection } from "@dongsoan/shared/crdt";
import type { Node } from "@tiptap/pm/model";

/** A paragraph as a projection reads it. */
export interface ProjectedLine {
  readonly text: string;
  /** The editor's position before each UTF-16 unit of `text`. */
  readonly positions: readonly number[];
}

const records = {
  final: { outMark: "del", outAttribute: "tcDel", join: "tcJoin" },
  base: { outMark: "ins", outAttribute: "tcIns", join: "tcSplit" },
} as const;

const has = (node: Node, attribute: string) => node.attrs[attribute] != null;

/** A line break counts as one character. */
function lineOf(paragraph: Node, start: number, projection: Projection): ProjectedLine {
  const { outMark, outAttribute } = records[projection];
  let text = "";
  const positions: number[] = [];
  paragraph.forEach((node, offset) => {
    if (has(node, outAttribute) || node.marks.some(({ type }) => type.name === outMark)) return;
    text += node.text ?? "\n";
    for (let i = 0; i < node.nodeSize; i += 1) positions.push(start + offset + i);
  });
  return { text, positions };
}

/**
 * SUG5, SUG6: a text's paragraphs as they would read, those of tables too. What `traceFragment` reads of the shared
 * document, read of the editor's: with its positions.
 * @param start position of the first child of `parent`.
 */
export function projectedLines(parent: Node, projection: Projection, start = 0): readonly ProjectedLine[] {
  const { outAttribute, join } = records[projection];
  const lines: ProjectedLine[] = [];
  let isAfterParagraph = false;
  parent.forEach((node, offset) => {
    const inside = start + offset + 1;
    const own = node.isTextblock
      ? [lineOf(node, inside, projection)]
      : projectedLines(node, projection, inside);
    const [former, line] = [lines.at(-1), own[0]];
    if (has(node, join) && isAfterParagraph && former && line) {
      const text = former.text + line.text;
      lines[lines.length - 1] = { text, positions: [...former.positions, ...line.positions] };
      return;
    }
    // What stands in an inserted block without being inserted keeps the block.
    const isEmpty = own.every(({ text }) => text === "");
    if (has(node, outAttribute) && (projection === "final" || isEmpty)) return;
    lines.push(...own);
    isAfterParagraph = node.isTextblock;
  });
  return lines;
}
