import { defineConfig } from "vitest/config";

/** Real Chromium against the real, built server: one file at a time, since each starts a server and browsers. */
export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: ["test/e2e/**/*.e2e.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A page that is slow is not wrong; a second is soon over where two cores carry five browsers.
    expect: { poll: { timeout: 20_000 } },
    fileParallelism: false,
    // Of `describe.concurrent`, where tests mostly wait.
    maxConcurrency: 3,
    pool: "forks",
    execArgv: ["--conditions=source"],
  },
});
