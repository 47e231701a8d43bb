import { spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./running-server.ts";

const binaries = () =>
  [18, 17, 16, 15, 14]
    .map((version) => `/usr/lib/postgresql/${version}/bin`)
    .find((dir) => existsSync(join(dir, "initdb")));

/** PostgreSQL refuses to run as root: its own user does it there. */
function identity(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
  return { uid: id("-u"), gid: id("-g") };
}

/** Before all tests: a throw-away PostgreSQL on a free port when none is given. Returns what ends it. */
export default async function setup(): Promise<() => void> {
  if (process.env["DATABASE_URL"]) return () => undefined;
  const bin = binaries();
  if (!bin) {
    process.stderr.write(
      "PostgreSQL tests will not run: apt-get install -y --no-install-recommends postgresql, or set DATABASE_URL\n",
    );
    return () => undefined;
  }
  const dir = mkdtempSync(join(tmpdir(), "dongsoan-pg-"));
  const as = identity();
  if (as.uid !== undefined && as.gid !== undefined) chownSync(dir, as.uid, as.gid);
  const data = join(dir, "data");
  const made = spawnSync(
    join(bin, "initdb"),
    ["-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"],
    { ...as, cwd: dir, encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  const server = spawn(
    join(bin, "postgres"),
    ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", dir],
    { ...as, cwd: dir, stdio: "ignore" },
  );
  const isReady = () =>
    spawnSync(join(bin, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port)], { stdio: "ignore" })
      .status === 0;
  for (let i = 0; i < 200 && !isReady(); i += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  process.env["DATABASE_URL"] = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  return () => {
    server.kill("SIGQUIT");
    server.once("exit", () => rmSync(dir, { recursive: true, force: true }));
  };
}
