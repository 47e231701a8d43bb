// The built server and page, as `npm start` serves them, on a throw-away data folder.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../kit/running-server.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export async function startBuiltServer() {
  const dataDir = mkdtempSync(join(tmpdir(), "bench-page-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let output = "";
  const child = spawn(process.execPath, [join(root, "server/dist/main.js")], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: String(port),
      PUBLIC_URL: url,
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      LOG_LEVEL: "error",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.on("data", (chunk) => (output += chunk));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  for (let i = 0; i < 300; i += 1) {
    const isReady = await fetch(`${url}/readyz`).then(
      (r) => r.ok,
      () => false,
    );
    if (isReady) return { url, stop, setUpToken: () => /thiet-lap#([\w-]+)/.exec(output)?.[1] ?? "" };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`the server did not become ready:\n${output}`);
}
