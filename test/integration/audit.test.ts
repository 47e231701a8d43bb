import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuditRecord, findBrokenLink, must } from "@dongsoan/shared/domain";
import { contentOf, listChanges } from "@dongsoan/shared/crdt";
import type { ReportView, SectionView, SessionView } from "@dongsoan/shared/http-api";
import { paths, type RouteName } from "@dongsoan/shared/protocol";
import { routes } from "@dongsoan/shared/routes";
import { AckClient } from "../kit/ack-client.ts";
import { type Commune, setUpCommune, testPassword } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { TestPerson } from "../kit/person.ts";
import { letterRecord } from "../kit/random-suggestion.ts";
import { wholeHeader } from "../kit/sealed-report.ts";
import { engines, throwawayDatabase } from "../kit/throwaway-database.ts";

interface Step {
  readonly route: RouteName;
  readonly action: string;
  readonly by: TestPerson;
  readonly id?: string;
  readonly body?: unknown;
  /** Nobody is signed in yet, or the link speaks for them. */
  readonly isSignedOut?: boolean;
}

/** Commands that leave no record, and why. */
const unrecorded: Readonly<Partial<Record<RouteName, string>>> = {
  previewImport: "stores nothing",
  markMentionsRead: "is a trace of reading, in a table of its own",
  markOpened: "is a trace of reading, in a table of its own",
  difference: "only looks",
  invitationInfo: "only looks at the link",
  passwordResetInfo: "only looks at the link",
  repairSection: "needs a damaged section: damage.test.ts looks at its record",
};

