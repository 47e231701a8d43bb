import { useEffect, useRef, type RefObject } from "react";

/** For a row of links that is wider than a small window: the entry of this page is in sight. */
export function useEntryInSight<Row extends HTMLElement>(location: string): RefObject<Row | null> {
  const rowRef = useRef<Row>(null);
  useEffect(() => {
    const row = rowRef.current;
    const entry = row?.querySelector("[aria-current]")?.getBoundingClientRect();
    if (!row || !entry) return;
    const room = row.getBoundingClientRect();
    // Not by scrollIntoView, which would move the page too.
    if (entry.left < room.left || entry.right > room.right)
      row.scrollLeft += (entry.left + entry.right - room.left - room.right) / 2;
  }, [location]);
  return rowRef;
}
