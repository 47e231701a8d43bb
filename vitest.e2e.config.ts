import { defineConfig } from "vitest/config";
import { setCompileCache } from "./test/kit/compile-cache.ts";
import { TellRetries } from "./test/kit/tell-retries.ts";

setCompileCache();

/** Files whose tests watch the clock, the line or the input method: beside another file they would watch its load. */
const alone = [
  "carried-caret",
  "comments",
  "ime",
  "long-report",
  "news",
  "rescue",
  "save-line",
  "suggest-input",
  "suggest-lag",
  "write-at-once",
].map((name) => `test/e2e/${name}.e2e.ts`);

const shared = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // A page that is slow is not wrong; a second is soon over where two cores carry five browsers.
  expect: { poll: { timeout: 20_000 } },
  pool: "forks",
  execArgv: ["--conditions=source"],
} as const;

/** Real Chromium against the real, built server: each file starts a server and browsers of its own. */
export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    globalSetup: ["test/kit/build.ts"],
    reporters: ["default", new TellRetries()],
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: "two at a time",
          include: ["test/e2e/**/*.e2e.ts"],
          exclude: alone,
          maxWorkers: 2,
          // Beside another file a wait may be too short once; what is wrong is wrong twice.
          retry: 1,
          // Of `describe.concurrent`, where tests mostly wait.
          maxConcurrency: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: "one at a time",
          include: alone,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
