import type { MoveKind } from "./move-section.ts";

export type RowAction =
  | { readonly kind: "go"; readonly to: "next" | "previous" | "first" | "last" }
  | { readonly kind: "move"; readonly move: MoveKind }
  | { readonly kind: "ask"; readonly what: "assign" | "rename" | "after" | "remove" }
  /** Choose the row, for what is done to several. */
  | { readonly kind: "toggle" }
  | { readonly kind: "menu" }
  /** Out of a field, back to its row. */
  | { readonly kind: "row" };

interface RowKeyPress {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly target: EventTarget;
  readonly currentTarget: EventTarget;
  getModifierState(name: "AltGraph"): boolean;
}

const moves: Readonly<Record<string, MoveKind>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "promote",
  ArrowRight: "demote",
};
const ownKeys: Readonly<Record<string, RowAction>> = {
  ArrowDown: { kind: "go", to: "next" },
  ArrowUp: { kind: "go", to: "previous" },
  Home: { kind: "go", to: "first" },
  End: { kind: "go", to: "last" },
  Enter: { kind: "ask", what: "assign" },
  F2: { kind: "ask", what: "rename" },
  Insert: { kind: "ask", what: "after" },
  Delete: { kind: "ask", what: "remove" },
  " ": { kind: "toggle" },
  ContextMenu: { kind: "menu" },
};

/** OUT2: what a key does in a row of the outline. In a field of the row only the keys that fields do not need count. */
export function actionOfKey(press: RowKeyPress): RowAction | null {
  if (press.ctrlKey || press.metaKey || press.getModifierState("AltGraph")) return null;
  const isOnRow = press.target === press.currentTarget;
  const move = moves[press.key];
  // Alt and an arrow alone belongs to an open list of choices.
  if (press.altKey)
    return move && (press.shiftKey || isOnRow || !isChoice(press.target)) ? { kind: "move", move } : null;
  if (isOnRow) return press.shiftKey && press.key === "F10" ? { kind: "menu" } : (ownKeys[press.key] ?? null);
  if (press.key === "Escape") return { kind: "row" };
  return press.key === "F2" ? { kind: "ask", what: "rename" } : null;
}

const isChoice = (target: EventTarget): boolean =>
  typeof target === "object" && "tagName" in target && target.tagName === "SELECT";
