import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pageHints } from "./page-hints.ts";

const report = "0b6e5f4e-7f0c-4a55-9a70-3f2d6c1b8e90";

describe("what the browser is told to ask for with the page", () => {
  const dir = mkdtempSync(join(tmpdir(), "page-"));
  beforeAll(() => {
    mkdirSync(join(dir, ".vite"));
    const pieces = {
      "src/features/write/write-page.tsx": {
        file: "assets/write-1.js",
        css: ["assets/write-1.css"],
        imports: ["_both.js"],
      },
      "_both.js": { file: "assets/both-1.js", imports: ["src/features/write/write-page.tsx"] },
      "src/features/help/help-page.tsx": { file: "assets/help-1.js" },
    };
    writeFileSync(join(dir, ".vite/manifest.json"), JSON.stringify(pieces));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it("is a report's code, each piece once, with the session and the report", () => {
    expect(pageHints(dir)(`/bao-cao/${report}`)).toEqual([
      "</api/session>; rel=preload; as=fetch; crossorigin",
      `</api/reports/${report}>; rel=preload; as=fetch; crossorigin`,
      "</assets/write-1.js>; rel=modulepreload; crossorigin",
      "</assets/write-1.css>; rel=preload; as=style; crossorigin",
      "</assets/both-1.js>; rel=modulepreload; crossorigin",
    ]);
  });

  it("is nothing on other pages, for what is no id, and where the build left no list", () => {
    const hintsFor = pageHints(dir);
    for (const path of ["/", "/bao-cao", `/bao-cao/${report}/muc`, "/bao-cao/x>;rel=preload"])
      expect(hintsFor(path)).toEqual([]);
    expect(pageHints(tmpdir())(`/bao-cao/${report}`)).toEqual([]);
  });
});
