const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * For hints that come in bursts. The first is followed at once; those that come while it is followed, or shortly after,
 * are followed together by one more run behind it. So no run is overtaken by another, and none begins before the last
 * hint that it answers.
 * @param restMs from the begin of one run to the next, at least.
 */
export function gathered(
  run: () => Promise<unknown>,
  restMs: number,
  rest: (ms: number) => Promise<void> = pause,
): () => void {
  let isRunning = false;
  let isAskedAgain = false;
  const runUntilQuiet = async () => {
    isRunning = true;
    do {
      isAskedAgain = false;
      // What failed is shown where it is asked for, and the next hint asks again.
      await Promise.allSettled([run(), rest(restMs)]);
    } while (isAskedAgain);
    isRunning = false;
  };
  return () => {
    if (isRunning) isAskedAgain = true;
    else void runUntilQuiet();
  };
}