describe.each(engines)("the audit log on %s", (engine) => {
  let server: LocalServer;
  let commune: Commune;
  const tried = new Set<RouteName>(["setUp"]);
  const log = async (): Promise<readonly AuditRecord[]> =>
    (await server.application.deps.reports.audit({}, 1000)).toReversed();

  /** Runs one command, and looks at what it left in the log. */
  async function step({ route, action, by, id = "", body, isSignedOut = false }: Step): Promise<unknown> {
    const before = await log();
    const answer = await by.call<unknown>(route, {
      params: { id },
      ...(body === undefined ? {} : { body }),
    });
    const added = (await log()).slice(before.length);
    expect(
      added.map((r) => r.action),
      route,
    ).toEqual([action]);
    const record = must(added[0], "record");
    expect(record.ipAddress, route).toMatch(/127\.0\.0\.1$/);
    expect(record.byName, route).not.toBe("");
    expect(record.before !== null || record.after !== null, route).toBe(true);
    if (isSignedOut) expect(record.sessionId, route).toBeNull();
    else expect(record.sessionId, route).toMatch(/^[0-9a-f-]{36}$/);
    tried.add(route);
    return answer;
  }

  beforeAll(async () => {
    server = await LocalServer.start({ DATABASE_URL: await throwawayDatabase(engine) });
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());

  it("[AUDIT2] begins with the set-up, by whom and from where", async () => {
    const [first] = await log();
    expect(first).toMatchObject({
      seq: 1,
      action: "organisation.set-up",
      byName: "Lò Văn Quản",
      ipAddress: expect.stringMatching(/127\.0\.0\.1$/),
    });
  });

  it("[AUDIT2] holds exactly one record of each command of people, units and access", async () => {
    const { admin } = commune;
    const unit = (await step({
      route: "addUnit",
      action: "unit.add",
      by: admin,
      body: { name: "Trạm Y tế", shortName: "YT" },
    })) as { id: string };
    await step({
      route: "changeUnit",
      action: "unit.change",
      by: admin,
      id: unit.id,
      body: { name: "Trạm Y tế xã", shortName: "YT", version: 1, isActive: true },
    });
    const invitation = { name: "Lê Thị Sen", unitId: unit.id, roles: [], email: null };
    const { id: withdrawn } = (await step({
      route: "invite",
      action: "person.invite",
      by: admin,
      body: invitation,
    })) as { id: string };
    await step({
      route: "withdrawInvitation",
      action: "person.withdraw-invitation",
      by: admin,
      id: withdrawn,
    });
    const { link } = await admin.call<{ link: string }>("invite", { body: invitation });
    const sen = new TestPerson(server.url, "sen", testPassword);
    const accepted = (await step({
      route: "acceptInvitation",
      action: "person.accept-invitation",
      by: sen,
      isSignedOut: true,
      body: { token: link.split("#")[1], username: "sen", password: testPassword },
    })) as { user: { id: string } };
    const senId = accepted.user.id;
    await step({ route: "changeProfile", action: "person.profile", by: sen, body: { locale: "en" } });
    await step({
      route: "changePassword",
      action: "person.change-password",
      by: sen,
      body: { currentPassword: testPassword, newPassword: `${testPassword} mới` },
    });
    const token = (await step({
      route: "createApiToken",
      action: "token.create",
      by: sen,
      body: { name: "thống kê", scope: "read", expiresInDays: 3 },
    })) as { id: string };
    await step({ route: "revokeApiToken", action: "token.revoke", by: sen, id: token.id });
    const elsewhere = new TestPerson(server.url, "sen", `${testPassword} mới`);
    await step({
      route: "signIn",
      action: "session.begin",
      by: elsewhere,
      body: { username: "sen", password: `${testPassword} mới` },
    });
    const sessions = await sen.call<{ id: string; isCurrent: boolean }[]>("openSessions");
    const other = must(
      sessions.find((s) => !s.isCurrent),
      "the other session",
    );
    await step({ route: "revokeSession", action: "session.revoke", by: sen, id: other.id });
    await step({
      route: "changePerson",
      action: "person.change",
      by: admin,
      id: senId,
      body: { roles: ["clerk"] },
    });
    const reset = (await step({
      route: "makePasswordReset",
      action: "person.password-link",
      by: admin,
      id: senId,
    })) as { link: string };
    await step({
      route: "resetPassword",
      action: "person.reset-password",
      by: elsewhere,
      isSignedOut: true,
      body: { token: reset.link.split("#")[1], password: testPassword },
    });
    await step({ route: "signOut", action: "session.end", by: elsewhere });
    await step({ route: "endPersonSessions", action: "person.end-sessions", by: admin, id: senId });
  });

  it("[AUDIT2] [WF6] holds exactly one record of each command on a report", async () => {
    const { coordinator, units } = commune;
    const created = (await step({
      route: "createReport",
      action: "report.create",
      by: coordinator,
      body: {
        header: wholeHeader,
        sections: [
          {
            title: "KINH TẾ",
            blocks: [{ style: "body", level: 1, text: "Gieo trồng 120 ha." }],
            children: [],
          },
        ],
        dueAt: null,
        original: null,
      },
    })) as { id: string };
    const id = created.id;
    const view = () => coordinator.call<ReportView>("report", { params: { id } });
    const section = async (at = 0): Promise<SectionView> => must((await view()).sections[at], "section");
    const on = async (route: RouteName, action: string, more: object | null, at = 0) => {
      const { id: sectionId, version } = await section(at);
      return step({
        route,
        action,
        by: coordinator,
        id: sectionId,
        ...(more === null ? {} : { body: { version, ...more } }),
      });
    };
    const { version } = await view();
    await step({
      route: "changeHeader",
      action: "report.header",
      by: coordinator,
      id,
      body: { version, header: { ...wholeHeader, place: "Xã Suối Ngàn" }, dueAt: 5 },
    });
    const coordinatorIds = (await view()).coordinatorIds;
    await step({
      route: "changeParticipants",
      action: "report.participants",
      by: coordinator,
      id,
      body: { version: version + 1, coordinatorIds, readerIds: [] },
    });
    await step({
      route: "addSection",
      action: "section.add",
      by: coordinator,
      id,
      body: { parentId: null, position: 1, title: "AN NINH" },
    });
    await on("renameSection", "section.rename", { title: "AN NINH, TRẬT TỰ" }, 1);
    await on("moveSection", "section.move", { parentId: null, position: 0 }, 1);
    await on("removeSection", "section.remove", {}, 0);
    await on("assignSection", "section.assign", {
      assignment: {
        unitId: units.economy.id,
        ownerId: null,
        dueAt: 9,
        contributingUnitIds: [],
        readScope: "inherit",
      },
    });
    const named = (await on("nameVersion", "section.name-version", { name: "Bản gửi huyện" })) as {
      id: string;
    };
    await on("restoreVersion", "section.restore", { versionId: named.id });
    const line = new AckClient(coordinator, (await section()).id, "suggest");
    await line.synced;
    const { user } = await coordinator.call<SessionView>("session");
    const record = letterRecord("ins", user.id, "3c1d5a57-0c0f-4d53-9f0b-0d6f7f9f2a77");
    await line.saved(() => line.firstText.insert(0, "Thêm ", record));
    const changes = listChanges(contentOf(line.doc)).map(({ ids, seen }) => ({ ids, seen }));
    line.leave();
    const decided = (await on("decideSuggestions", "section.decide", { verdict: "accept", changes })) as {
      decisionId: string;
    };
    await on("takeBackDecision", "section.take-back", { decisionId: decided.decisionId });
    await on("decideSuggestions", "section.decide", { verdict: "reject", changes });
    const thread = "0f0e9a3c-58c9-4d53-9f0b-0d6f7f9f2a33";
    const words = { text: "Xem lại số này", mentions: [] };
    await on("startThread", "comment.add", { id: thread, ...words, anchor: null, suggestionId: null });
    const onThread = (route: RouteName, action: string, body?: object) =>
      step({ route, action, by: coordinator, id: thread, ...(body ? { body } : {}) });
    await onThread("answerThread", "comment.add", { ...words, id: "0f0e9a3c-58c9-4d53-9f0b-0d6f7f9f2a34" });
    await onThread("resolveThread", "comment.resolve");
    await onThread("reopenThread", "comment.reopen");
    await onThread("editComment", "comment.edit", words);
    await onThread("deleteComment", "comment.delete");
    await on("submitSection", "section.submit", null);
    await on("returnSection", "section.return", { reason: "bổ sung số liệu" });
    await on("submitSection", "section.submit", null);
    await on("approveSection", "section.approve", null);
    const sectionIds = [(await section()).id];
    await step({
      route: "lockSections",
      action: "section.lock",
      by: coordinator,
      id,
      body: { sectionIds, reason: "chốt" },
    });
    await step({
      route: "unlockSections",
      action: "section.unlock",
      by: coordinator,
      id,
      body: { sectionIds },
    });
    const kept = {
      id: "6c6f1a5e-58c9-4d53-9f0b-0d6f7f9f2a11",
      sectionId: sectionIds[0],
      reason: "section-locked",
      paragraphs: [{ text: "muộn", before: null }],
    };
    await step({ route: "keepRetained", action: "retained.keep", by: coordinator, body: kept });
    const records = (await log()).length;
    await coordinator.call("keepRetained", { body: kept });
    expect((await log()).length, "handed in again after a lost answer").toBe(records);
    await step({ route: "sendRetained", action: "retained.send", by: coordinator, id: kept.id });
    await step({ route: "discardRetained", action: "retained.discard", by: coordinator, id: kept.id });
    await step({
      route: "finalise",
      action: "report.finalise",
      by: coordinator,
      id,
      body: { confirmation: "BC-UBND" },
    });
    await step({ route: "revise", action: "report.revise", by: coordinator, id });
  });

  it("[AUDIT2] leaves no command out", () => {
    const writing = (Object.keys(paths) as RouteName[]).filter((name) => !paths[name].startsWith("GET "));
    expect(writing.filter((name) => !tried.has(name) && !(name in unrecorded))).toEqual([]);
    expect(writing.length).toBeGreaterThan(30);
    expect(routes.signIn.access).toBe("public");
  });

  it("[AUDIT3] holds nothing of what was refused", async () => {
    const before = (await log()).length;
    const { culture, economy } = commune;
    expect((await culture.send("addUnit", { body: { name: "x", shortName: "x" } })).status).toBe(403);
    expect((await economy.send("revokeSession", { params: { id: "x" } })).status).toBe(404);
    expect(
      (
        await new TestPerson(server.url, "", "").send("signIn", {
          body: { username: "kinhte", password: "sai" },
        })
      ).status,
    ).toBe(401);
    expect((await log()).length).toBe(before);
  });

  it("[AUDIT1] is one chain without a gap, and holds no secret and no text", async () => {
    const chain = await log();
    const { sealer } = server.application.deps;
    const sha256 = (content: unknown) => sealer.hash(sealer.canonical(content));
    expect(chain.map((r) => r.seq)).toEqual(chain.map((_, i) => i + 1));
    expect(findBrokenLink(chain, sha256)).toBeNull();
    const tampered = chain.map((r, i) => (i === 7 ? { ...r, sessionId: "another" } : r));
    expect(findBrokenLink(tampered, sha256)).toBe(8);
    const text = JSON.stringify(chain);
    for (const secret of [testPassword, "Gieo trồng", "muộn"]) expect(text).not.toContain(secret);
  });

  it("[API4] a stale edit of outline or header is answered with the current value", async () => {
    const { coordinator, admin, units } = commune;
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: wholeHeader,
        sections: [{ title: "KINH TẾ", blocks: [], children: [] }],
        dueAt: null,
        original: null,
      },
    });
    const report = await coordinator.call<ReportView>("report", { params: { id } });
    const section = must(report.sections[0], "section");
    const version = 999;
    const stale = async (person: TestPerson, route: RouteName, of: string, body: object) => {
      const response = await person.send(route, { params: { id: of }, body });
      expect(response.status, route).toBe(409);
      return (await response.json()) as { code: string; current: unknown };
    };
    const { coordinatorIds } = report;
    expect(
      await stale(coordinator, "changeHeader", id, { version, header: wholeHeader, dueAt: null }),
    ).toMatchObject({
      code: "stale-version",
      current: { version: 1, header: wholeHeader, dueAt: null },
    });
    expect(
      await stale(coordinator, "changeParticipants", id, { version, coordinatorIds, readerIds: [] }),
    ).toMatchObject({ current: { version: 1, coordinatorIds, readerIds: [] } });
    for (const [route, body] of [
      ["renameSection", { version, title: "x" }],
      ["moveSection", { version, parentId: null, position: 0 }],
      ["removeSection", { version }],
    ] as const)
      expect(await stale(coordinator, route, section.id, body)).toMatchObject({
        current: { version: 1, title: "KINH TẾ", parentId: null, position: 0 },
      });
    expect(
      await stale(coordinator, "assignSection", section.id, { version, assignment: section.assignment }),
    ).toMatchObject({ current: { version: 1, assignment: section.assignment } });
    expect(
      await stale(admin, "changeUnit", units.police.id, {
        name: "x",
        shortName: "x",
        isActive: true,
        version,
      }),
    ).toMatchObject({ current: { version: 1, name: "Công an xã" } });
  });
});
