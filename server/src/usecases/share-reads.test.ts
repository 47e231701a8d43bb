import { describe, expect, it } from "vitest";
import { shareReads } from "./share-reads.ts";

/** A question whose answers the test gives. */
function asked() {
  const pending: { key: string; answer: (value: string) => void; fail: (error: Error) => void }[] = [];
  const read = shareReads(
    (key: string) =>
      new Promise<string>((answer, fail) => {
        pending.push({ key, answer, fail });
      }),
  );
  return { pending, read };
}

describe("shared reads", () => {
  it("[FENCE8] answer nobody with what was true before they asked", async () => {
    const { pending, read } = asked();
    const first = read("a");
    const later = [read("a"), read("a")];
    expect(pending.length).toBe(1);
    pending[0]?.answer("before");
    expect(await first).toBe("before");
    expect(pending.length).toBe(2);
    pending[1]?.answer("after");
    expect(await Promise.all(later)).toEqual(["after", "after"]);
    void read("a");
    expect(pending.length).toBe(3);
  });

  it("keep different questions apart, and a failure from the next one", async () => {
    const { pending, read } = asked();
    const [a, b, again] = [read("a"), read("b"), read("a")];
    expect(pending.map(({ key }) => key)).toEqual(["a", "b"]);
    pending[0]?.fail(new Error("down"));
    await expect(a).rejects.toThrow("down");
    pending[1]?.answer("b");
    expect(await b).toBe("b");
    pending[2]?.answer("up");
    expect(await again).toBe("up");
  });
});
