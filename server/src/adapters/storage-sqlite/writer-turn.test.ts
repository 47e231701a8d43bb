import { expect, it } from "vitest";
import { WriterTurn } from "./writer-turn.ts";

it("[STORE6] writers take turns, first come, first served, one at a time", async () => {
  const turn = new WriterTurn();
  const order: string[] = [];
  const endFirst = await turn.take();
  const others = ["second", "third"].map(async (name) => {
    const end = await turn.take();
    order.push(`${name} begins`);
    await Promise.resolve();
    order.push(`${name} ends`);
    end();
    end();
  });
  await Promise.resolve();
  order.push("first ends");
  endFirst();
  await Promise.all(others);
  expect(order).toEqual(["first ends", "second begins", "second ends", "third begins", "third ends"]);
});
