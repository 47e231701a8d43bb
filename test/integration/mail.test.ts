import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import type { ReportView, SystemHealth } from "@dongsoan/shared/http-api";
import { type Commune, setUpCommune, testPassword } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { MailServer, subjectOf, textOf } from "../kit/mail-server.ts";
import { openAssignment } from "../kit/permission-table.ts";
import { TestPerson } from "../kit/person.ts";
import { engines, throwawayDatabase } from "../kit/throwaway-database.ts";

const linkIn = (text: string, page: string) =>
  new RegExp(`^(http://[^\\s]+/${page}#([\\w-]{43}))\\r?$`, "m").exec(text) ?? [];

describe.each(engines)("mail on %s", (engine) => {
  let mail: MailServer;
  let server: LocalServer;
  let commune: Commune;
  let env: Record<string, string>;
  const invitation = (email: string, locale: "vi" | "en" = "vi") => ({
    name: "Lê Thị Sen",
    unitId: commune.units.police.id,
    roles: [],
    email,
    locale,
  });
  const health = () => commune.admin.call<SystemHealth>("systemHealth");
  /** Waits until the outbox says so: what the mail server has taken is written down a moment later. */
  const untilOutbox = async (condition: (mail: SystemHealth["mail"]) => boolean) => {
    for (let i = 0; i < 200; i += 1) {
      const facts = await health();
      if (condition(facts.mail)) return facts.mail;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`outbox: ${JSON.stringify((await health()).mail)}`);
  };

  beforeAll(async () => {
    mail = await MailServer.start();
    env = {
      DATABASE_URL: await throwawayDatabase(engine),
      SMTP_URL: mail.url,
      MAIL_FROM: "Đồng Soạn <bao-cao@suoi-ngan.vn>",
      MAIL_RETRY_SECONDS: "0,0,3",
    };
    server = await LocalServer.start(env);
    commune = await setUpCommune(server);
  });
  afterAll(async () => {
    await server.stop();
    await mail.close();
  });

  it("[MAIL1] [MAIL2] invites in the recipient's language, and the link in the mail is the link on the screen", async () => {
    const made = await commune.admin.call<{ link: string; isMailed: boolean }>("invite", {
      body: invitation("sen@suoi-ngan.vn"),
    });
    const letter = await mail.letterTo("sen@suoi-ngan.vn");
    expect(letter.to).toEqual(["sen@suoi-ngan.vn"]);
    expect(subjectOf(letter)).toBe("Lời mời tham gia UBND xã Suối Ngàn trên Đồng Soạn");
    expect(textOf(letter)).toContain("Kính gửi Lê Thị Sen,");
    expect(letter.source).toMatch(/^Content-Type: text\/plain/m);
    expect(linkIn(textOf(letter), "loi-moi")[1]).toBe(made.link);
    expect(made.isMailed).toBe(true);
    await commune.admin.call("invite", { body: invitation("lily@suoi-ngan.vn", "en") });
    const english = await mail.letterTo("lily@suoi-ngan.vn");
    expect(subjectOf(english)).toBe("Invitation to UBND xã Suối Ngàn on Đồng Soạn");
  });

  it("[MAIL5] keeps the link nowhere: not in the outbox, the audit log, or the invitation", async () => {
    const { link } = await commune.admin.call<{ link: string }>("invite", {
      body: invitation("x@suoi-ngan.vn"),
    });
    const secret = link.split("#")[1] ?? "";
    const { kysely } = server.application.storage;
    const rows = JSON.stringify([
      await kysely.selectFrom("mail").selectAll().execute(),
      await kysely.selectFrom("invitation").selectAll().execute(),
      await kysely.selectFrom("audit").selectAll().execute(),
    ]);
    expect(rows).toContain("x@suoi-ngan.vn");
    expect(rows).not.toContain(secret);
  });

  it("[MAIL2] resets a password by a link that works once and ends all sessions", async () => {
    const { admin, economy } = commune;
    const { user } = await economy.call<{ user: { id: string } }>("session");
    await economy.call("changeProfile", { body: { email: "kinhte@suoi-ngan.vn", locale: "en" } });
    await admin.call("makePasswordReset", { params: { id: user.id } });
    const letter = await mail.letterTo("kinhte@suoi-ngan.vn");
    expect(subjectOf(letter)).toBe("Reset your Đồng Soạn password");
    const token = linkIn(textOf(letter), "dat-lai-mat-khau")[2];
    const fresh = new TestPerson(server.url, "kinhte", "mật khẩu mới tinh 7");
    expect(await fresh.call("passwordResetInfo", { body: { token } })).toMatchObject({ username: "kinhte" });
    const used = await Promise.all(
      [1, 2].map(() => fresh.send("resetPassword", { body: { token, password: fresh.password } })),
    );
    expect(used.map((r) => r.status).sort((a, b) => a - b)).toEqual([200, 410]);
    expect((await economy.send("session")).status).toBe(401);
    expect((await fresh.send("session")).status).toBe(200);
    const former = await economy.send("signIn", { body: { username: "kinhte", password: testPassword } });
    expect(former.status).toBe(401);
  });

  it("[MAIL2] tells of a returned section, of a restricted one without its title, and never its text", async () => {
    const { coordinator, police, culture, units } = commune;
    const [an, man] = await Promise.all(
      [police, culture].map((p) => p.call<{ user: { id: string } }>("session")),
    );
    await police.call("changeProfile", { body: { email: "congan@suoi-ngan.vn" } });
    await culture.call("changeProfile", { body: { email: "vanhoa@suoi-ngan.vn" } });
    const block = (text: string) => [{ style: "body", level: 1, text }];
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: { ...emptyHeader, subject: "Kết quả\nquý II" },
        sections: [
          { title: "AN NINH TRẬT TỰ", blocks: block("Triệt phá hai vụ"), children: [] },
          { title: "VĂN HÓA", blocks: block("Ngày hội"), children: [] },
        ],
        dueAt: null,
        original: null,
      },
    });
    const { sections } = await coordinator.call<ReportView>("report", { params: { id } });
    for (const [i, [unitId, ownerId, readScope]] of (
      [
        [units.police.id, an?.user.id, "unit"],
        [units.culture.id, man?.user.id, "report"],
      ] as const
    ).entries()) {
      const section = must(sections[i], "section");
      await coordinator.call("assignSection", {
        params: { id: section.id },
        body: {
          version: section.version,
          assignment: { unitId, ownerId, dueAt: null, contributingUnitIds: [], readScope },
        },
      });
      await coordinator.call("submitSection", { params: { id: section.id } });
      await coordinator.call("returnSection", {
        params: { id: section.id },
        body: { reason: "thiếu số liệu đối chiếu" },
      });
    }
    const open = await mail.letterTo("vanhoa@suoi-ngan.vn");
    const restricted = await mail.letterTo("congan@suoi-ngan.vn");
    expect(subjectOf(open)).toBe("Mục được trả lại: Kết quả quý II");
    expect(textOf(open)).toContain("trả lại mục II. VĂN HÓA");
    expect(textOf(restricted)).toContain("trả lại mục I. của báo cáo");
    const all = mail.received.map((m) => textOf(m) + subjectOf(m));
    for (const hidden of ["AN NINH", "Triệt phá", "Ngày hội", "thiếu số liệu"])
      expect(all.join()).not.toContain(hidden);
  });

  it("[MAIL6] [PERM20] of a section without an owner it tells its unit, and not the owner of the section above", async () => {
    const { admin, coordinator, police, office, units } = commune;
    const { user: an } = await police.call<{ user: { id: string } }>("session");
    const node = (title: string, children: readonly object[] = []) => ({ title, blocks: [], children });
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: { ...emptyHeader, subject: "Lễ hội" },
        sections: [node("AN NINH", [node("Lễ hội")])],
        dueAt: null,
        original: null,
      },
    });
    const { sections } = await coordinator.call<ReportView>("report", { params: { id } });
    const [above, inner] = sections.map((section) => must(section, "section"));
    const people = [
      [must(above, "above"), { unitId: units.police.id, ownerId: an.id }],
      [must(inner, "inner"), { unitId: units.culture.id }],
    ] as const;
    for (const [section, whose] of people)
      await coordinator.call("assignSection", {
        params: { id: section.id },
        body: { version: section.version, assignment: { ...openAssignment, ...whose } },
      });
    const params = { id: must(inner, "inner").id };
    const toldOfReturn = async () => {
      const before = mail.received.length;
      await coordinator.call("submitSection", { params });
      await coordinator.call("returnSection", { params, body: { reason: "thiếu ảnh" } });
      await mail.until(() => mail.received.length > before);
      await untilOutbox(({ waiting }) => waiting === 0);
      return mail.received.slice(before).map(({ to }) => to);
    };
    expect(await toldOfReturn()).toEqual([["vanhoa@suoi-ngan.vn"]]);
    // Nor does a mail go to nobody, where the owner has left.
    const { user } = await office.call<{ user: { id: string } }>("session");
    await coordinator.call("assignSection", {
      params,
      body: {
        version: must(inner, "inner").version + 1,
        assignment: { ...openAssignment, unitId: units.culture.id, ownerId: user.id },
      },
    });
    await admin.call("changePerson", { params: { id: user.id }, body: { isActive: false } });
    expect(await toldOfReturn()).toEqual([["vanhoa@suoi-ngan.vn"]]);
  });

  it("[MAIL4] tries again what was refused for now, and gives up what is refused for good", async () => {
    await untilOutbox((m) => m.waiting === 0);
    const { received } = mail;
    const [before, tries] = [received.length, mail.tries];
    mail.refusals.push(451, 421);
    await commune.admin.call("invite", { body: invitation("ban@suoi-ngan.vn") });
    await mail.until(() => received.length === before + 1);
    expect(mail.tries).toBe(tries + 3);
    mail.refusals.push(550);
    await commune.admin.call("invite", { body: invitation("khong-co@suoi-ngan.vn") });
    const facts = await untilOutbox((m) => m.failed === 1);
    expect(facts).toMatchObject({ isConfigured: true, waiting: 0, failed: 1, lastError: "550" });
    expect(mail.tries).toBe(tries + 4);
    expect(received).toHaveLength(before + 1);
  });

  it("[MAIL3] a dead mail server harms nothing; what waits is sent after a restart", async () => {
    await mail.close();
    const before = mail.received.length;
    const invite = (email: string) =>
      commune.admin.call<{ isMailed: boolean; link: string }>("invite", { body: invitation(email) });
    const accepted = await invite("sau@suoi-ngan.vn");
    expect(accepted).toMatchObject({ isMailed: true, link: expect.stringContaining("/loi-moi#") });
    await new TestPerson(server.url, "sau", testPassword).call("acceptInvitation", {
      body: { token: accepted.link.split("#")[1], username: "sau", password: testPassword },
    });
    await invite("bay@suoi-ngan.vn");
    const facts = await untilOutbox((m) => m.waiting > 0 && m.lastError !== "550");
    expect(facts.lastError).toMatch(/^E[A-Z]+$/);
    await server.close();
    await mail.open();
    server = await LocalServer.start(env, server.dataDir);
    await mail.until(() => mail.received.length > before);
    expect(mail.received.slice(before).map((m) => m.to)).toEqual([["bay@suoi-ngan.vn"]]);
  });
});

describe("without a mail server", () => {
  it("shows the link and puts nothing into the outbox", async () => {
    const server = await LocalServer.start();
    const { admin, units } = await setUpCommune(server);
    const made = await admin.call<{ isMailed: boolean; link: string }>("invite", {
      body: { name: "Sen", unitId: units.police.id, roles: [], email: "sen@suoi-ngan.vn", locale: "vi" },
    });
    expect(made).toMatchObject({ isMailed: false, link: expect.stringContaining("/loi-moi#") });
    expect((await admin.call<SystemHealth>("systemHealth")).mail).toEqual({
      isConfigured: false,
      waiting: 0,
      failed: 0,
      lastError: null,
    });
    await server.stop();
  });
});
