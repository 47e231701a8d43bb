import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SessionView } from "@dongsoan/shared/http-api";
import { type Commune, setUpCommune, testPassword } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { TestPerson } from "../kit/person.ts";
import { engines, throwawayDatabase } from "../kit/throwaway-database.ts";

describe.each(engines)("one-time links on %s", (engine) => {
  let server: LocalServer;
  let commune: Commune;
  beforeAll(async () => {
    server = await LocalServer.start({ DATABASE_URL: await throwawayDatabase(engine) });
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());

  const tokenOf = ({ link }: { readonly link: string }) => link.split("#")[1] ?? "";
  /** The database takes no record of this action: the last step of its command fails. */
  async function withoutRecord<T>(action: string, work: () => Promise<T>): Promise<T> {
    const { kysely } = server.application.storage;
    const run = (text: string) => sql.raw(text).execute(kysely);
    if (engine === "postgresql") {
      await run(
        "create function no_record() returns trigger language plpgsql as 'begin raise exception ''no''; end'",
      );
      await run(
        `create trigger no_record before insert on audit for each row when (new.action = '${action}') execute function no_record()`,
      );
    } else
      await run(
        `create trigger no_record before insert on audit when new.action = '${action}' begin select raise(abort, 'no'); end`,
      );
    try {
      return await work();
    } finally {
      await run(engine === "postgresql" ? "drop function no_record cascade" : "drop trigger no_record");
    }
  }

  it("[ACCESS2] an invitation whose acceptance fails half-way leaves no account, and works again", async () => {
    const { admin } = commune;
    const body = { name: "Sen", unitId: null, roles: [], email: null };
    const token = tokenOf(await admin.call<{ link: string }>("invite", { body }));
    const sen = new TestPerson(server.url, "sen", testPassword);
    const accept = async () =>
      (await sen.send("acceptInvitation", { body: { token, username: "sen", password: testPassword } }))
        .status;
    expect(await withoutRecord("person.accept-invitation", accept)).toBe(503);
    const { kysely } = server.application.storage;
    expect(await kysely.selectFrom("person").select("id").where("username", "=", "sen").execute()).toEqual(
      [],
    );
    expect((await sen.send("signIn", { body: { username: "sen", password: testPassword } })).status).toBe(
      401,
    );
    expect(await accept()).toBe(200);
    expect(await accept()).toBe(410);
  });

  it("[ACCESS2] a new password that fails half-way changes nothing, and its link works again", async () => {
    const { admin, economy } = commune;
    const { user } = await economy.call<SessionView>("session");
    const link = await admin.call<{ link: string }>("makePasswordReset", { params: { id: user.id } });
    const token = tokenOf(link);
    const device = new TestPerson(server.url, economy.username, `${testPassword} mới`);
    const reset = async () =>
      (await device.send("resetPassword", { body: { token, password: device.password } })).status;
    expect(await withoutRecord("person.reset-password", reset)).toBe(503);
    expect((await economy.send("session")).status).toBe(200);
    await economy.signIn();
    expect(await reset()).toBe(200);
    expect((await economy.send("session")).status).toBe(401);
    await device.signIn();
    expect(await reset()).toBe(410);
  });
});
