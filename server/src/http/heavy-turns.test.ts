import { describe, expect, it } from "vitest";
import { routes } from "@dongsoan/shared/routes";
import { HeavyTurns } from "./heavy-turns.ts";

function scene() {
  let now = 0;
  const turns = new HeavyTurns(() => now);
  const order: string[] = [];
  const work = (name: string, ms: number) => () => {
    order.push(`${name} begins`);
    return Promise.resolve().then(() => {
      now += ms;
      order.push(`${name} ends`);
      return name;
    });
  };
  const run = <T>(userId: string, task: () => Promise<T>) =>
    turns.enter(userId)?.run(task) ?? Promise.resolve(null);
  return { turns, run, order, work, later: (ms: number) => (now += ms) };
}

describe("what takes the server long", () => {
  it("[API5] is everything that reads, replays or makes whole texts", () => {
    const heavy = Object.entries(routes).filter(([, { isHeavy }]) => isHeavy);
    expect(heavy.map(([name]) => name).toSorted()).toEqual([
      "createReport",
      "decideSuggestions",
      "difference",
      "exportPackage",
      "exportWord",
      "exportWordOriginal",
      "exportWordTracked",
      "finaliseCheck",
      "previewImport",
      "restoreVersion",
      "startThread",
      "takeBackDecision",
    ]);
  });

  it("[API5] is done one after the other for a person; another's does not wait", async () => {
    const { run, order, work } = scene();
    const all = [run("an", work("1", 10)), run("an", work("2", 10)), run("binh", work("3", 10))];
    expect(await Promise.all(all)).toEqual(["1", "2", "3"]);
    expect(order.indexOf("1 ends")).toBeLessThan(order.indexOf("2 begins"));
    expect(order.indexOf("3 begins")).toBeLessThan(order.indexOf("1 ends"));
  });

  it("[API5] is refused when five wait already, and when it has taken too long, for a while", async () => {
    const { run, work, later } = scene();
    const many = await Promise.all(Array.from({ length: 7 }, (_, i) => run("an", work(String(i), 1))));
    expect(many).toEqual(["0", "1", "2", "3", "4", null, null]);
    expect(await run("an", work("long", 30_000))).toBe("long");
    expect(await run("an", work("next", 1))).toBeNull();
    expect(await run("binh", work("other", 1))).toBe("other");
    later(120_000);
    expect(await run("an", work("later", 1))).toBe("later");
  });

  it("[API5] goes on after a failure, which its asker hears of", async () => {
    const { run, work } = scene();
    await expect(run("an", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(await run("an", work("after", 1))).toBe("after");
  });

  it("[API5] holds a place from before the body is read, until its asker goes or has the answer", async () => {
    const { turns, run, work } = scene();
    const places = Array.from({ length: 5 }, () => turns.enter("an"));
    expect(turns.enter("an")).toBeNull();
    places[0]?.abandon();
    places[0]?.abandon();
    const last = turns.enter("an");
    expect(turns.enter("an")).toBeNull();
    const done = last?.run(work("1", 1));
    // Who asks and goes away leaves the work behind.
    last?.abandon();
    expect(turns.enter("an")).toBeNull();
    expect(await done).toBe("1");
    expect(await run("an", work("2", 1))).toBe("2");
  });
});
