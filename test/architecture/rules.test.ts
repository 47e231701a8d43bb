import { describe, expect, it } from "vitest";
import { filesOf, textOf } from "./files.ts";

/** "GATE1-GATE13" stands for all between. */
function spread(range: string): string[] {
  const found = /^([A-Z]+)(\d+)-\1(\d+)$/.exec(range);
  if (!found) return [range];
  const [, name, from, to] = found;
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => `${name}${Number(from) + i}`);
}

const rules = new Set(
  filesOf("docs/spec").flatMap((name) =>
    [...textOf(name).matchAll(/(?:^- |\. |; )([A-Z]{2,}\d+) /gm)].map((m) => m[1] ?? ""),
  ),
);
const named = new Set(
  filesOf("*.test.ts", "*.test.tsx", "*.e2e.ts", "*.contract.ts").flatMap((name) =>
    [...textOf(name).matchAll(/\[([A-Z]{2,}\d+(?:-[A-Z]{2,}\d+)?)\]/g)].flatMap((m) => spread(m[1] ?? "")),
  ),
);

describe("rules and their tests", () => {
  it("every rule that a test names stands in docs/spec", () => {
    expect([...named].filter((id) => !rules.has(id))).toEqual([]);
  });

  it("every rule of docs/spec is named by a test", () => {
    expect(rules.size).toBeGreaterThan(100);
    expect([...rules].filter((id) => !named.has(id))).toEqual([]);
  });
});
