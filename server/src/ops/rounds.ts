/** Longest sleep: what the command line puts in, and what becomes due by itself, is found without being told. */
const longestSleepMs = 60_000;
const shortestSleepMs = 50;

/** Work beside the commands: mail that is sent, versions that are kept. */
export interface Rounds {
  /** There is something new to do. Returns at once. */
  wake(): void;
  /** Ends after the round in hand. */
  close(): Promise<void>;
}

/**
 * Goes round when woken, when something is due, and each minute. One round at a time; no command ever waits for it
 * (MAIL3, VER3), and a round that fails is one that comes again.
 * @param round does what is due. @returns when something is due next; null when that is not known.
 * @param firstAfterMs when to go the first time, if nobody wakes it before.
 */
export function startRounds(
  round: () => Promise<number | null>,
  now: () => number,
  onError: (error: unknown) => void,
  firstAfterMs = 0,
): Rounds {
  let timer: NodeJS.Timeout | null = null;
  let walking: Promise<void> | null = null;
  let isWoken = false;
  let isClosed = false;

  function go(): void {
    if (isClosed) return;
    if (walking) {
      isWoken = true;
      return;
    }
    if (timer) clearTimeout(timer);
    isWoken = false;
    walking = round()
      .catch((error: unknown) => {
        onError(error);
        return null;
      })
      .then((nextAt) => {
        walking = null;
        if (isClosed) return;
        const sleep = nextAt === null ? longestSleepMs : Math.min(longestSleepMs, nextAt - now());
        timer = setTimeout(go, isWoken ? 0 : Math.max(shortestSleepMs, sleep));
        timer.unref();
      });
  }
  if (firstAfterMs === 0) go();
  else {
    timer = setTimeout(go, firstAfterMs);
    timer.unref();
  }
  return {
    wake: go,
    async close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      await walking;
    },
  };
}
