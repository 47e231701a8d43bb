/** Gives the focus to this element where it went from the page with what had it; whoever is elsewhere stays there. */
export function focusIfLost(element: Element | null): void {
  if (document.activeElement === document.body && element instanceof HTMLElement && element.isConnected)
    element.focus();
}
