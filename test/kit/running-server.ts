import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** The real, built server in a process of its own, on a throw-away data folder; it can be killed and started again. */
export class RunningServer {
  readonly dataDir: string;
  readonly port: number;
  readonly url: string;
  readonly #env: Readonly<Record<string, string>>;
  #child: ChildProcess | null = null;
  #output = "";

  private constructor(dataDir: string, port: number, env: Readonly<Record<string, string>>) {
    this.dataDir = dataDir;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.#env = env;
  }

  static async start(env: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
    const server = new RunningServer(mkdtempSync(join(tmpdir(), "dongsoan-")), await freePort(), env);
    await server.launch();
    return server;
  }

  async launch(): Promise<void> {
    this.#output = "";
    const child = spawn(process.execPath, [join(root, "server/dist/main.js")], {
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: "test",
        HOST: "127.0.0.1",
        PORT: String(this.port),
        PUBLIC_URL: this.url,
        DATA_DIR: this.dataDir,
        DATABASE_URL: "",
        LOG_LEVEL: "warn",
        ...this.#env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    const collect = (chunk: Buffer) => {
      this.#output += chunk.toString("utf8");
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline) {
      if (child.exitCode !== null) break;
      const isReady = await fetch(`${this.url}/readyz`).then(
        (r) => r.ok,
        () => false,
      );
      if (isReady) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    child.kill("SIGKILL");
    throw new Error(`the server did not become ready:\n${this.#output}`);
  }

  /** Everything that the server has printed since it was launched. */
  get output(): string {
    return this.#output;
  }

  /** The one-time token of the printed set-up link. */
  setUpToken(): string {
    const token = /thiet-lap#([\w-]+)/.exec(this.#output)?.[1];
    if (token === undefined) throw new Error(`no set-up link was printed:\n${this.#output}`);
    return token;
  }

  /** SIGKILL: nothing is flushed, nothing is said. */
  kill(): Promise<void> {
    return this.#end("SIGKILL");
  }

  async stop(): Promise<void> {
    await this.#end("SIGTERM");
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      child.once("exit", () => resolve());
      child.kill(signal);
      // A graceful stop that hangs is a fault of its own, but must not hang the tests too.
      setTimeout(() => child.kill("SIGKILL"), 8_000).unref();
    });
  }
}
