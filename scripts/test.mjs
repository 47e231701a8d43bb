// The test command: makes the machine ready, then checks, unit and integration tests, the build, and the browser tests.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const isLong = process.argv.includes("--long");
const found = (paths) => paths.find((path) => existsSync(path));
const chromium =
  process.env.CHROMIUM_PATH ??
  found(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]);
const postgres =
  process.env.DATABASE_URL ?? found([18, 17, 16, 15, 14].map((v) => `/usr/lib/postgresql/${v}/bin/initdb`));
const office = found(["/usr/bin/soffice", "/usr/lib/libreoffice/program/soffice"]);

/** What the tests need besides npm packages, as Debian names it. */
const missing = [
  ...(chromium ? [] : ["chromium", "fonts-liberation2"]),
  ...(postgres ? [] : ["postgresql"]),
  ...(office ? [] : ["libreoffice-writer-nogui", "poppler-utils"]),
];
if (missing.length > 0) {
  const command = `apt-get install -y --no-install-recommends ${missing.join(" ")}`;
  const canInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (!canInstall) {
    console.error(
      `Missing for the tests. On Debian, as root:\n  apt-get update && ${command}\nElsewhere install Chromium (CHROMIUM_PATH), PostgreSQL (or DATABASE_URL) and LibreOffice.`,
    );
    process.exit(1);
  }
  console.log(`Installing for the tests: ${missing.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
  execFileSync("apt-get", command.split(" ").slice(1).concat("-qq"), {
    stdio: ["ignore", "ignore", "inherit"],
    env,
  });
}

const env = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: "1",
  DO_NOT_TRACK: "1",
  ...(isLong ? { LONG: "1" } : {}),
};
const run = (title, command, args) => {
  console.log(`\n== ${title}`);
  const started = Date.now();
  const { status } = spawnSync(command, args, { stdio: "inherit", env });
  console.log(
    `== ${title}: ${status === 0 ? "ok" : `failed (${status})`} in ${Math.round((Date.now() - started) / 1000)} s`,
  );
  if (status !== 0) process.exit(status ?? 1);
};

run("build", "turbo", ["run", "build", "--output-logs=errors-only"]);
run("checks", "npm", ["run", "--silent", "check"]);
run("unit, contract, integration, fuzz", "vitest", ["run", "--config", "vitest.config.ts"]);
run("browser", "vitest", ["run", "--config", "vitest.e2e.config.ts"]);
