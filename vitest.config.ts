import { defineConfig } from "vitest/config";

/** Everything but the browser: unit, contract, integration, fuzz-short. */
export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: [
      "{shared,server,client}/src/**/*.test.{ts,tsx}",
      "test/{integration,fuzz,architecture,kit}/**/*.test.ts",
    ],
    globalSetup: ["test/kit/global-setup.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    pool: "forks",
    execArgv: ["--conditions=source"],
  },
});
