import { describe, expect, it } from "vitest";
import type { UserId } from "../domain/ids.ts";
import { authorsOf, CarriedIds, WrittenIndex } from "./index.ts";

const [an, binh, chi] = ["an", "binh", "chi"] as [UserId, UserId, UserId];
const written = (client: number, clock: number, length: number, by: UserId) => ({
  client,
  clock,
  length,
  by,
  at: clock,
});

describe("authors of text that was carried", () => {
  it("[LINE7] [LINE10] one range that several placed, and several wrote, is told piece by piece", () => {
    const carried = new CarriedIds([{ client: 9, clock: 10, length: 8, origin: { client: 1, clock: 100 } }]);
    const index = new WrittenIndex([
      written(1, 98, 4, an),
      written(1, 102, 10, binh),
      // The server's own id: each of its edits is stored for somebody else. Of three units the log tells nothing.
      written(9, 10, 3, binh),
      written(9, 16, 2, chi),
    ]);
    const authors = authorsOf([{ client: 9, clock: 10, length: 8 }], carried, index, new Set([1]));
    expect(authors.map(({ clock, length, by, placedBy }) => [clock, length, by, placedBy])).toEqual([
      [10, 2, an, binh],
      [12, 4, binh, null],
      [16, 2, binh, chi],
    ]);
  });
});
