import { defineConfig } from "vitest/config";
import { setCompileCache } from "./test/kit/compile-cache.ts";

setCompileCache();

/** Everything but the browser: unit, contract, integration, fuzz-short. */
export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: [
      "{shared,server,client}/src/**/*.test.{ts,tsx}",
      "test/{integration,fuzz,architecture,kit}/**/*.test.ts",
    ],
    globalSetup: ["test/kit/build.ts", "test/kit/postgres-setup.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    pool: "forks",
    execArgv: ["--conditions=source"],
  },
});
