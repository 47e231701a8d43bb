import { expect, test } from "vitest";
import { gathered } from "./gathered.ts";

/** A run and a rest that end when the test says so. */
function byHand() {
  const ends: (() => void)[] = [];
  const rests: (() => void)[] = [];
  let runCount = 0;
  const ask = gathered(
    () => {
      runCount += 1;
      return new Promise<void>((resolve) => ends.push(resolve));
    },
    150,
    () => new Promise<void>((resolve) => rests.push(resolve)),
  );
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    ask,
    runCount: () => runCount,
    endRun: () => (ends.shift()?.(), turn()),
    endRest: () => (rests.shift()?.(), turn()),
  };
}

test("[NEWS3] the first hint is followed at once, a burst by one more run when that has ended and rested", async () => {
  const { ask, runCount, endRun, endRest } = byHand();
  ask();
  expect(runCount()).toBe(1);
  for (let i = 0; i < 40; i++) ask();
  await endRest();
  // The answer under way is not cancelled: it comes, and then the newer one is asked for.
  expect(runCount()).toBe(1);
  await endRun();
  expect(runCount()).toBe(2);
  await endRun();
  ask();
  expect(runCount()).toBe(2);
  await endRest();
  expect(runCount()).toBe(3);
  await endRun();
  await endRest();
  expect(runCount()).toBe(3);
  ask();
  expect(runCount()).toBe(4);
});

test("[NEWS3] a run that fails stops nothing", async () => {
  let runCount = 0;
  const ask = gathered(
    () => {
      runCount += 1;
      return Promise.reject(new Error("offline"));
    },
    150,
    () => Promise.resolve(),
  );
  ask();
  await new Promise((resolve) => setImmediate(resolve));
  ask();
  expect(runCount).toBe(2);
});
