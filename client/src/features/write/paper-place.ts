import type { EditorRegistry } from "../../editor/editor-registry.ts";
import { readableTop } from "../../editor/readable-top.ts";
import { frameId } from "./write-context.ts";

/** The sections' frames in their order; the list follows the page by itself. */
const frames = () => document.getElementsByClassName("section");

/** A section that has been gone to begins so far below the bars (`scroll-margin-top`), and a little more. */
const arrivalPx = 24;

/** @returns of elements one below the other the last that begins above this line of the window. */
function lastAbove(stack: HTMLCollection, y: number): Element | null {
  let from = 0;
  let to = stack.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((stack[middle]?.getBoundingClientRect().top ?? Infinity) <= y) from = middle + 1;
    else to = middle;
  }
  return stack[from - 1] ?? null;
}

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return element.isConnected && bottom > readableTop() && top < innerHeight;
}

export const frameOf = (target: EventTarget | null): Element | null =>
  target instanceof Element ? target.closest("section.section") : null;

export const sectionIdOf = (frame: Element | null): string | null =>
  frame?.id.replace(frameId(""), "") ?? null;

/**
 * Tells which section one is in: the one that had the caret or the focus last, while it can be seen, else the one at the
 * top of the readable part. Looks at some eight frames, and only when something has moved. @returns the way out.
 */
export function followCurrentSection(tell: (sectionId: string | null) => void): () => void {
  let entered = frameOf(document.activeElement);
  let asked = 0;
  const look = () => {
    asked = 0;
    const current = entered && isInSight(entered) ? entered : lastAbove(frames(), readableTop() + arrivalPx);
    tell(sectionIdOf(current));
  };
  const lookSoon = () => {
    asked ||= requestAnimationFrame(look);
  };
  const handleFocus = ({ target }: FocusEvent) => {
    entered = frameOf(target) ?? entered;
    lookSoon();
  };
  const observer = new ResizeObserver(look);
  const paper = document.querySelector(".sheet");
  if (paper) observer.observe(paper);
  addEventListener("scroll", lookSoon, { passive: true });
  addEventListener("focusin", handleFocus);
  return () => {
    cancelAnimationFrame(asked);
    observer.disconnect();
    removeEventListener("scroll", lookSoon);
    removeEventListener("focusin", handleFocus);
  };
}

interface Stay {
  readonly align: () => void;
  readonly end: () => void;
}

let stay: Stay | null = null;

/**
 * Goes to a section: the frame takes the focus, so that the next key is in its place. Texts above it may still be on
 * their way or not be laid out yet: the section stays where it is until the person does something.
 */
export function goToSection(sectionId: string): void {
  const frame = document.getElementById(frameId(sectionId));
  const paper = frame?.parentElement;
  if (!frame || !paper) return;
  stay?.end();
  const doing = new AbortController();
  const align = () => frame.scrollIntoView({ block: "start" });
  const observer = new ResizeObserver(align);
  const end = () => {
    stay = null;
    observer.disconnect();
    doing.abort();
  };
  stay = { align, end };
  align();
  frame.focus({ preventScroll: true });
  observer.observe(paper);
  for (const type of ["keydown", "pointerdown", "touchmove", "wheel"])
    addEventListener(type, end, { capture: true, passive: true, signal: doing.signal });
}

/** A rectangle that the person looks at, or null where it is no more. */
type Landmark = () => Pick<DOMRect, "top" | "height"> | null;

function caretLine(registry: EditorRegistry): Landmark | null {
  const view = registry.active?.view;
  if (!view?.hasFocus()) return null;
  const line = () => {
    const { top, bottom } = view.coordsAtPos(view.state.selection.head);
    return { top, height: bottom - top };
  };
  const { top } = line();
  return top >= readableTop() && top < innerHeight ? () => (view.isDestroyed ? null : line()) : null;
}

function topBlock(): Landmark | null {
  const frame = lastAbove(frames(), readableTop());
  const blocks = frame?.querySelector(".section-text")?.children;
  const block = (blocks && lastAbove(blocks, readableTop())) ?? frame;
  return block && (() => (block.isConnected ? block.getBoundingClientRect() : null));
}

/**
 * To be called before the paper gets another scale. @returns what is called after it: the caret's line, else the line at
 * the top of the readable part, is where it was.
 */
export function keepPlace(registry: EditorRegistry): () => void {
  if (stay) return () => stay?.align();
  const caret = caretLine(registry);
  const landmark = caret ?? topBlock();
  const before = landmark?.();
  if (!landmark || !before) return () => undefined;
  const y = caret ? before.top : readableTop();
  const part = (y - before.top) / Math.max(1, before.height);
  return () => {
    const after = landmark();
    if (after) scrollBy(0, after.top + part * after.height - y);
  };
}
