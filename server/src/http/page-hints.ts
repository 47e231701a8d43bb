import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathOf } from "@dongsoan/shared/protocol";
import { z } from "zod";

/** What the build writes down about each piece of the page's code. */
const manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    imports: z.array(z.string()).default([]),
    css: z.array(z.string()).default([]),
  }),
);
type Manifest = z.infer<typeof manifest>;

const writingPage = "src/features/write/write-page.tsx";
const reportPath = /^\/bao-cao\/([0-9a-f-]{36})$/;

/** A piece with all that it imports, each once. */
function piecesOf(known: Manifest, name: string, seen = new Set<string>()): string[] {
  const piece = known[name];
  if (!piece || seen.has(name)) return [];
  seen.add(name);
  return [
    `</${piece.file}>; rel=modulepreload; crossorigin`,
    ...piece.css.map((file) => `</${file}>; rel=preload; as=style; crossorigin`),
    ...piece.imports.flatMap((next) => piecesOf(known, next, seen)),
  ];
}

/**
 * `Link` headers of the page at a path. Who opens a report needs its code, the session and the report: the browser asks
 * for them at once, instead of when its first script has been read and run.
 */
export function pageHints(clientDir: string): (path: string) => readonly string[] {
  const file = join(clientDir, ".vite/manifest.json");
  if (!existsSync(file)) return () => [];
  const code = piecesOf(manifest.parse(JSON.parse(readFileSync(file, "utf8"))), writingPage);
  return (path) => {
    const id = reportPath.exec(path)?.[1];
    if (id === undefined) return [];
    const answers = [pathOf("session"), pathOf("report", id)];
    // First, since the code is many files and a browser asks six at a time.
    return [...answers.map((url) => `<${url}>; rel=preload; as=fetch; crossorigin`), ...code];
  };
}
