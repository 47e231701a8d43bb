import { strFromU8, unzipSync } from "fflate";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { must } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { makeSealable, sealReport } from "../kit/sealed-report.ts";
import { engines, throwawayDatabase } from "../kit/throwaway-database.ts";

describe.each(engines)("a sealed report's Word file on %s", (engine) => {
  let server: LocalServer;
  let commune: Commune;
  beforeAll(async () => {
    server = await LocalServer.start({ DATABASE_URL: await throwawayDatabase(engine) });
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());

  /** What the seal's guards keep everybody from but a broken disk. */
  async function breakLog(sectionId: string): Promise<void> {
    const { kysely } = server.application.storage;
    if (engine === "postgresql") await sql`alter table section_update disable trigger user`.execute(kysely);
    else {
      const { rows } = await sql<{ name: string }>`
        select name from sqlite_master where type = 'trigger' and tbl_name = 'section_update'`.execute(
        kysely,
      );
      for (const { name } of rows) await sql`drop trigger ${sql.id(name)}`.execute(kysely);
    }
    await kysely
      .updateTable("section_update")
      .set({ payload: new Uint8Array([0, 0]) })
      .where("section_id", "=", sectionId)
      .execute();
  }

  it("[WORD6] holds what was sealed, whatever has become of the stored text", async () => {
    const { coordinator, police } = commune;
    const id = await makeSealable(coordinator, "Gieo trồng được 95 ha lúa.");
    const { sections } = await coordinator.call<ReportView>("report", { params: { id } });
    const sectionId = must(sections[0], "section").id;
    // Somebody's own affair, before the seal.
    await coordinator.call("keepRetained", {
      body: {
        id: crypto.randomUUID(),
        sectionId,
        reason: "section-locked",
        paragraphs: [{ text: "Chữ của tôi", before: null }],
      },
    });
    await sealReport(coordinator, id);
    await breakLog(sectionId);
    const fileOf = async (route: "exportWord" | "exportPackage") =>
      unzipSync(new Uint8Array(await (await coordinator.send(route, { params: { id } })).arrayBuffer()));
    const word = strFromU8(must((await fileOf("exportWord"))["word/document.xml"], "text"));
    for (const text of ["Gieo trồng được 95 ha lúa.", "KINH TẾ", "Hà Công Trực"])
      expect(word).toContain(text);
    expect((await police.send("exportWord", { params: { id } })).status).toBe(404);
    // [PERM16] The package goes to others.
    const audit = strFromU8(must((await fileOf("exportPackage"))["audit.jsonl"], "audit"));
    expect(audit).toContain("report.finalise");
    expect(audit).not.toContain("retained.keep");
  });
});
