import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { OrgRole } from "@dongsoan/shared/domain";
import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { paths, type RouteName } from "@dongsoan/shared/protocol";
import { routes } from "@dongsoan/shared/routes";
import { AckClient } from "../kit/ack-client.ts";
import { type Commune, setUpCommune, testPassword } from "../kit/commune.ts";
import { makeOneSection } from "../kit/one-section.ts";
import { TestPerson } from "../kit/person.ts";
import {
  type Who,
  zero,
  header,
  openAssignment,
  bodies,
  allowed,
  elsewhere,
  everyone,
} from "../kit/permission-table.ts";
import { RunningServer } from "../kit/running-server.ts";

describe("every endpoint with every kind of person", () => {
  let server: RunningServer;
  let commune: Commune;
  const people = new Map<Who, { person: TestPerson; headers: Record<string, string> }>();
  let reportId = "";
  let section: SectionView;

  const send = (who: Who, route: RouteName, id: string) => {
    const entry = people.get(who);
    const person = entry?.person ?? new TestPerson(server.url, "", "");
    return person.send(route, {
      params: { id },
      headers: entry?.headers ?? {},
      ...(bodies[route] === undefined ? {} : { body: bodies[route] }),
    });
  };

  beforeAll(async () => {
    server = await RunningServer.start();
    commune = await setUpCommune(server);
    const { admin, coordinator, police, economy, culture, office, units } = commune;
    const invite = async (username: string, unitId: string | null, roles: readonly OrgRole[]) => {
      const { link } = await admin.call<{ link: string }>("invite", {
        body: { name: username, unitId, roles, email: null },
      });
      const person = new TestPerson(server.url, username, testPassword);
      await person.call("acceptInvitation", {
        body: { token: link.split("#")[1], username, password: testPassword },
      });
      return person;
    };
    const owner = await invite("truongca", units.police.id, []);
    const outside = await admin.call<{ id: string }>("addUnit", {
      body: { name: "Trung tâm", shortName: "TT" },
    });
    const token = async (scope: string) =>
      (
        await coordinator.call<{ token: string }>("createApiToken", {
          body: { name: scope, scope, expiresInDays: 1 },
        })
      ).token;
    const plain = (person: TestPerson) => ({ person, headers: {} });
    const bearer = async (scope: string) => ({
      person: new TestPerson(server.url, "", ""),
      headers: { authorization: `Bearer ${await token(scope)}` },
    });
    const add = (who: Who, entry: { person: TestPerson; headers: Record<string, string> }) =>
      people.set(who, entry);
    add("administrator", plain(admin));
    add("coordinator", plain(coordinator));
    add("otherCoordinator", plain(await invite("dieuphoi2", null, ["coordinator"])));
    add("owner", plain(owner));
    add("unitAuthor", plain(police));
    add("contributor", plain(economy));
    add("otherUnit", plain(culture));
    add("outsider", plain(await invite("ngoai", outside.id, [])));
    add("signer", plain(await invite("lanhdao", null, ["signer"])));
    add("clerk", plain(await invite("vanthu", null, ["clerk"])));
    add("readToken", await bearer("read"));
    add("writeToken", await bearer("write"));
    expect(office.cookie).not.toBe("");

    const child = (title: string) => ({
      title,
      blocks: [{ style: "body", level: 1, text: `Nội dung ${title}` }],
      children: [],
    });
    const created = await coordinator.call<{ id: string }>("createReport", {
      body: { header, sections: [child("AN NINH"), child("VĂN HÓA")], dueAt: null, original: null },
    });
    reportId = created.id;
    const ownerId = (await owner.call<{ user: { id: string } }>("session")).user.id;
    const report = await coordinator.call<ReportView>("report", { params: { id: reportId } });
    const [first, second] = report.sections as [SectionView, SectionView];
    await coordinator.call("assignSection", {
      params: { id: first.id },
      body: {
        version: first.version,
        assignment: {
          ...openAssignment,
          unitId: units.police.id,
          ownerId,
          contributingUnitIds: [units.economy.id],
          readScope: "unit",
        },
      },
    });
    await coordinator.call("assignSection", {
      params: { id: second.id },
      body: { version: second.version, assignment: { ...openAssignment, unitId: units.culture.id } },
    });
    section = first;
  });
  afterAll(() => server.stop());

  const isRefusal = (status: number) => status === 401 || status === 403 || status === 404;
  const idFor = (route: RouteName) => (paths[route].includes("/sections/") ? section.id : reportId);

  it("[PERM1] lists every route either here or as tried elsewhere", () => {
    const publicRoutes = (Object.keys(paths) as RouteName[]).filter((r) => routes[r].access === "public");
    expect([...Object.keys(allowed), ...elsewhere, ...publicRoutes].sort()).toEqual(
      Object.keys(paths).sort(),
    );
  });

  it("[PERM2] lets nobody in who is signed out", async () => {
    for (const route of Object.keys(paths) as RouteName[])
      if (routes[route].access === "signed-in")
        expect((await send("signedOut", route, idFor(route))).status, route).toBe(401);
  });

  it("[PERM3-PERM9] [PERM16] lets exactly the right people through", async () => {
    const wrong: string[] = [];
    for (const route of Object.keys(allowed) as RouteName[])
      for (const who of everyone) {
        const { status } = await send(who, route, idFor(route));
        if (isRefusal(status) === (allowed[route]?.includes(who) ?? false))
          wrong.push(`${route} as ${who}: ${status}`);
        if (status >= 500) wrong.push(`${route} as ${who}: ${status}`);
      }
    expect(wrong).toEqual([]);
  });

  it("[PERM10] tells a report that is not there and one that may not be read alike", async () => {
    for (const route of [
      "report",
      "exportWord",
      "audit",
      "finaliseCheck",
      "sectionHistory",
      "versions",
    ] as const) {
      const foreign = await send("outsider", route, idFor(route));
      const missing = await send("outsider", route, zero);
      expect([foreign.status, await foreign.text()], route).toEqual([missing.status, await missing.text()]);
      expect(foreign.status, route).toBe(404);
    }
  });

  it("[PERM11] a section that may not be read leaves by no door", async () => {
    const other = people.get("otherUnit")?.person as TestPerson;
    const report = await (await other.send("report", { params: { id: reportId } })).text();
    expect(report).not.toContain("AN NINH");
    const { unzipSync, strFromU8 } = await import("fflate");
    const word = unzipSync(
      new Uint8Array(await (await other.send("exportWord", { params: { id: reportId } })).arrayBuffer()),
    );
    expect(strFromU8(word["word/document.xml"] ?? new Uint8Array())).not.toContain("AN NINH");
    expect((await other.send("sectionHistory", { params: { id: section.id } })).status).toBe(404);
  });

  it.each(["administrator", "otherCoordinator", "otherUnit", "outsider", "signer", "signedOut"] as const)(
    "[PERM12] refuses the channel of that section to %s",
    async (who) => {
      const entry = people.get(who);
      const ws = new WebSocket(`${server.url.replace("http", "ws")}/sync/${section.id}`, {
        headers: { origin: server.url, ...(entry ? { cookie: entry.person.cookie } : {}) },
      });
      const frames: unknown[] = [];
      ws.on("message", (data) => frames.push(data));
      const ended = await new Promise<number>((resolve) => {
        ws.on("close", (code) => resolve(code));
        ws.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
        ws.on("error", () => undefined);
      });
      expect(ended).toBe(who === "signedOut" ? 401 : 4404);
      expect(frames).toEqual([]);
    },
  );

  it("[PERM11] why a hidden section is locked, and what one's kept text of it is called by now, stay hidden", async () => {
    const { coordinator, culture, units } = commune;
    const { reportId: id, section: open } = await makeOneSection(coordinator, units.police.id);
    const add = { params: { id }, body: { parentId: null, position: 1, title: "Mục của văn hóa" } };
    const { sections } = await coordinator.call<ReportView>("addSection", add);
    const assign = (of: SectionView | undefined, assignment: object) =>
      coordinator.call<ReportView>("assignSection", {
        params: { id: of?.id ?? "" },
        body: { version: of?.version, assignment: { ...openAssignment, ...assignment } },
      });
    await assign(sections[1], { unitId: units.culture.id });
    const { sections: written } = await assign(open, {
      unitId: units.police.id,
      contributingUnitIds: [units.culture.id],
    });
    const text = { id: crypto.randomUUID(), sectionId: open.id, reason: "section-locked" };
    const kept = { ...text, paragraphs: [{ text: "Chữ của tôi", before: null }] };
    expect(await culture.call("keepRetained", { body: kept })).toMatchObject({ title: "KINH TẾ" });
    const now = written.find((one) => one.id === open.id);
    await assign(now, { unitId: units.police.id, readScope: "unit" });
    const lock = { params: { id }, body: { sectionIds: [open.id], reason: "Lý do kín" } };
    await coordinator.call("lockSections", lock);
    const seen = JSON.stringify([
      await culture.call("report", { params: { id } }),
      await culture.call("retained"),
      await culture.call("sendRetained", { params: { id: kept.id } }),
    ]);
    expect(seen).toContain("Chữ của tôi");
    expect(seen).not.toMatch(/KINH TẾ|Lý do kín/);
    expect(JSON.stringify(await coordinator.call("retained"))).toContain("KINH TẾ");
  });

  it("[RET11] [PERM11] who has written in a section that is hidden now hands in and reads their own text, and no name", async () => {
    const { coordinator, culture, economy, units } = commune;
    const { reportId: id, section: one } = await makeOneSection(coordinator, units.culture.id);
    const writer = new AckClient(culture, one.id);
    await writer.synced;
    await writer.saved(() => writer.firstText.insert(0, "Đã lưu. "));
    writer.leave();
    const { version } = (await coordinator.call<ReportView>("report", { params: { id } }))
      .sections[0] as SectionView;
    await coordinator.call("assignSection", {
      params: { id: one.id },
      body: { version, assignment: { ...openAssignment, unitId: units.police.id, readScope: "unit" } },
    });
    expect((await culture.send("report", { params: { id } })).status).toBe(404);
    const kept = (text: string) => ({
      id: crypto.randomUUID(),
      sectionId: one.id,
      reason: "forbidden",
      paragraphs: [{ text, before: null }],
    });
    const own = kept("Chữ cuối của tôi");
    const hidden = { label: "", title: "", isReadable: false, paragraphs: own.paragraphs };
    expect(await culture.call("keepRetained", { body: own })).toMatchObject(hidden);
    const seen = JSON.stringify(await culture.call("retained"));
    expect(seen).toContain("Chữ cuối của tôi");
    expect(seen).not.toContain("KINH TẾ");
    // Nothing of theirs was ever stored there: for them the section does not exist.
    expect((await economy.send("keepRetained", { body: kept("x") })).status).toBe(404);
    expect((await culture.send("discardRetained", { params: { id: own.id } })).status).toBe(204);
  });

  it("[PERM16] [PERM11] the audit trail has no words of what is hidden, nor that somebody keeps a refused text", async () => {
    const { coordinator, police, units } = commune;
    const { reportId: id, section: one } = await makeOneSection(coordinator, units.police.id, "unit");
    const params = { id: one.id };
    await coordinator.call("renameSection", {
      params,
      body: { version: one.version, title: "CHUYÊN ÁN KÍN" },
    });
    await coordinator.call("submitSection", { params });
    await coordinator.call("returnSection", { params, body: { reason: "Lý do kín" } });
    const lock = { params: { id }, body: { sectionIds: [one.id], reason: "Khóa kín" } };
    await coordinator.call("lockSections", lock);
    await coordinator.call("unlockSections", lock);
    await coordinator.call("nameVersion", { params, body: { name: "Bản kín" } });
    const { sections } = await coordinator.call<ReportView>("addSection", {
      params: { id },
      body: { parentId: one.id, position: 0, title: "Mục con kín" },
    });
    const child = sections.find(({ parentId }) => parentId === one.id);
    await coordinator.call("removeSection", {
      params: { id: child?.id ?? "" },
      body: { version: child?.version },
    });
    const text = { id: crypto.randomUUID(), sectionId: one.id, reason: "section-locked" };
    await police.call("keepRetained", {
      body: { ...text, paragraphs: [{ text: "Chữ của tôi", before: null }] },
    });
    await police.call("discardRetained", { params: { id: text.id } });

    const trail = async (person: TestPerson) =>
      JSON.stringify(await person.call("audit", { params: { id } }));
    const actions = ["section.rename", "section.return", "section.lock", "section.unlock", "section.remove"];
    const clerk = people.get("clerk")?.person as TestPerson;
    const seen = await trail(clerk);
    for (const action of actions) expect(seen).toContain(action);
    expect(seen).not.toMatch(/kín|KÍN|KINH TẾ|retained/);
    const all = await trail(coordinator);
    for (const words of ["CHUYÊN ÁN KÍN", "KINH TẾ", "Lý do kín", "Khóa kín", "Bản kín", "Mục con kín"])
      expect(all).toContain(words);
    expect(all).not.toContain("retained");
    await coordinator.call("submitSection", { params });
    expect(await trail(clerk)).toContain("Lý do kín");
  });

  it("[RET1] what was not accepted is kept for its author for 90 days, from the moment it was handed in", async () => {
    const { coordinator, economy, units } = commune;
    const { section: one } = await makeOneSection(coordinator, units.economy.id);
    const id = crypto.randomUUID();
    const before = Date.now();
    await economy.call("keepRetained", {
      body: { id, sectionId: one.id, reason: "section-locked", paragraphs: [{ text: "a", before: null }] },
    });
    const [kept] = (await economy.call<{ id: string; at: number; expiresAt: number }[]>("retained")).filter(
      (text) => text.id === id,
    );
    expect(kept?.at).toBeGreaterThanOrEqual(before);
    expect(kept?.expiresAt).toBe((kept?.at ?? 0) + 90 * 24 * 60 * 60 * 1000);
    await economy.call("discardRetained", { params: { id } });
  });

  it("[RET1] [RET13] nobody fills the disk with kept texts; a list holds so much, and the rest comes one by one", async () => {
    const { coordinator, economy, units } = commune;
    const { section: one } = await makeOneSection(coordinator, units.economy.id);
    const paragraphs = Array.from({ length: 200 }, () => ({ text: "x".repeat(19_000), before: null }));
    const keep = async (id: string) =>
      (
        await economy.send("keepRetained", {
          body: { id, sectionId: one.id, reason: "section-locked", paragraphs },
        })
      ).status;
    const ids = Array.from({ length: 6 }, () => crypto.randomUUID());
    const statuses: number[] = [];
    statuses.push(...(await Promise.all(ids.map(keep))));
    // Also when all come at once.
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 200, 200, 200, 200, 413]);
    const left = statuses.indexOf(413);
    const [first, second] = ids.filter((_, i) => i !== left);
    expect(await keep(first ?? "")).toBe(200);
    const listed = await economy.call<{ id: string; isWhole: boolean }[]>("retained");
    expect(listed).toHaveLength(5);
    expect(listed.filter(({ isWhole }) => isWhole)).toEqual([]);
    const text = { params: { id: first ?? "" } };
    expect((await economy.call<{ paragraphs: unknown[] }>("retainedText", text)).paragraphs).toHaveLength(
      200,
    );
    expect((await coordinator.send("retainedText", text)).status).toBe(404);
    await economy.call("sendRetained", text);
    expect((await coordinator.send("retainedText", text)).status).toBe(200);
    await economy.call("discardRetained", { params: { id: second ?? "" } });
    expect(await keep(ids[left] ?? "")).toBe(200);
  });

  it("[RET11] who only reads a section has nothing there that could have been refused", async () => {
    const { coordinator, economy, culture, police, units } = commune;
    const { reportId, section: one } = await makeOneSection(coordinator, units.economy.id);
    const { version } = await coordinator.call<ReportView>("report", { params: { id: reportId } });
    const { user } = await police.call<{ user: { id: string } }>("session");
    const me = (await coordinator.call<{ user: { id: string } }>("session")).user.id;
    await coordinator.call("changeParticipants", {
      params: { id: reportId },
      body: { version, coordinatorIds: [me], readerIds: [user.id] },
    });
    const keep = async (who: TestPerson) => {
      const paragraphs = [{ text: "x", before: null }];
      const body = { id: crypto.randomUUID(), sectionId: one.id, reason: "section-locked", paragraphs };
      return (await who.send("keepRetained", { body })).status;
    };
    expect([await keep(police), await keep(culture), await keep(economy)]).toEqual([403, 404, 200]);
  });

  it("[PERM13] refuses changes that do not come from our own page", async () => {
    const { coordinator } = commune;
    for (const headers of [{ origin: "http://evil.example" }, { origin: "null" }])
      expect((await coordinator.send("createReport", { body: bodies.createReport, headers })).status).toBe(
        403,
      );
  });

  it("[PERM13] a proxy's authorization in front of the cookie makes no foreign page ours", async () => {
    const headers = { origin: "http://evil.example", authorization: "Basic eDp5" };
    const answer = await commune.coordinator.send("submitSection", { params: { id: section.id }, headers });
    expect(await answer.json()).toMatchObject({ status: 403, code: "csrf-refused" });
    const malformed = { authorization: "Bearer x" };
    expect((await commune.coordinator.send("session", { headers: malformed })).status).toBe(401);
  });

  it("[PERM9] a reading token gets to no command that changes anything, whatever it is about", async () => {
    const commands = (Object.keys(paths) as RouteName[]).filter(
      (r) => !paths[r].startsWith("GET ") && routes[r].access !== "public" && !routes[r].isQuestion,
    );
    for (const route of commands)
      expect((await send("readToken", route, idFor(route))).status, route).toBe(403);
    expect((await send("writeToken", "signOut", "")).status, "a token has no session").toBe(403);
  });

  it("[PERM4] whoever may not create a report is told so before a large body is read", async () => {
    for (const route of ["createReport", "previewImport"] as const) {
      const answer = await commune.police.send(route, { raw: new Uint8Array(100) });
      expect([route, answer.status]).toEqual([route, 403]);
    }
  });

  it("bodies that would exhaust the stack or that no store takes: refused, or made readable", async () => {
    const { coordinator } = commune;
    const text = JSON.stringify({ header, dueAt: null, original: null, sections: "SECTIONS" });
    const nested = `${'[{"title":"a","blocks":[],"children":'.repeat(20_000)}[]${"}]".repeat(20_000)}`;
    const deep = await fetch(`${server.url}/api/reports`, {
      method: "POST",
      headers: { origin: server.url, cookie: coordinator.cookie, "content-type": "application/json" },
      body: text.replace('"SECTIONS"', nested),
    });
    expect(deep.status).toBe(400);
    const named = await coordinator.call<{ name: string }>("nameVersion", {
      params: { id: section.id },
      body: { name: "Bản \ud83d gửi\u0000 huyện" },
    });
    expect(named.name).toBe("Bản \ufffd gửi\ufffd huyện");
  });

  it("figures for the operator do not leave through a proxy on this machine", async () => {
    expect((await fetch(`${server.url}/metrics`)).status).toBe(200);
    for (const name of ["x-forwarded-for", "forwarded"])
      expect((await fetch(`${server.url}/metrics`, { headers: { [name]: "for=10.0.0.7" } })).status).toBe(
        404,
      );
  });

  it("[PERM14] locks an account out after repeated wrong passwords, and says no more than that", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 12; i += 1)
      statuses.push(
        (
          await new TestPerson(server.url, "kinhte", "").send("signIn", {
            body: { username: "kinhte", password: "sai mật khẩu" },
          })
        ).status,
      );
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401));
    expect(statuses.slice(10)).toEqual([429, 429]);
  });

  it("[PERM15] ends a disabled person's session and sockets at once", async () => {
    const { admin, culture } = commune;
    const { user } = await culture.call<{ user: { id: string } }>("session");
    const ws = new WebSocket(`${server.url.replace("http", "ws")}/sync`, {
      headers: { origin: server.url, cookie: culture.cookie },
    });
    await new Promise((resolve) => ws.once("open", resolve));
    const closed = new Promise<number>((resolve) => ws.once("close", resolve));
    await admin.call("changePerson", { params: { id: user.id }, body: { isActive: false } });
    expect(await closed).toBe(4401);
    expect((await culture.send("session")).status).toBe(401);
  });
});
