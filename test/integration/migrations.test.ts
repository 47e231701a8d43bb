import { afterEach, describe, expect, it } from "vitest";
import { sql } from "kysely";
import { emptyHeader, must, type SectionId } from "@dongsoan/shared/domain";
import { unpackRanges } from "@dongsoan/shared/crdt";
import type { ReportView } from "@dongsoan/shared/http-api";
import { setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { engines, throwawayDatabase } from "../kit/throwaway-database.ts";

describe.each(engines)("a database of an earlier version on %s", (engine) => {
  let server: LocalServer;
  afterEach(() => server.stop());

  /** Leaves the tables as an earlier version had them, as far as the steps that come again need it. */
  const backBefore = async (step: string) => {
    const { kysely } = server.application.storage;
    for (const statement of [
      "drop table carried_log",
      "alter table section_snapshot drop column carried",
      "create table section_carried (section_id text not null references section(id), client_id bigint not null, clock bigint not null, length bigint not null, origin_client_id bigint not null, origin_clock bigint not null, primary key (section_id, client_id, clock))",
    ])
      await sql.raw(statement).execute(kysely);
    await sql`delete from kysely_migration where name >= ${step}`.execute(kysely);
  };

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
    await backBefore("0011-seed-times");
    await server.close();
    server = await LocalServer.start({ ...env, PORT: new URL(server.url).port }, server.dataDir);
    expect(await seeds()).toEqual([
      { at: must(report, "report").created_at },
      { at: must(added, "record").at },
    ]);
  });

  it("[LINE10] carried ids that had a row each are one row before the log, and a snapshot of then hides none", async () => {
    const env = { DATABASE_URL: await throwawayDatabase(engine) };
    server = await LocalServer.start(env);
    const { coordinator } = await setUpCommune(server);
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: emptyHeader,
        sections: ["KINH TẾ", "VĂN HÓA"].map((title) => ({ title, blocks: [], children: [] })),
        dueAt: null,
        original: null,
      },
    });
    const { sections } = await coordinator.call<ReportView>("report", { params: { id } });
    const [one, two] = sections.map((section) => section.id as SectionId) as [SectionId, SectionId];
    await server.application.storage.documents.saveSnapshot(one, { seq: 1, state: new Uint8Array([0, 0]) });
    await backBefore("0012-carried-log");
    const { kysely } = server.application.storage;
    const rows = [
      [4_000_000_000, 7, 3, 12, 900],
      [4_000_000_000, 10, 2, 12, 903],
      [12, 5, 1, 4_000_000_000, 0],
    ];
    for (const [client, clock, length, origin, at] of rows)
      await sql`insert into section_carried values (${one}, ${client}, ${clock}, ${length}, ${origin}, ${at})`.execute(
        kysely,
      );
    await server.close();
    server = await LocalServer.start({ ...env, PORT: new URL(server.url).port }, server.dataDir);
    const { documents } = server.application.storage;
    const carriedOf = async (section: SectionId) =>
      (await documents.load(section))?.carried.flatMap(unpackRanges);
    expect(await carriedOf(one)).toEqual([
      { client: 12, clock: 5, length: 1, origin: { client: 4_000_000_000, clock: 0 } },
      { client: 4_000_000_000, clock: 7, length: 5, origin: { client: 12, clock: 900 } },
    ]);
    expect(await carriedOf(two)).toEqual([]);
    expect((await documents.readCarried(one)).flatMap(unpackRanges)).toHaveLength(2);
  });
});
