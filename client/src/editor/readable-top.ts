/** Until the bars are measured: header, bar and tools of one line each. */
let topPx = 146;

/** Where the part of the window begins that nothing covers, in CSS pixels. */
export const readableTop = (): number => topPx;

/**
 * Measures what sticks to the top of the window; the style sheets have it as `--readable-top`. The window itself has no
 * padding meanwhile: its scrolling would follow the focus into the bars, which lie in the padding. @returns the way out.
 */
export function followBars(bars: HTMLElement): () => void {
  const { style } = document.documentElement;
  const observer = new ResizeObserver(() => {
    topPx = Number.parseFloat(getComputedStyle(bars).top) + bars.offsetHeight;
    style.setProperty("--readable-top", `${topPx}px`);
  });
  observer.observe(bars, { box: "border-box" });
  style.setProperty("scroll-padding-top", "0");
  return () => {
    observer.disconnect();
    style.removeProperty("--readable-top");
    style.removeProperty("scroll-padding-top");
  };
}
