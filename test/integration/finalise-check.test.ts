import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import type { FinaliseCheck, ReportView } from "@dongsoan/shared/http-api";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";

const header = {
  ...emptyHeader,
  agency: "UBND XÃ SUỐI NGÀN",
  symbol: "BC-UBND",
  place: "Suối Ngàn",
  subject: "Quý II",
  addressees: ["UBND tỉnh An Bình"],
  recipients: ["Như trên"],
  signature: { lines: ["CHỦ TỊCH"], name: "Lò Văn Quản" },
};
const section = (title: string) => ({
  title,
  blocks: [{ style: "body", level: 1, text: "Đã hoàn thành." }],
  children: [],
});

describe("before the seal", () => {
  let server: LocalServer;
  let commune: Commune;
  beforeAll(async () => {
    server = await LocalServer.start();
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());

  const create = async (sections: unknown[]) => {
    const { id } = await commune.coordinator.call<{ id: string }>("createReport", {
      body: { header, sections, dueAt: null, original: null },
    });
    return id;
  };
  const check = (id: string) => commune.coordinator.call<FinaliseCheck>("finaliseCheck", { params: { id } });

  it("[SEAL1] a report without a section is not sealed", async () => {
    const id = await create([]);
    expect((await check(id)).obstacles.map(({ code }) => code)).toContain("no-section");
    const options = { params: { id }, body: { confirmation: header.symbol } };
    expect((await commune.coordinator.send("finalise", options)).status).toBe(409);
  });

  it("[SEAL9] open comments, kept texts, sections of nobody and blank number and day are told, and hinder nobody", async () => {
    const { coordinator, economy, units } = commune;
    const id = await create([section("TÌNH HÌNH"), section("KẾT QUẢ")]);
    const { sections } = await coordinator.call<ReportView>("report", { params: { id } });
    const given = must(sections[0], "the first section");
    await coordinator.call("assignSection", {
      params: { id: given.id },
      body: { version: given.version, assignment: { ...given.assignment, unitId: units.economy.id } },
    });
    await coordinator.call("startThread", {
      params: { id: given.id },
      body: { id: randomUUID(), suggestionId: null, anchor: null, text: "Xem lại số liệu.", mentions: [] },
    });
    const retainedId = randomUUID();
    await economy.call("keepRetained", {
      body: {
        id: retainedId,
        sectionId: given.id,
        reason: "section-locked",
        paragraphs: [{ text: "Câu bị giữ lại.", before: null }],
      },
    });
    await economy.call("sendRetained", { params: { id: retainedId } });
    for (const { id: sectionId } of sections) {
      await coordinator.call("submitSection", { params: { id: sectionId } });
      await coordinator.call("approveSection", { params: { id: sectionId } });
    }
    const { obstacles, advice } = await check(id);
    expect(obstacles).toEqual([]);
    expect(advice.map(({ code, label, count }) => [code, label, count])).toEqual([
      ["comments-open", "I.", 1],
      ["retained-waiting", "I.", 1],
      ["sections-unassigned", null, 1],
      ["number-blank", null, 1],
      ["day-blank", null, 1],
    ]);
    const options = { params: { id }, body: { confirmation: header.symbol } };
    expect((await coordinator.send("finalise", options)).status).toBe(200);
  });
});
