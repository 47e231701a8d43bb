const waiting = new Set<() => void>();

/** Frames do not come to a page in the background. */
const hiddenMs = 100;

function run(): void {
  const listeners = [...waiting];
  waiting.clear();
  for (const listener of listeners) listener();
}

/**
 * Tells React once a frame, whatever has changed: a report's two hundred sections arrive one by one, and drawing the
 * page anew for each of them took longer than all the rest.
 */
export function atNextFrame(listener: () => void): void {
  if (waiting.size === 0) {
    if (document.hidden) setTimeout(run, hiddenMs);
    else requestAnimationFrame(run);
  }
  waiting.add(listener);
}
