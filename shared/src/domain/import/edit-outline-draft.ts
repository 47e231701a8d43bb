import { isGone, isTable } from "./draft-table.ts";
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

/** Moves a node one level up, right behind its parent; its later siblings become its children, as in Word, so that the text keeps its order. */
export function promote(tree: DraftTree, key: string): DraftTree {
  const place = find(tree, key);
  if (!place || place.parentKey === null) return tree;
  const shrunk = replaceChildren(tree, place.parentKey, place.siblings.slice(0, place.index));
  const parent = find(shrunk, place.parentKey);
  const later = place.siblings.slice(place.index + 1);
  const node = { ...place.node, children: [...place.node.children, ...later] };
  return parent
    ? replaceChildren(shrunk, parent.parentKey, inserted(parent.siblings, parent.index + 1, node))
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

/** Appends a node's title and text to the sibling before it itself (or its parent); its children follow. See `mergeIntoPreceding`. */
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

/** Appends blocks behind everything below a node. */
const appendedAtEnd = (node: DraftNode, blocks: readonly DraftBlock[]): DraftNode => {
  const last = node.children.at(-1);
  return last
    ? { ...node, children: [...node.children.slice(0, -1), appendedAtEnd(last, blocks)] }
    : { ...node, blocks: [...node.blocks, ...blocks] };
};

/**
 * Appends a node's title and text to what stands before it on the paper: the last descendant of the sibling before it
 * (or its parent). Its children stay behind that text, as children of that sibling.
 */
export function mergeIntoPreceding(tree: DraftTree, key: string): DraftTree {
  const place = find(tree, key);
  const before = place?.siblings[place.index - 1];
  if (!place || !before) return mergeWithPrevious(tree, key);
  const extended = appendedAtEnd(before, [...asBlock(place.node.title), ...place.node.blocks]);
  const merged = { ...extended, children: [...extended.children, ...place.node.children] };
  return replaceChildren(
    tree,
    place.parentKey,
    without(place.siblings, place.index).map((n) => (n.key === before.key ? merged : n)),
  );
}

/**
 * Moves a node with all below it to any place.
 * @param index place among the new siblings, counted without the node itself; beyond the end means last.
 * @returns the same list when the place is within the node itself or does not exist.
 */
export function moveTo(tree: DraftTree, key: string, parentKey: string | null, index: number): DraftTree {
  const place = find(tree, key);
  if (!place || parentKey === key || index < 0) return tree;
  if (parentKey !== null && (!find(tree, parentKey) || find(place.node.children, parentKey))) return tree;
  const shrunk = replaceChildren(tree, place.parentKey, without(place.siblings, place.index));
  const siblings = parentKey === null ? shrunk : (find(shrunk, parentKey)?.node.children ?? []);
  return replaceChildren(shrunk, parentKey, inserted(siblings, index, place.node));
}

/** Makes paragraph `at` the title of a new node behind this one; the later blocks and the children go with it. A table is no title, nor a paragraph that was taken out. */
export function splitAt(tree: DraftTree, key: string, at: number, newKey: string): DraftTree {
  const place = find(tree, key);
  const heading = place?.node.blocks[at];
  if (!place || !heading || isTable(heading) || isGone(heading)) return tree;
  const kept = { ...place.node, blocks: place.node.blocks.slice(0, at), children: [] };
  const made: DraftNode = {
    key: newKey,
    typedLabel: "",
    title: heading.text,
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
