import { spawnSync } from "node:child_process";

/** Before all tests: the server that they start, and the page that it serves, are what is in the tree. */
export default function build(): void {
  const { status } = spawnSync("turbo", ["run", "build", "--output-logs=errors-only"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
  });
  if (status !== 0) throw new Error("the build failed: npm run build tells why");
}
