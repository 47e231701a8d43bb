import { bodyOf, isGone, isTable, mapCells, withoutParts, withText } from "./draft-table.ts";
import type { DraftBlock, DraftParagraph, DraftTable } from "./outline-draft.ts";

/** What of a node, or of a section that is made of it, is looked at here. */
interface Sectioned<Node> {
  readonly blocks: readonly DraftBlock[];
  readonly children: readonly Node[];
}

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

/** How many letters were taken out of a paragraph. */
export const countTakenOut = ({ revisions = [] }: DraftParagraph): number =>
  revisions.reduce((sum, each) => sum + (each.kind === "deletion" ? each.text.length : 0), 0);

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

/** As many as a section takes: of revisions, and of letters that were taken out of a paragraph. */
interface RevisionLimits {
  readonly sectionRevisions: number;
  readonly revisions: number;
  readonly textChars: number;
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
  const fit = (node: Node): Node => {
    const { blocks, title } = node;
    const fits =
      countOwnRevisions(blocks) <= limits.sectionRevisions &&
      blocks.flatMap(paragraphsOf).every((each) => countTakenOut(each) <= limits.textChars);
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
