/** At the latest after this long, also on a page that is never at rest. */
const atLatestMs = 2_000;

const tasks: (() => void)[] = [];
let isWaiting = false;

/** Safari has no idle callbacks: a short rest between tasks does there. */
const rest = (run: () => void) =>
  "requestIdleCallback" in globalThis
    ? requestIdleCallback(run, { timeout: atLatestMs })
    : setTimeout(run, 50);

function next(): void {
  if (isWaiting || tasks.length === 0) return;
  isWaiting = true;
  rest(() => {
    isWaiting = false;
    tasks.shift()?.();
    next();
  });
}

/**
 * Runs what can wait when the page has nothing else to do, one task at a time, in the order they came.
 * @param isNext somebody may need it in a moment: before all that waits.
 */
export function whenIdle(task: () => void, isNext = false): void {
  if (isNext) tasks.unshift(task);
  else tasks.push(task);
  next();
}
