import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import { type Commune, setUpCommune, testPassword } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { TestPerson } from "../kit/person.ts";

const setUpBody = (token: string, username: string) => ({
  token,
  organisationName: "UBND xã Suối Ngàn",
  parentAgency: "",
  place: "Suối Ngàn",
  adminName: "Lò Văn Quản",
  username,
  password: testPassword,
});

describe("the set-up link", () => {
  it("[ACCESS1] makes one administrator, also when two use it at the same moment, and then nobody", async () => {
    const server = await LocalServer.start();
    const token = server.setUpToken();
    const send = (t: string, username: string) =>
      new TestPerson(server.url, username, testPassword).send("setUp", { body: setUpBody(t, username) });
    expect((await send("đoán mò", "kedoan")).status).toBe(410);
    const both = await Promise.all([send(token, "quantri"), send(token, "quantri2")]);
    expect(both.filter((r) => r.ok)).toHaveLength(1);
    expect((await send(token, "quantri3")).status).toBe(409);
    expect(await server.application.deps.directory.people()).toHaveLength(1);
    await server.stop();
  });
});

describe("getting in and staying in", () => {
  let server: LocalServer;
  let commune: Commune;
  const connect = async (headers: Record<string, string>) => {
    const ws = new WebSocket(`${server.url.replace("http", "ws")}/sync`, { headers });
    await new Promise((resolve, reject) => {
      ws.once("open", resolve);
      ws.once("error", reject);
    });
    return { closed: new Promise<number>((resolve) => ws.once("close", resolve)) };
  };
  const another = async (person: TestPerson): Promise<TestPerson> => {
    const device = new TestPerson(server.url, person.username, person.password);
    await device.signIn();
    return device;
  };
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

  beforeAll(async () => {
    server = await LocalServer.start();
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());

  it("[ACCESS2] an invitation is used once, given back for a name that is taken, and expires", async () => {
    const { admin } = commune;
    const invite = async () => {
      const body = { name: "Sen", unitId: null, roles: [], email: null };
      const { link } = await admin.call<{ link: string }>("invite", { body });
      return link.split("#")[1] ?? "";
    };
    const accept = (token: string, username: string) =>
      new TestPerson(server.url, username, testPassword).send("acceptInvitation", {
        body: { token, username, password: testPassword },
      });
    const token = await invite();
    expect((await accept(token, "kinhte")).status).toBe(409);
    const both = await Promise.all([accept(token, "sen.mot"), accept(token, "sen.hai")]);
    expect(both.map((r) => r.status).sort((a, b) => a - b)).toEqual([200, 410]);
    expect((await accept(token, "sen.ba")).status).toBe(410);
    const late = await invite();
    await server.application.storage.kysely.updateTable("invitation").set({ expires_at: 1 }).execute();
    expect((await accept(late, "sen.bon")).status).toBe(410);
  });

  it("[ACCESS3] lists one's sessions, and ends one of them with its sockets, never another person's", async () => {
    const { economy, police } = commune;
    const device = await another(economy);
    const socket = await connect({ cookie: device.cookie, origin: server.url });
    const sessions = await economy.call<{ id: string; isCurrent: boolean }[]>("openSessions");
    expect(sessions.filter((s) => s.isCurrent)).toHaveLength(1);
    const other = must(
      sessions.find((s) => !s.isCurrent),
      "the other session",
    );
    expect((await police.send("revokeSession", { params: { id: other.id } })).status).toBe(404);
    expect((await device.send("session")).status).toBe(200);
    await economy.call("revokeSession", { params: { id: other.id } });
    expect(await socket.closed).toBe(4401);
    expect((await device.send("session")).status).toBe(401);
    expect((await economy.send("session")).status).toBe(200);
  });

  it("[ACCESS3] a new password ends all other sessions", async () => {
    const { culture } = commune;
    const device = await another(culture);
    await culture.call("changePassword", {
      body: { currentPassword: testPassword, newPassword: `${testPassword} khác` },
    });
    expect((await device.send("session")).status).toBe(401);
    expect((await culture.send("session")).status).toBe(200);
  });

  it("[ACCESS3] a session ends after three idle days, and after two weeks in any case", async () => {
    const { police } = commune;
    const { kysely } = server.application.storage;
    const day = 24 * 3600 * 1000;
    for (const aged of [
      { last_used_at: Date.now() - 3 * day - 1000 },
      { last_used_at: Date.now(), expires_at: Date.now() - 1000 },
    ]) {
      const device = await another(police);
      const sessions = await device.call<{ id: string; isCurrent: boolean }[]>("openSessions");
      const { id } = must(
        sessions.find((s) => s.isCurrent),
        "session",
      );
      const socket = await connect({ cookie: device.cookie, origin: server.url });
      await kysely.updateTable("session").set(aged).where("id", "=", id).execute();
      expect(await socket.closed).toBe(4401);
      expect((await device.send("session")).status).toBe(401);
    }
  });

  it("[ACCESS4] a token does what its scope says, and never administers, makes tokens or ends sessions", async () => {
    const { admin, coordinator } = commune;
    const make = async (person: TestPerson, scope: string) =>
      person.call<{ id: string; token: string }>("createApiToken", {
        body: { name: scope, scope, expiresInDays: 1 },
      });
    const [reading, writing, ofAdmin] = [
      await make(coordinator, "read"),
      await make(coordinator, "write"),
      await make(admin, "write"),
    ];
    const program = new TestPerson(server.url, "", "");
    const body = { header: emptyHeader, sections: [], dueAt: null, original: null };
    const status = async (...args: Parameters<TestPerson["send"]>) => (await program.send(...args)).status;
    expect(await status("createReport", { body, ...bearer(reading.token) })).toBe(403);
    expect(await status("createReport", { body, ...bearer(writing.token) })).toBe(200);
    expect(await status("reports", bearer(reading.token))).toBe(200);
    const unit = { body: { name: "x", shortName: "x" }, ...bearer(ofAdmin.token) };
    expect(await status("addUnit", unit)).toBe(403);
    const token = { body: { name: "x", scope: "read", expiresInDays: 1 }, ...bearer(writing.token) };
    expect(await status("createApiToken", token)).toBe(403);
    expect(await status("revokeApiToken", { params: { id: reading.id }, ...bearer(writing.token) })).toBe(
      403,
    );
    expect(await status("revokeSession", { params: { id: "x" }, ...bearer(writing.token) })).toBe(403);
    expect(await status("changeProfile", { body: { locale: "en" }, ...bearer(writing.token) })).toBe(403);
    const password = { currentPassword: testPassword, newPassword: `${testPassword}!` };
    expect(await status("changePassword", { body: password, ...bearer(writing.token) })).toBe(401);
  });

  it("[ACCESS4] a token that is taken back or has expired is of no use, and its sockets close within a second", async () => {
    const { coordinator } = commune;
    const made = await coordinator.call<{ id: string; token: string }>("createApiToken", {
      body: { name: "đồng bộ", scope: "write", expiresInDays: 1 },
    });
    const program = new TestPerson(server.url, "", "");
    const socket = await connect({ authorization: `Bearer ${made.token}` });
    const revokedAt = Date.now();
    await coordinator.call("revokeApiToken", { params: { id: made.id } });
    expect(await socket.closed).toBe(4401);
    expect(Date.now() - revokedAt).toBeLessThan(3_000);
    expect((await program.send("session", bearer(made.token))).status).toBe(401);
    const { kysely } = server.application.storage;
    const old = await coordinator.call<{ id: string; token: string }>("createApiToken", {
      body: { name: "cũ", scope: "read", expiresInDays: 1 },
    });
    await kysely.updateTable("api_token").set({ expires_at: 1 }).where("id", "=", old.id).execute();
    expect((await program.send("session", bearer(old.token))).status).toBe(401);
    const stored = JSON.stringify(await kysely.selectFrom("api_token").selectAll().execute());
    expect(stored).not.toContain(made.token);
  });

  it("[ACCESS6] whatever throws somebody out takes their API tokens too, which the record counts", async () => {
    const { admin } = commune;
    const { kysely } = server.application.storage;
    const { link } = await admin.call<{ link: string }>("invite", {
      body: { name: "Sen", unitId: null, roles: [], email: null },
    });
    const sen = new TestPerson(server.url, "sen.khoa", testPassword);
    await sen.call("acceptInvitation", {
      body: { token: link.split("#")[1], username: sen.username, password: testPassword },
    });
    const { user } = await sen.call<{ user: { id: string } }>("session");
    const params = { id: user.id };
    const makeToken = async () => {
      const body = { name: "đồng bộ", scope: "write", expiresInDays: 1 };
      const { token } = await sen.call<{ token: string }>("createApiToken", { body });
      return token;
    };
    const tokenCount = async () =>
      (await admin.call<{ id: string; tokenCount: number }[]>("people")).find((p) => p.id === user.id)
        ?.tokenCount;
    const program = new TestPerson(server.url, "", "");
    const throwOut: Record<string, () => Promise<unknown>> = {
      "person.change-password": () =>
        sen.call("changePassword", { body: { currentPassword: testPassword, newPassword: testPassword } }),
      "person.end-sessions": () => admin.call("endPersonSessions", { params }),
      "person.reset-password": async () => {
        const made = await admin.call<{ link: string }>("makePasswordReset", { params });
        const body = { token: made.link.split("#")[1], password: testPassword };
        await new TestPerson(server.url, "", "").call("resetPassword", { body });
      },
      "person.change": () => admin.call("changePerson", { params, body: { isActive: false } }),
    };
    for (const [action, work] of Object.entries(throwOut)) {
      await sen.signIn();
      const [first, second] = [await makeToken(), await makeToken()];
      expect(await tokenCount()).toBe(2);
      const socket = await connect({ authorization: `Bearer ${first}` });
      await work();
      expect((await program.send("session", bearer(second))).status, action).toBe(401);
      expect(await socket.closed, action).toBe(4401);
      expect(await tokenCount()).toBe(0);
      const { before } = await kysely
        .selectFrom("audit")
        .select("before")
        .where("action", "=", action)
        .orderBy("seq", "desc")
        .limit(1)
        .executeTakeFirstOrThrow();
      expect(JSON.parse(String(before)), action).toMatchObject({ tokens: 2 });
    }
    await admin.call("changePerson", { params, body: { isActive: true } });
    expect(await kysely.selectFrom("api_token").selectAll().where("user_id", "=", user.id).execute()).toEqual(
      [],
    );
  });

  it("[ACCESS5] whoever knows the password does not fill the database with sessions", async () => {
    const { police } = commune;
    const { kysely } = server.application.storage;
    await police.signIn();
    const { user } = await police.call<{ user: { id: string } }>("session");
    const sessions = () => kysely.selectFrom("session").selectAll().where("user_id", "=", user.id).execute();
    const [sample] = await sessions();
    for (let i = 0; i < 60; i += 1)
      await kysely
        .insertInto("session")
        .values({ ...must(sample, "a session"), id: `old-${i}`, token_hash: `old-${i}`, created_at: 1 + i })
        .execute();
    await police.signIn();
    const left = await sessions();
    expect(left).toHaveLength(50);
    expect(left.some(({ id }) => id === "old-0")).toBe(false);
    expect((await police.send("session")).status).toBe(200);
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const body = { username: "congan", password: testPassword };
        return (await new TestPerson(server.url, "", "").send("signIn", { body })).status;
      }),
    );
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(30);
    expect(statuses).toContain(429);
    // Those who are in stay in.
    await kysely.deleteFrom("session").where("user_id", "=", user.id).where("id", "like", "old-%").execute();
  });

  it("[ACCESS2] of several who want one user name at the same moment one gets it, and the others keep their links", async () => {
    const { admin } = commune;
    const tokens = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const body = { name: "Sen", unitId: null, roles: [], email: null };
        return (await admin.call<{ link: string }>("invite", { body })).link.split("#")[1];
      }),
    );
    const accept = async (token: string | undefined, username: string) =>
      (
        await new TestPerson(server.url, "", "").send("acceptInvitation", {
          body: { token, username, password: testPassword },
        })
      ).status;
    const statuses = await Promise.all(tokens.map((token) => accept(token, "trung.ten")));
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
    const kept = tokens.filter((_, i) => statuses[i] === 409);
    expect(await Promise.all(kept.map((token, i) => accept(token, `ten.khac.${i}`)))).toEqual([200, 200]);
  });

  it("[ACCESS5] whoever has somebody's session does not find out their password with it", async () => {
    const stolen = new TestPerson(server.url, "kinhte", testPassword);
    await stolen.signIn();
    const change = async (currentPassword: string) =>
      (await stolen.send("changePassword", { body: { currentPassword, newPassword: `${testPassword}!` } }))
        .status;
    for (let i = 0; i < 10; i += 1) expect(await change(`đoán lần ${i}`)).toBe(403);
    expect(await change(testPassword)).toBe(429);
  });

  it("[ACCESS5] an office behind one address signs in as often as it likes; sixty wrong passwords shut it out", async () => {
    const signIn = (username: string, password: string) =>
      new TestPerson(server.url, username, password).send("signIn", { body: { username, password } });
    for (const who of [
      "vanphong",
      "dieuphoi",
      "quantri",
      "kinhte",
      "vanphong",
      "dieuphoi",
      "quantri",
      "kinhte",
    ]) {
      const right = await Promise.all(Array.from({ length: 8 }, () => signIn(who, testPassword)));
      expect(right.map((r) => r.status)).toEqual(Array.from({ length: 8 }, () => 200));
    }
    for (let i = 0; i < 10; i += 1) expect((await signIn("congan", "sai mật khẩu")).status).toBe(401);
    expect((await signIn("congan", testPassword)).status, "locked, also for the right one").toBe(429);
    expect((await signIn("vanphong", testPassword)).status, "the others go on").toBe(200);
    const unknown: number[] = [];
    for (let i = 0; i < 60; i += 1) unknown.push((await signIn(`khong.co.${i}`, "x")).status);
    expect(new Set(unknown)).toEqual(new Set([401, 429]));
    expect(unknown.at(-1)).toBe(429);
    expect((await signIn("vanphong", testPassword)).status).toBe(429);
  });
});
