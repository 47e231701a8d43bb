import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { engines, throwawayDatabase } from "../kit/throwaway-database.ts";

describe.each(engines)("the outline on %s", (engine) => {
  let server: LocalServer;
  let commune: Commune;
  beforeAll(async () => {
    server = await LocalServer.start({ DATABASE_URL: await throwawayDatabase(engine) });
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());

  it("[STORE8] only a section without text is removed: not one with a short imported sentence, not a damaged one", async () => {
    const { coordinator } = commune;
    const section = (title: string, ...texts: string[]) => ({
      title,
      blocks: texts.map((text) => ({ style: "body", level: 1, text })),
      children: [],
    });
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: emptyHeader,
        sections: [section("TRỐNG"), section("MỘT CÂU", "Không có."), section("HỎNG"), section("DẤU", "—")],
        dueAt: null,
        original: null,
      },
    });
    const { sections } = await coordinator.call<ReportView>("report", { params: { id } });
    const of = (title: string) =>
      must(
        sections.find((each) => each.title === title),
        title,
      );
    await server.application.storage.kysely
      .updateTable("section_update")
      .set({ checksum: new Uint8Array([0]) })
      .where("section_id", "=", of("HỎNG").id)
      .execute();
    const remove = async (title: string) => {
      const { id: sectionId, version } = of(title);
      const options = { params: { id: sectionId }, body: { version } };
      return (await coordinator.send("removeSection", options)).status;
    };
    for (const title of ["MỘT CÂU", "HỎNG", "DẤU"])
      expect([title, await remove(title)]).toEqual([title, 409]);
    expect(await remove("TRỐNG")).toBe(200);
  });
});
