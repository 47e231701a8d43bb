import type { DraftBlock, DraftNode } from "./outline-draft.ts";

/**
 * Edits of the preview tree. Each returns a new list of nodes and keeps all text; where an edit makes no sense
 * (promoting a top node), the same list comes back.
 */
export type DraftTree = readonly DraftNode[];

interface Place {
  readonly parentKey: string | null;
  readonly index: number;
  readonly siblings: DraftTree;
  readonly node: DraftNode;
}

function find(tree: DraftTree, key: string, parentKey: string | null = null): Place | null {
  for (const [index, node] of tree.entries()) {
    if (node.key === key) return { parentKey, index, siblings: tree, node };
    const below = find(node.children, key, node.key);
    if (below) return below;
  }
  return null;
}

const replaceChildren = (tree: DraftTree, parentKey: string | null, children: DraftTree): DraftTree =>
  parentKey === null
    ? children
    : tree.map((n) =>
        n.key === parentKey
          ? { ...n, children }
          : { ...n, children: replaceChildren(n.children, parentKey, children) },
      );

const without = (list: DraftTree, index: number): DraftTree => list.filter((_, i) => i !== index);
const inserted = (list: DraftTree, index: number, node: DraftNode): DraftTree => [
  ...list.slice(0, index),
  node,
  ...list.slice(index),
];
const asBlock = (text: string): DraftBlock[] => (text === "" ? [] : [{ style: "body", level: 1, text }]);

/** Moves a node one level up, right behind its parent; its later siblings stay where they are. */
export function promote(tree: DraftTree, key: string): DraftTree {
  const place = find(tree, key);
  if (!place || place.parentKey === null) return tree;
  const shrunk = replaceChildren(tree, place.parentKey, without(place.siblings, place.index));
  const parent = find(shrunk, place.parentKey);
  return parent
    ? replaceChildren(shrunk, parent.parentKey, inserted(parent.siblings, parent.index + 1, place.node))
    : tree;
}

/** Makes a node the last child of the sibling before it. */
export function demote(tree: DraftTree, key: string): DraftTree {
  const place = find(tree, key);
  const before = place?.siblings[place.index - 1];
  if (!place || !before) return tree;
  const adopted = { ...before, children: [...before.children, place.node] };
  return replaceChildren(
    tree,
    place.parentKey,
    without(place.siblings, place.index).map((n) => (n.key === before.key ? adopted : n)),
  );
}

/** Appends a node's title and text to the sibling before it (or its parent); its children follow. */
export function mergeWithPrevious(tree: DraftTree, key: string): DraftTree {
  const place = find(tree, key);
  if (!place) return tree;
  const text = [...asBlock(place.node.title), ...place.node.blocks];
  const before = place.siblings[place.index - 1];
  if (before) {
    const merged = {
      ...before,
      blocks: [...before.blocks, ...text],
      children: [...before.children, ...place.node.children],
    };
    return replaceChildren(
      tree,
      place.parentKey,
      without(place.siblings, place.index).map((n) => (n.key === before.key ? merged : n)),
    );
  }
  const parent = place.parentKey === null ? null : find(tree, place.parentKey);
  if (!parent) return tree;
  const merged = {
    ...parent.node,
    blocks: [...parent.node.blocks, ...text],
    children: [...place.node.children, ...without(place.siblings, place.index)],
  };
  return replaceChildren(
    tree,
    parent.parentKey,
    parent.siblings.map((n) => (n.key === merged.key ? merged : n)),
  );
}

/** Makes block `at` the title of a new node behind this one; the later blocks and the children go with it. */
export function splitAt(tree: DraftTree, key: string, at: number, newKey: string): DraftTree {
  const place = find(tree, key);
  const title = place?.node.blocks[at]?.text;
  if (!place || title === undefined) return tree;
  const kept = { ...place.node, blocks: place.node.blocks.slice(0, at), children: [] };
  const made: DraftNode = {
    key: newKey,
    typedLabel: "",
    title,
    blocks: place.node.blocks.slice(at + 1),
    children: place.node.children,
  };
  const siblings = place.siblings.map((n) => (n.key === key ? kept : n));
  return replaceChildren(tree, place.parentKey, inserted(siblings, place.index + 1, made));
}

export const rename = (tree: DraftTree, key: string, title: string): DraftTree =>
  tree.map((n) => (n.key === key ? { ...n, title } : { ...n, children: rename(n.children, key, title) }));

/** Moves a node among its siblings. */
export function moveBy(tree: DraftTree, key: string, offset: -1 | 1): DraftTree {
  const place = find(tree, key);
  const target = place ? place.index + offset : -1;
  if (!place || target < 0 || target >= place.siblings.length) return tree;
  return replaceChildren(
    tree,
    place.parentKey,
    inserted(without(place.siblings, place.index), target, place.node),
  );
}

/** Takes a node with everything below it out of the draft: the one edit that drops text, and only on request. */
export function remove(tree: DraftTree, key: string): DraftTree {
  const place = find(tree, key);
  return place ? replaceChildren(tree, place.parentKey, without(place.siblings, place.index)) : tree;
}

export const countNodes = (tree: DraftTree): number =>
  tree.reduce((sum, n) => sum + 1 + countNodes(n.children), 0);
