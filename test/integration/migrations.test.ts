import { afterEach, describe, expect, it } from "vitest";
import { sql } from "kysely";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import { setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { engines, throwawayDatabase } from "../kit/throwaway-database.ts";

describe.each(engines)("a database of an earlier version on %s", (engine) => {
  let server: LocalServer;
  afterEach(() => server.stop());

  it("[LINE7] imported text gets the time at which it was imported", async () => {
    const env = { DATABASE_URL: await throwawayDatabase(engine) };
    server = await LocalServer.start(env);
    const { coordinator } = await setUpCommune(server);
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: emptyHeader,
        sections: [{ title: "KINH TẾ", blocks: [], children: [] }],
        dueAt: null,
        original: null,
      },
    });
    await coordinator.call<ReportView>("addSection", {
      params: { id },
      body: { parentId: null, position: 1, title: "VĂN HÓA" },
    });
    const seeds = () =>
      server.application.storage.kysely
        .selectFrom("section_update")
        .innerJoin("section", "section.id", "section_update.section_id")
        .select("at")
        .orderBy("position")
        .execute();
    const { kysely } = server.application.storage;
    const added = await kysely
      .selectFrom("audit")
      .select("at")
      .where("action", "=", "section.add")
      .executeTakeFirst();
    const report = await kysely.selectFrom("report").select("created_at").executeTakeFirst();
    await kysely.updateTable("section_update").set({ at: 0 }).execute();
    await sql`delete from kysely_migration where name = '0011-seed-times'`.execute(kysely);
    await server.close();
    server = await LocalServer.start({ ...env, PORT: new URL(server.url).port }, server.dataDir);
    expect(await seeds()).toEqual([
      { at: must(report, "report").created_at },
      { at: must(added, "record").at },
    ]);
  });
});
