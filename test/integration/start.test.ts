import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { errorCodes, must } from "@dongsoan/shared/domain";
import type { ReportView, SessionView } from "@dongsoan/shared/http-api";
import { AckClient } from "../kit/ack-client.ts";
import { TestPerson } from "../kit/person.ts";
import { freePort } from "../kit/running-server.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly dataDir: string;
  readonly ended: Promise<readonly [code: number | null, signal: string | null]>;
  output: string;
}

const all: Started[] = [];

/** What `npm start` and `npm run demo` run, in a process group of its own, as a terminal gives it one. */
async function start(command: "start" | "demo"): Promise<Started> {
  const [program = "", ...args] = (scripts[command] ?? "").split(" ");
  expect(program).toBe("node");
  const dataDir = mkdtempSync(join(tmpdir(), "dongsoan-start-"));
  const port = String(await freePort());
  const { PUBLIC_URL: _publicUrl, ...env } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: root,
    detached: true,
    env: { ...env, PORT: port, DATA_DIR: dataDir, DATABASE_URL: "", REDIS_URL: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<readonly [number | null, string | null]>((resolve) =>
    child.on("exit", (code, signal) => resolve([code, signal])),
  );
  const started: Started = { child, url: `http://127.0.0.1:${port}`, dataDir, ended, output: "" };
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (data: Buffer) => (started.output += data.toString("utf8")));
  all.push(started);
  const isReady = () =>
    fetch(`${started.url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(isReady, { timeout: 90_000, message: "ready" }).toBe(true);
  return started;
}

/** Processes of this start that are still there: all of them have its data folder in their environment. */
const leftOf = ({ dataDir }: Started): string[] =>
  readdirSync("/proc").filter((id) => {
    if (!/^\d+$/.test(id)) return false;
    try {
      return readFileSync(`/proc/${id}/environ`, "utf8").split("\0").includes(`DATA_DIR=${dataDir}`);
    } catch {
      return false; // ended meanwhile, or somebody else's
    }
  });

afterEach(() => {
  for (const started of all.splice(0)) {
    for (const id of leftOf(started)) process.kill(Number(id), "SIGKILL");
    rmSync(started.dataDir, { recursive: true, force: true });
  }
});

describe.skipIf(process.platform !== "linux")("the two commands", { timeout: 120_000 }, () => {
  it("[START1] npm start serves the page, prints a set-up link once, and ends cleanly with all that it started", async () => {
    const started = await start("start");
    const page = await fetch(started.url);
    expect([page.status, page.headers.get("content-type")]).toEqual([
      200,
      expect.stringContaining("text/html"),
    ]);
    expect(await page.text()).toContain("<script");
    const nobody = new TestPerson(started.url, "", "");
    expect(await nobody.call("setUpState")).toEqual({ isSetUp: false });
    expect(started.output.split("thiet-lap#")).toHaveLength(2);
    expect(started.output).toContain(started.dataDir);
    expect(leftOf(started).length).toBeGreaterThan(1);
    started.child.kill("SIGTERM");
    expect(await started.ended, started.output).toEqual([0, null]);
    expect(leftOf(started)).toEqual([]);
    await expect(fetch(started.url)).rejects.toThrow("fetch failed");
  });

  it("[START2] npm run demo prints accounts that can sign in, and has a filled report; Ctrl+C ends it under open pages", async () => {
    const started = await start("demo");
    expect(started.output).not.toContain("thiet-lap#");
    const accounts = [...started.output.matchAll(/^ {2}(\w+) +(\S+) {3}(.+?)(?: \(\w+\))?$/gm)];
    expect(accounts.length).toBeGreaterThan(5);
    for (const [, username = "", password = "", name] of accounts) {
      const person = new TestPerson(started.url, username, password);
      await person.signIn();
      expect((await person.call<SessionView>("session")).user).toMatchObject({ username, name });
    }
    const [, username = "", password = ""] = accounts.find(([, who]) => who === "dieuphoi") ?? [];
    const coordinator = new TestPerson(started.url, username, password);
    await coordinator.signIn();
    const [report] = await coordinator.call<{ id: string }[]>("reports");
    const { sections } = await coordinator.call<ReportView>("report", { params: { id: report?.id ?? "" } });
    expect(sections.length).toBeGreaterThan(5);
    const line = new AckClient(coordinator, must(sections[0], "section").id);
    await line.synced;
    // A terminal gives the key to every process of the group.
    process.kill(-(started.child.pid ?? 0), "SIGINT");
    expect(await started.ended, started.output).toEqual([0, null]);
    expect(await line.closed).toBe(errorCodes.draining.close);
    expect(leftOf(started)).toEqual([]);
  });
});
