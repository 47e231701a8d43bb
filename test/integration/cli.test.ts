import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type AuditRecord, emptyHeader, must } from "@dongsoan/shared/domain";
import type { SystemHealth } from "@dongsoan/shared/http-api";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { TestPerson } from "../kit/person.ts";
import { makeSealable, sealReport } from "../kit/sealed-report.ts";
import { engines, throwawayDatabase } from "../kit/throwaway-database.ts";

const bin = fileURLToPath(new URL("../../server/bin/dongsoan.mjs", import.meta.url));
const dir = mkdtempSync(join(tmpdir(), "dongsoan-cli-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly problem: string;
}
/** The real command line, in a process of its own and away from the repository. */
function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--conditions=source", bin, ...args], {
      cwd: dir,
      env: { PATH: process.env["PATH"] ?? "", LOG_LEVEL: "silent", ...env },
    });
    const said = { out: "", problem: "" };
    child.stdout.on("data", (data: Buffer) => (said.out += data.toString("utf8")));
    child.stderr.on("data", (data: Buffer) => (said.problem += data.toString("utf8")));
    child.on("close", (code) => resolve({ code, ...said }));
  });
}

/** Each command is a process that starts from nothing: seconds on a busy machine. */
const slow = { timeout: 120_000 };

describe("the command line", slow, () => {
  it("[CLI1] says what it can do, and what it did not understand", async () => {
    const [asked, nothing, unknown, half] = await Promise.all([
      run(["--help"]),
      run([]),
      run(["nhảm"]),
      run(["user", "disable"]),
    ]);
    expect(asked).toMatchObject({ code: 0, problem: "" });
    for (const command of ["verify", "backup", "restore", "user list", "audit export"])
      expect(asked.out).toContain(`dongsoan ${command}`);
    expect(nothing).toMatchObject({ code: 2, out: "" });
    expect(unknown.code).toBe(2);
    expect(unknown.problem).toContain("nhảm");
    expect(half.code).toBe(2);
  });

  it("[CLI1] makes nothing where there is nothing", async () => {
    const ran = await run(["user", "list"], { DATA_DIR: join(dir, "sai-thu-muc") });
    expect(ran).toMatchObject({ code: 3, out: "" });
    expect(ran.problem).toContain("sai-thu-muc");
    const missing = await run(["verify", "khong-co.zip"]);
    expect(missing).toMatchObject({ code: 3, problem: expect.stringContaining("không tìm thấy tệp") });
    expect(missing.problem).toContain("khong-co.zip");
  });
});

describe.each(engines)("the command line beside a running server on %s", slow, (engine) => {
  let server: LocalServer;
  let commune: Commune;
  let env: Record<string, string>;
  const cli = (...args: string[]) => run(args, env);

  beforeAll(async () => {
    const DATABASE_URL = await throwawayDatabase(engine);
    server = await LocalServer.start({ DATABASE_URL });
    env = { DATABASE_URL, DATA_DIR: server.dataDir, PUBLIC_URL: server.url };
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());

  it("[CLI2] lists people, and makes a password link that the server takes", async () => {
    const listed = await cli("user", "list");
    expect(listed.code).toBe(0);
    expect(listed.out).toMatch(/^kinhte\tPhạm Minh Khôi\tKT\t-\tactive$/m);
    expect(listed.out).toMatch(/^quantri\t.*\tadministrator\tactive$/m);
    const made = await cli("user", "reset-password", "kinhte");
    expect(made.code).toBe(0);
    const token = new RegExp(`^${server.url}/dat-lai-mat-khau#([\\w-]{43})$`, "m").exec(made.out)?.[1];
    const person = new TestPerson(server.url, "kinhte", "mật khẩu từ dòng lệnh");
    await person.call("resetPassword", { body: { token, password: person.password } });
    expect((await commune.economy.send("session")).status).toBe(401);
    expect(await cli("user", "reset-password", "khong-ai")).toMatchObject({ code: 1, out: "" });
  });

  it("[CLI2] signs out everywhere and disables, and the server's open sockets close", async () => {
    const { police, culture, admin } = commune;
    const connect = async (person: TestPerson) => {
      const ws = new WebSocket(`${server.url.replace("http", "ws")}/sync`, {
        headers: { origin: server.url, cookie: person.cookie },
      });
      await new Promise((resolve) => ws.once("open", resolve));
      return { closed: new Promise<number>((resolve) => ws.once("close", resolve)) };
    };
    const [ofPolice, ofCulture] = [await connect(police), await connect(culture)];
    const [revoked, disabled, last] = [
      await cli("user", "revoke-sessions", "congan"),
      await cli("user", "disable", "vanhoa"),
      await cli("user", "disable", "quantri"),
    ];
    expect([revoked.code, disabled.code, last.code]).toEqual([0, 0, 1]);
    expect(await ofPolice.closed).toBe(4401);
    expect(await ofCulture.closed).toBe(4401);
    expect((await police.send("session")).status).toBe(401);
    await police.signIn();
    expect(
      (await culture.send("signIn", { body: { username: "vanhoa", password: culture.password } })).status,
    ).toBe(401);
    expect((await cli("user", "enable", "vanhoa")).code).toBe(0);
    await culture.signIn();
    expect((await admin.send("session")).status).toBe(200);
  });

  it("[AUDIT4] exports the whole chain, and finds the one record that was altered", async () => {
    const exported = await cli("audit", "export");
    const records = exported.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as AuditRecord);
    expect(records.map((r) => r.seq)).toEqual(records.map((_, i) => i + 1));
    expect(records.map((r) => r.action)).toContain("person.password-link");
    expect(records.find((r) => r.action === "person.password-link")).toMatchObject({ byName: "dòng lệnh" });
    const sound = await cli("audit", "verify");
    expect(sound).toMatchObject({ code: 0, problem: "" });
    expect(sound.out).toContain(`${records.length} dòng nhật ký`);
    // Somebody who may drop triggers.
    const { kysely } = server.application.storage;
    if (engine === "sqlite") await sql`drop trigger audit_guard_update`.execute(kysely);
    else await sql`drop trigger audit_guard on audit`.execute(kysely);
    const before = must(records[2], "record");
    await kysely.updateTable("audit").set({ by_name: "ai đó" }).where("seq", "=", 3).execute();
    const altered = await cli("audit", "verify");
    expect(altered).toMatchObject({ code: 1, out: "" });
    expect(altered.problem).toContain("tại dòng 3");
    await kysely.updateTable("audit").set({ by_name: before.byName }).where("seq", "=", 3).execute();
    expect((await cli("audit", "verify")).code).toBe(0);
  });
});

