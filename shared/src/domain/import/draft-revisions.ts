import { countTakenOut, type Sectioned, sizeOf } from "./draft-size.ts";
import { bodyOf, isGone, isTable, mapCells, withoutParts, withText } from "./draft-table.ts";
import type { DraftBlock, DraftParagraph, DraftTable } from "./outline-draft.ts";

const paragraphsOf = (block: DraftBlock): readonly DraftParagraph[] =>
  isTable(block) ? block.rows.flatMap(({ cells }) => cells.flatMap(({ blocks }) => blocks)) : [block];

const ofParts = (block: DraftBlock): number =>
  isTable(block)
    ? block.rows.flatMap((row) => [row, ...row.cells]).filter(({ revision }) => revision).length
    : 0;

const revisionsOf = (block: DraftBlock): number =>
  ofParts(block) + paragraphsOf(block).reduce((sum, { revisions = [] }) => sum + revisions.length, 0);

/** Of a section, without those below it. */
export const countOwnRevisions = (blocks: readonly DraftBlock[]): number =>
  blocks.reduce((sum, block) => sum + revisionsOf(block), 0);

export const countRevisions = <Node extends Sectioned<Node>>(nodes: readonly Node[]): number =>
  nodes.reduce((sum, { blocks, children }) => sum + countOwnRevisions(blocks) + countRevisions(children), 0);

const accepted = (paragraphs: readonly DraftParagraph[]): readonly DraftParagraph[] =>
  paragraphs
    .filter((paragraph) => !isGone(paragraph))
    .map((paragraph) => {
      const { text, marks, revisions } = paragraph;
      return revisions === undefined ? paragraph : withText(paragraph, bodyOf({ text, marks }));
    });

/** As if every revision in it were accepted. Null: nothing is left of it. */
export const acceptedTable = (table: DraftTable): DraftTable | null =>
  withoutParts(mapCells(table, accepted), "deletion");

const acceptedBlocks = (blocks: readonly DraftBlock[]): readonly DraftBlock[] =>
  blocks.flatMap((block): readonly DraftBlock[] => {
    if (!isTable(block)) return accepted([block]);
    const table = acceptedTable(block);
    return table ? [table] : [];
  });

/** A draft as if every revision in it were accepted. */
export const withoutRevisions = <Node extends Sectioned<Node>>(nodes: readonly Node[]): Node[] =>
  nodes.map((node) => ({
    ...node,
    blocks: acceptedBlocks(node.blocks),
    children: withoutRevisions(node.children),
  }));

interface RevisionLimits {
  /** Of one section. */
  readonly sectionRevisions: number;
  /** Of one paragraph: stretches of letters that look alike, and letters that were taken out (UTF-16 units). */
  readonly sectionStretches: number;
  readonly textChars: number;
  /** Of the whole. */
  readonly revisions: number;
}

/**
 * Revisions as far as they can be kept. Where a section has too many they are read as if accepted, and so are all where
 * the whole has too many.
 * @returns the titles of such sections; "" for all.
 */
export function fitRevisions<Node extends Sectioned<Node> & { readonly title: string }>(
  nodes: readonly Node[],
  limits: RevisionLimits,
): { readonly nodes: readonly Node[]; readonly accepted: readonly string[] } {
  const titles: string[] = [];
  const fitsParagraph = (paragraph: DraftParagraph): boolean =>
    paragraph.revisions === undefined ||
    (countTakenOut(paragraph) <= limits.textChars && sizeOf(paragraph).stretches <= limits.sectionStretches);
  const fit = (node: Node): Node => {
    const { blocks, title } = node;
    const fits =
      countOwnRevisions(blocks) <= limits.sectionRevisions &&
      blocks.flatMap(paragraphsOf).every(fitsParagraph);
    if (!fits) titles.push(title);
    return {
      ...node,
      blocks: fits ? blocks : acceptedBlocks(blocks),
      children: node.children.map(fit),
    };
  };
  const fitted = nodes.map(fit);
  return countRevisions(fitted) <= limits.revisions
    ? { nodes: fitted, accepted: titles }
    : { nodes: withoutRevisions(nodes), accepted: [""] };
}
