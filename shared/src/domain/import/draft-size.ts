import { isTable } from "./draft-table.ts";
import type { DraftBlock, DraftParagraph } from "./outline-draft.ts";

/** How much room a text takes. */
export interface DraftSize {
  /** Paragraphs, and of a table its cells and rows. */
  readonly parts: number;
  /** Letters that look alike together, in paragraphs that have marks or revisions. */
  readonly stretches: number;
  /** UTF-16 units. */
  readonly chars: number;
}
const none: DraftSize = { parts: 0, stretches: 0, chars: 0 };

export const addSizes = (a: DraftSize, b: DraftSize): DraftSize => ({
  parts: a.parts + b.parts,
  stretches: a.stretches + b.stretches,
  chars: a.chars + b.chars,
});

/** How many letters were taken out of a paragraph. */
export const countTakenOut = ({ revisions = [] }: DraftParagraph): number =>
  revisions.reduce((sum, each) => sum + (each.kind === "deletion" ? each.text.length : 0), 0);

const countStretches = (marks = ""): number => marks.match(/(\d)(?!\1)/gu)?.length ?? 0;

export function sizeOf(block: DraftBlock): DraftSize {
  if (isTable(block)) {
    const cells = block.rows.flatMap((row) => row.cells);
    return addSizes(sizeOfAll(cells.flatMap(({ blocks }) => blocks)), {
      ...none,
      parts: block.rows.length + cells.length,
    });
  }
  const { text, marks, revisions = [] } = block;
  return {
    parts: 1,
    // A revision begins and ends one, and letters that were taken out are letters of the section's text, too.
    stretches: revisions.reduce(
      (sum, each) => sum + 2 + (each.kind === "deletion" ? countStretches(each.marks) : 0),
      countStretches(marks),
    ),
    chars: text.length + countTakenOut(block),
  };
}

export const sizeOfAll = (blocks: readonly DraftBlock[]): DraftSize =>
  blocks.map(sizeOf).reduce(addSizes, none);

/** A node of a draft, or a section that is made of it. */
export interface Sectioned<Node> {
  readonly blocks: readonly DraftBlock[];
  readonly children: readonly Node[];
}

/** Each heading is a part, too. */
export const sizeOfNodes = <Node extends Sectioned<Node>>(nodes: readonly Node[]): DraftSize =>
  nodes
    .map(({ blocks, children }) =>
      addSizes({ ...none, parts: 1 }, addSizes(sizeOfAll(blocks), sizeOfNodes(children))),
    )
    .reduce(addSizes, none);
