import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "@dongsoan/shared/domain";
import type { SessionView } from "@dongsoan/shared/http-api";
import { compose, type RunningApplication } from "../../server/src/compose.ts";
import { readConfig } from "../../server/src/ops/config.ts";
import type { Caller } from "../../server/src/usecases/context.ts";
import type { TestPerson } from "./person.ts";
import { freePort } from "./running-server.ts";

/** The whole server inside the test's own process, so that a test can look into its stores while it runs. */
export class LocalServer {
  readonly url: string;
  readonly dataDir: string;
  readonly application: RunningApplication;

  private constructor(url: string, dataDir: string, application: RunningApplication) {
    this.url = url;
    this.dataDir = dataDir;
    this.application = application;
  }

  static async start(
    env: Readonly<Record<string, string>> = {},
    dataDir = mkdtempSync(join(tmpdir(), "dongsoan-")),
  ): Promise<LocalServer> {
    const port = Number(env["PORT"] ?? (await freePort()));
    const url = `http://127.0.0.1:${port}`;
    const config = readConfig({
      PORT: String(port),
      PUBLIC_URL: url,
      DATA_DIR: dataDir,
      LOG_LEVEL: "silent",
      ...env,
    });
    const application = await compose(config);
    await new Promise<void>((resolve) => application.server.listen(port, "127.0.0.1", resolve));
    return new LocalServer(url, dataDir, application);
  }

  /** As their session would ask a use case. */
  async callerOf(person: TestPerson): Promise<Caller> {
    const { user } = await person.call<SessionView>("session");
    const people = await this.application.deps.directory.people();
    const { id, unitId, roles, name } = must(
      people.find((one) => one.id === user.id),
      "person",
    );
    return { actor: { userId: id, unitId, roles, tokenScope: null }, name, ipAddress: null, sessionId: null };
  }

  /** The one-time token of the set-up link. */
  setUpToken(): string {
    return this.application.setUpUrl?.split("#")[1] ?? "";
  }

  /** Ends the server and leaves its data. */
  close(): Promise<void> {
    return this.application.close();
  }

  async stop(): Promise<void> {
    await this.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
