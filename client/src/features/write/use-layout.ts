import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore, type RefObject } from "react";
import type { EditorRegistry } from "../../editor/editor-registry.ts";
import { keepPlace } from "./paper-place.ts";

/** What fits beside the paper. "reading": no paper at all, text in the width of the window. */
export type WidthClass = "wide" | "one-panel" | "drawers" | "reading";

const queries: readonly (readonly [WidthClass, string])[] = [
  ["wide", "(min-width: 1600px)"],
  ["one-panel", "(min-width: 1200px)"],
  ["drawers", "(min-width: 821px)"],
];

const readWidth = (): WidthClass => queries.find(([, query]) => matchMedia(query).matches)?.[0] ?? "reading";

function subscribeWidth(listener: () => void): () => void {
  const lists = queries.map(([, query]) => matchMedia(query));
  for (const list of lists) list.addEventListener("change", listener);
  return () => {
    for (const list of lists) list.removeEventListener("change", listener);
  };
}

export const useWidthClass = (): WidthClass => useSyncExternalStore(subscribeWidth, readWidth);

/** Width of the paper and the room it needs at its sides, in CSS pixels. */
const paperWidthPx = 794;
const sideRoomPx = 32;
const smallest = 0.5;
const largestFit = 1.25;
const storageKey = "dongsoan.zoom";
export const zoomSteps = [0.5, 0.75, 0.9, 1, 1.25, 1.5, 2] as const;

export type Zoom = "fit" | number;

function rememberedZoom(): Zoom {
  try {
    const value = Number(localStorage.getItem(storageKey));
    return zoomSteps.some((step) => step === value) ? value : "fit";
  } catch {
    // Storage may be forbidden; the page then fits itself.
    return "fit";
  }
}

/** The paper is scaled, never squeezed: other line breaks would break the national header. */
export function useZoom(
  ref: RefObject<HTMLElement | null>,
  registry: EditorRegistry,
): {
  readonly zoom: Zoom;
  readonly scale: number;
  readonly setZoom: (zoom: Zoom) => void;
} {
  const [zoom, setZoomState] = useState<Zoom>(rememberedZoom);
  const [fit, setFit] = useState(1);
  const scale = zoom === "fit" ? fit : zoom;
  const goBack = useRef<(() => void) | null>(null);
  useLayoutEffect(() => {
    goBack.current?.();
    goBack.current = null;
  }, [scale]);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const room = (entry.contentRect.width - sideRoomPx) / paperWidthPx;
      goBack.current = keepPlace(registry);
      setFit(Math.min(largestFit, Math.max(smallest, Math.floor(room * 100) / 100)));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref, registry]);
  const setZoom = (next: Zoom) => {
    goBack.current = keepPlace(registry);
    setZoomState(next);
    try {
      localStorage.setItem(storageKey, String(next));
    } catch {
      // Storage may be forbidden; the choice then holds until the page is closed.
    }
  };
  return { zoom, scale, setZoom };
}
