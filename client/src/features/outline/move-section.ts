import type { SectionView } from "@dongsoan/shared/http-api";

export type MoveKind = "up" | "down" | "promote" | "demote";
export interface Place {
  readonly parentId: string | null;
  readonly position: number;
}
type Node = Pick<SectionView, "id" | "parentId" | "position">;

const siblingsOf = (sections: readonly Node[], parentId: string | null) =>
  sections.filter((s) => s.parentId === parentId).sort((a, b) => a.position - b.position);

/**
 * Where a section goes; null when it cannot. `position` counts among its siblings as they will be without it.
 */
export function placeAfter(sections: readonly Node[], id: string, kind: MoveKind): Place | null {
  const node = sections.find((s) => s.id === id);
  if (!node) return null;
  const siblings = siblingsOf(sections, node.parentId);
  const index = siblings.findIndex((s) => s.id === id);
  switch (kind) {
    case "up":
      return index > 0 ? { parentId: node.parentId, position: index - 1 } : null;
    case "down":
      return index < siblings.length - 1 ? { parentId: node.parentId, position: index + 1 } : null;
    case "promote": {
      const parent = sections.find((s) => s.id === node.parentId);
      return parent ? { parentId: parent.parentId, position: parent.position + 1 } : null;
    }
    case "demote": {
      const before = siblings[index - 1];
      return before ? { parentId: before.id, position: siblingsOf(sections, before.id).length } : null;
    }
  }
}

/** Dropping one section on another puts it right before or behind that one, on its level; never into itself. */
export function placeBeside(
  sections: readonly Node[],
  id: string,
  targetId: string,
  side: "before" | "after",
): Place | null {
  const target = sections.find((s) => s.id === targetId);
  if (!target || id === targetId) return null;
  for (let at: Node | undefined = target; at; at = sections.find((s) => s.id === at?.parentId))
    if (at.id === id) return null;
  const siblings = siblingsOf(sections, target.parentId).filter((s) => s.id !== id);
  const place = siblings.findIndex((s) => s.id === targetId) + (side === "after" ? 1 : 0);
  const node = sections.find((s) => s.id === id);
  const isThere =
    node?.parentId === target.parentId &&
    siblingsOf(sections, target.parentId).findIndex((s) => s.id === id) === place;
  return isThere ? null : { parentId: target.parentId, position: place };
}