describe("backup, restore, verify", slow, () => {
  let server: LocalServer;
  let commune: Commune;
  let env: Record<string, string>;
  let reportId = "";
  const file = (name: string) => join(dir, name);

  beforeAll(async () => {
    server = await LocalServer.start();
    env = { DATA_DIR: server.dataDir, PUBLIC_URL: server.url };
    commune = await setUpCommune(server);
    const { coordinator } = commune;
    reportId = await makeSealable(coordinator, "Thu ngân sách đạt 54%.");
  });
  afterAll(() => server.stop());

  it("[CLI3] copies under a running server, and the system page says when", async () => {
    expect((await commune.admin.call<SystemHealth>("systemHealth")).lastBackupAt).toBeNull();
    const started = Date.now();
    expect(await run(["backup", file("sao-luu.db")], env)).toMatchObject({ code: 0, problem: "" });
    expect((await commune.admin.call<SystemHealth>("systemHealth")).lastBackupAt).toBeGreaterThanOrEqual(
      started,
    );
    expect((await run(["backup", file("sao-luu.db")], env)).code, "never over a file").toBe(3);
  });

  it("[CLI3] puts nothing under a running server, nothing broken, and keeps what was there", async () => {
    const { coordinator } = commune;
    expect((await run(["restore", file("sao-luu.db")], env)).code).toBe(1);
    const broken = readFileSync(file("sao-luu.db"));
    broken.fill(0x41, 4096, 12_288);
    writeFileSync(file("hong.db"), broken);
    const after = await coordinator.call<{ id: string }>("createReport", {
      body: { header: emptyHeader, sections: [], dueAt: null, original: null },
    });
    await server.close();
    expect((await run(["restore", file("hong.db")], env)).code).toBe(1);
    const restored = await run(["restore", file("sao-luu.db")], env);
    expect(restored).toMatchObject({ code: 0, problem: "" });
    server = await LocalServer.start({ PORT: new URL(server.url).port }, server.dataDir);
    expect((await coordinator.send("report", { params: { id: reportId } })).status).toBe(200);
    expect((await coordinator.send("report", { params: { id: after.id } })).status).toBe(404);
    expect((await run(["audit", "verify"], env)).code).toBe(0);
  });

  it("[SEAL7] verifies a package with no server, no network, no data, and names the altered section", async () => {
    const { coordinator } = commune;
    await sealReport(coordinator, reportId);
    const zip = new Uint8Array(
      await (await coordinator.send("exportPackage", { params: { id: reportId } })).arrayBuffer(),
    );
    writeFileSync(file("goi.zip"), zip);
    const files = unzipSync(zip);
    const content = Buffer.from(must(files["content.json"], "content"))
      .toString("utf8")
      .replace("54%", "64%");
    writeFileSync(file("sua.zip"), zipSync({ ...files, "content.json": new TextEncoder().encode(content) }));
    writeFileSync(file("khong-phai.zip"), "không phải zip");
    const [sound, altered, noZip] = await Promise.all(
      ["goi.zip", "sua.zip", "khong-phai.zip"].map((name) => run(["verify", name])),
    );
    expect(sound).toMatchObject({ code: 0, problem: "", out: expect.stringContaining("NGUYÊN VẸN") });
    expect(altered).toMatchObject({ code: 1, out: "" });
    // Whose it is, and when in the clock of this place.
    expect(sound?.out).toContain("/BC-UBND");
    expect(sound?.out).toMatch(/Niêm phong: .*\d{2}\/\d{2}\/\d{4}/);
    expect(altered?.problem).toContain("Mục I. KINH TẾ");
    expect(noZip?.code).toBe(3);
  });
});
