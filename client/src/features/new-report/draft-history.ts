import {
  demote,
  mergeIntoPreceding,
  moveBy,
  moveTo,
  promote,
  remove,
  rename,
  sectionLabel,
  splitAt,
  type DraftBlock,
  type DraftNode,
} from "@dongsoan/shared/domain";

/** The preview tree with its selection and the steps that can be taken back. Pure: the component only shows it. */
export interface DraftHistory {
  readonly tree: readonly DraftNode[];
  readonly selectedKey: string | null;
  readonly past: readonly (readonly DraftNode[])[];
  /** Steps that were taken back, the next one to do again last. */
  readonly future: readonly (readonly DraftNode[])[];
}

export const newHistory = (tree: readonly DraftNode[]): DraftHistory => ({
  tree,
  selectedKey: tree[0]?.key ?? null,
  past: [],
  future: [],
});

export type DraftEdit =
  | { readonly kind: "promote" | "demote" | "merge" | "up" | "down" | "remove"; readonly key: string }
  | { readonly kind: "before"; readonly key: string; readonly targetKey: string }
  | { readonly kind: "rename"; readonly key: string; readonly title: string }
  | { readonly kind: "split"; readonly key: string; readonly at: number; readonly newKey: string }
  | {
      readonly kind: "add";
      /** The new node comes behind this one, on its level; null: last of all. */
      readonly afterKey: string | null;
      readonly node: DraftNode;
    };

/** A flat row of the tree in reading order. */
export interface DraftRow {
  readonly node: DraftNode;
  readonly depth: number;
  readonly label: string;
  readonly setSize: number;
  readonly place: number;
}

export function rowsOf(tree: readonly DraftNode[], depth = 1, parentLabel = ""): readonly DraftRow[] {
  return tree.flatMap((node, index) => {
    const label = sectionLabel(depth, index + 1, parentLabel);
    return [
      { node, depth, label, setSize: tree.length, place: index + 1 },
      ...rowsOf(node.children, depth + 1, label),
    ];
  });
}

interface Place {
  readonly parentKey: string | null;
  readonly index: number;
}

function placeOf(tree: readonly DraftNode[], key: string, parentKey: string | null = null): Place | null {
  for (const [index, node] of tree.entries()) {
    if (node.key === key) return { parentKey, index };
    const below = placeOf(node.children, key, node.key);
    if (below) return below;
  }
  return null;
}

/** Dropping one node on another puts it right before that one, with all below it; never into itself. */
function moveBefore(tree: readonly DraftNode[], key: string, targetKey: string): readonly DraftNode[] {
  const from = placeOf(tree, key);
  const to = placeOf(tree, targetKey);
  if (!from || !to || key === targetKey) return tree;
  // The place is counted without the node itself.
  const isEarlierSibling = from.parentKey === to.parentKey && from.index < to.index;
  const index = to.index - (isEarlierSibling ? 1 : 0);
  return from.parentKey === to.parentKey && from.index === index
    ? tree
    : moveTo(tree, key, to.parentKey, index);
}

function addAfter(
  tree: readonly DraftNode[],
  afterKey: string | null,
  node: DraftNode,
): readonly DraftNode[] {
  const place = afterKey === null ? null : placeOf(tree, afterKey);
  const added = [...tree, node];
  return place ? moveTo(added, node.key, place.parentKey, place.index + 1) : added;
}

function treeAfter(tree: readonly DraftNode[], edit: DraftEdit): readonly DraftNode[] {
  switch (edit.kind) {
    case "promote":
      return promote(tree, edit.key);
    case "demote":
      return demote(tree, edit.key);
    case "merge":
      return mergeIntoPreceding(tree, edit.key);
    case "up":
      return moveBy(tree, edit.key, -1);
    case "down":
      return moveBy(tree, edit.key, 1);
    case "before":
      return moveBefore(tree, edit.key, edit.targetKey);
    case "remove":
      return remove(tree, edit.key);
    case "rename":
      return rename(tree, edit.key, edit.title);
    case "split":
      return splitAt(tree, edit.key, edit.at, edit.newKey);
    case "add":
      return addAfter(tree, edit.afterKey, edit.node);
  }
}

/** @returns the same value when the edit has no effect, so that the caller can say so. */
export function applyEdit(history: DraftHistory, edit: DraftEdit): DraftHistory {
  const tree = treeAfter(history.tree, edit);
  if (tree === history.tree) return history;
  return {
    tree,
    selectedKey: selectionAfter(history, edit, tree),
    past: [...history.past.slice(-99), history.tree],
    future: [],
  };
}

/** The selection follows the node; where the node is gone, it goes to the row before. */
function selectionAfter(history: DraftHistory, edit: DraftEdit, tree: readonly DraftNode[]): string | null {
  if (edit.kind === "split") return edit.newKey;
  if (edit.kind === "add") return edit.node.key;
  const rows = rowsOf(tree);
  if (rows.some((row) => row.node.key === edit.key)) return edit.key;
  const former = rowsOf(history.tree).findIndex((row) => row.node.key === edit.key);
  return (rows[Math.max(0, former - 1)] ?? rows[0])?.node.key ?? null;
}

const selectionIn = (tree: readonly DraftNode[], wanted: string | null): string | null =>
  rowsOf(tree).some((row) => row.node.key === wanted) ? wanted : (tree[0]?.key ?? null);

export function undo(history: DraftHistory): DraftHistory {
  const tree = history.past.at(-1);
  if (!tree) return history;
  return {
    tree,
    selectedKey: selectionIn(tree, history.selectedKey),
    past: history.past.slice(0, -1),
    future: [...history.future, history.tree],
  };
}

export function redo(history: DraftHistory): DraftHistory {
  const tree = history.future.at(-1);
  if (!tree) return history;
  return {
    tree,
    selectedKey: selectionIn(tree, history.selectedKey),
    past: [...history.past, history.tree],
    future: history.future.slice(0, -1),
  };
}

/** What the server stores: titles and text without the preview's keys. */
export interface PlainSection {
  title: string;
  blocks: readonly DraftBlock[];
  children: PlainSection[];
}
export const toPlainSections = (tree: readonly DraftNode[]): PlainSection[] =>
  tree.map((node) => ({
    title: node.title,
    blocks: node.blocks,
    children: toPlainSections(node.children),
  }));
