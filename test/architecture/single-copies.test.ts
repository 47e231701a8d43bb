import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Two copies of any of these break editing in ways that look like something else (instanceof checks fail silently). */
const mustBeSingle = ["yjs", "@tiptap/core", "prosemirror-model", "prosemirror-state"];

describe("the installed tree", () => {
  const lock = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8")) as {
    packages: Record<string, { version?: string }>;
  };
  const places = Object.keys(lock.packages);

  it.each(mustBeSingle)("holds one copy of %s", (name) => {
    expect(
      places.filter((place) => place === `node_modules/${name}` || place.endsWith(`/node_modules/${name}`)),
    ).toEqual([`node_modules/${name}`]);
  });

  it("holds every Tiptap package at one version", () => {
    const versions = places
      .filter((p) => /(^|\/)node_modules\/@tiptap\//.test(p) && !p.endsWith("y-tiptap"))
      .map((p) => lock.packages[p]?.version);
    expect(versions.length).toBeGreaterThanOrEqual(4);
    expect(new Set(versions)).toEqual(new Set(["3.31.3"]));
  });
});
