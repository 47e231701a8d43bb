import { describe, expect, it } from "vitest";
import { channelRates, limits } from "./limits.ts";
import { PersonWork } from "./person-work.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("what one person may cost", () => {
  it("[LIMIT8] is done at once, until it has taken long; then in order, when others had their turn", async () => {
    const person = new PersonWork(channelRates, 0);
    const done: number[] = [];
    const frame = (i: number, ms: number) => () => {
      done.push(i);
      person.spend(0, ms);
    };
    expect(person.inTurn(10, frame(1, 1))).toBe(true);
    person.inTurn(10, frame(2, limits.turnMs));
    expect(done).toEqual([1, 2]);
    person.inTurn(10, frame(3, limits.turnMs));
    person.inTurn(10, frame(4, 0));
    person.inTurn(10, frame(5, 0));
    expect(done).toEqual([1, 2]);
    await turn();
    expect(done).toEqual([1, 2, 3]);
    await turn();
    expect(done).toEqual([1, 2, 3, 4, 5]);
    person.inTurn(10, frame(6, 0));
    expect(done).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("[LIMIT8] what comes on top of what waits already is not taken", async () => {
    const person = new PersonWork(channelRates, 0);
    person.inTurn(0, () => person.spend(0, limits.turnMs));
    expect(person.inTurn(limits.maxWaitingBytes, () => undefined)).toBe(true);
    expect(person.inTurn(1, () => undefined)).toBe(false);
    await turn();
    expect(person.inTurn(1, () => undefined)).toBe(true);
  });
});
