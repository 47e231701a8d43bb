import type { EditorView } from "@tiptap/pm/view";

/** Px from the window's edges within which the caret is brought further in. */
export interface CaretMargin {
  readonly top: number;
  readonly bottom: number;
}

/** Where what can be seen ends. An on-screen keyboard covers the lower part of the window, and leaves its size as it is. */
const seenBottom = (): number =>
  visualViewport ? visualViewport.offsetTop + visualViewport.height : innerHeight;

/** Is something of it, or of what is around it, out of sight at the side? */
const scrollsSideways = (element: Element | null): boolean =>
  element !== null &&
  ((element.scrollWidth > element.clientWidth &&
    (element === document.documentElement || getComputedStyle(element).overflowX !== "visible")) ||
    scrollsSideways(element.parentElement));

/**
 * At nearly every key there is nothing to scroll, and the editor would measure every element around the text to find
 * that out. @returns true where it need not: the caret is in sight, and nothing around it can hide it at the side.
 */
export function isCaretInSight(view: EditorView, margin: CaretMargin): boolean {
  const { head } = view.state.selection;
  const { top, bottom } = view.coordsAtPos(head, 1);
  if (top < margin.top || bottom > seenBottom() - margin.bottom) return false;
  const { node } = view.domAtPos(head);
  return !scrollsSideways(node instanceof Element ? node : node.parentElement);
}
