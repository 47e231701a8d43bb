/** Longest sleep: rows put in by the command line are found without being told. */
const longestSleepMs = 60_000;
const shortestSleepMs = 50;

export interface Postman {
  /** Something was put into the outbox. Returns at once. */
  wake(): void;
  /** Ends after the letter in hand. */
  close(): Promise<void>;
}

/**
 * Goes round when woken, when something is due, and each minute. One round at a time; no command ever waits for it
 * (MAIL3), and a round that fails is one that comes again.
 * @param round sends what is due. @returns when the next one is due.
 */
export function startPostman(
  round: () => Promise<number | null>,
  now: () => number,
  onError: (error: unknown) => void,
): Postman {
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
  go();
  return {
    wake: go,
    async close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      await walking;
    },
  };
}
