import type { Locator } from "playwright-core";

/** A day as people write it. */
export interface Day {
  readonly day: number;
  readonly month: number;
  readonly year: number;
}

/**
 * How a person works a screen. Both hands do the same things to the same controls; what the screen calls them is all
 * that they go by.
 */
export interface Hand {
  readonly kind: "mouse" | "keyboard";
  /** A button, link, radio or summary. */
  press(target: Locator): Promise<void>;
  /** Puts the caret or focus there and does nothing else. */
  reach(target: Locator): Promise<void>;
  /** Replaces what a field holds. */
  write(field: Locator, text: string): Promise<void>;
  choose(select: Locator, option: string): Promise<void>;
  setTicked(box: Locator, isTicked: boolean): Promise<void>;
  setDay(field: Locator, day: Day): Promise<void>;
  /** Goes to an item of a tree, table or menu, where arrow keys lead from one to the next. */
  pick(item: Locator, group: Locator): Promise<void>;
}

export const two = (n: number): string => String(n).padStart(2, "0");
