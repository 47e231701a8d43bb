// A server of its own for one run, in a directory of its own, gone afterwards.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export async function withDirectory(work) {
  const dir = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** @param options `rooms` that are wanted, `isUnthrottled` when the load is meant to pass what one person may send. */
export const withServer = (target, options, work) =>
  withDirectory(async (dir) => {
    const server = await target.start(dir, options);
    try {
      const result = await work(server, dir);
      if (server.exited !== null)
        throw new Error(`the server ended with ${server.exited}: ${server.errors()}`);
      return result;
    } finally {
      await server.stop("SIGKILL");
    }
  });
