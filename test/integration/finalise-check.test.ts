import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { plainText } from "@dongsoan/shared/crdt";
import { emptyHeader, must, type ReportId, sealedSections } from "@dongsoan/shared/domain";
import { type FinaliseCheck, parseSealedContent, type ReportView } from "@dongsoan/shared/http-api";
import { reviseReport } from "../../server/src/usecases/revise-report.ts";
import { sealReport } from "../../server/src/usecases/seal-report.ts";
import { AckClient } from "../kit/ack-client.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { draftSection } from "../kit/draft-section.ts";
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

  const approve = async ({ id }: { readonly id: string }) => {
    await commune.coordinator.call("submitSection", { params: { id } });
    await commune.coordinator.call("approveSection", { params: { id } });
  };
  const approveAll = async (id: string) => {
    const { sections } = await commune.coordinator.call<ReportView>("report", { params: { id } });
    for (const each of sections) await approve(each);
    return sections;
  };

  it("[SEAL1] a report without a section is not sealed", async () => {
    const id = await create([]);
    expect((await check(id)).obstacles.map(({ code }) => code)).toContain("no-section");
    const options = { params: { id }, body: { confirmation: header.symbol } };
    expect((await commune.coordinator.send("finalise", options)).status).toBe(409);
  });

  it("[SEAL9] open comments, kept texts, sections of nobody and blank number and day are told, and hinder nobody", async () => {
    const { coordinator, economy, units } = commune;
    const id = await create([draftSection("TÌNH HÌNH"), draftSection("KẾT QUẢ")]);
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
      ["sections-unowned", null, 1],
      ["number-blank", null, 1],
      ["day-blank", null, 1],
    ]);
    const options = { params: { id }, body: { confirmation: header.symbol } };
    expect((await coordinator.send("finalise", options)).status).toBe(200);
  });

  it("[SEAL2] what is written, and approved again, while the text is read for the seal is in the seal", async () => {
    const { coordinator } = commune;
    const id = (await create([draftSection("TÌNH HÌNH"), draftSection("KẾT QUẢ")])) as ReportId;
    const sections = await approveAll(id);
    const first = must(sections[0], "the first section");
    const { deps } = server.application;
    const caller = await server.callerOf(coordinator);
    let isRead = false;
    const late: typeof deps.textWork = {
      ...deps.textWork,
      read: async (updates) => {
        const text = await deps.textWork.read(updates);
        if (isRead) return text;
        isRead = true;
        const writer = new AckClient(coordinator, first.id);
        await writer.synced;
        await writer.saved(() => writer.type(" Viết thêm."));
        writer.leave();
        await coordinator.call("approveSection", { params: { id: first.id } });
        return text;
      },
    };
    const sealed = await sealReport({ ...deps, textWork: late }, caller, {
      reportId: id,
      confirmation: header.symbol,
    });
    expect(sealed.ok).toBe(true);
    const { contentJson, manifest } = must(await deps.reports.seal(id), "seal");
    const texts = parseSealedContent(contentJson).sections.map(({ blocks }) => blocks.map(plainText).join());
    expect(texts).toEqual(["Đã hoàn thành. Viết thêm.", "Đã hoàn thành."]);
    expect(manifest.sections.map(({ head }) => head)).toEqual([2, 1]);
  });

  it("[SEAL3] [VER15] what is sealed is canonical as a whole, and no text is put in that form on the event loop", async () => {
    const { coordinator } = commune;
    const id = (await create([
      draftSection("TÌNH HÌNH", [
        draftSection('Mục "blocks":[]'),
        draftSection("Mục trống", [draftSection("Mục cuối")]),
      ]),
      draftSection("KẾT QUẢ"),
    ])) as ReportId;
    await approveAll(id);
    const { deps } = server.application;
    const canonical = vi.fn<typeof deps.sealer.canonical>((value) => deps.sealer.canonical(value));
    const caller = await server.callerOf(coordinator);
    const asked = { reportId: id, confirmation: header.symbol };
    const sealed = await sealReport({ ...deps, sealer: { ...deps.sealer, canonical } }, caller, asked);
    expect(sealed.ok).toBe(true);
    expect(JSON.stringify(canonical.mock.calls)).not.toContain("Đã hoàn thành");
    const { contentJson, manifest } = must(await deps.reports.seal(id), "seal");
    const model = parseSealedContent(contentJson);
    expect(deps.sealer.canonical(model)).toBe(contentJson);
    const hashes = sealedSections(model).map((each) => deps.sealer.hash(deps.sealer.canonical(each)));
    expect(manifest.sections.map(({ hash }) => hash)).toEqual(hashes);
    expect(sealedSections(model).map(({ blocks }) => blocks.length)).toEqual([1, 1, 1, 1, 1]);
  });

  it("[SEAL8] no text is made for a revision where there is one already", async () => {
    const { coordinator } = commune;
    const id = (await create([draftSection("TÌNH HÌNH")])) as ReportId;
    await approveAll(id);
    await coordinator.call("finalise", { params: { id }, body: { confirmation: header.symbol } });
    await coordinator.call("revise", { params: { id } });
    const { deps } = server.application;
    const seed = vi.fn<typeof deps.textWork.seed>((seedings) => deps.textWork.seed(seedings));
    const textWork = { ...deps.textWork, seed };
    const again = await reviseReport({ ...deps, textWork }, await server.callerOf(coordinator), id);
    expect(again).toEqual({ ok: false, reason: "wrong-state" });
    expect(seed).not.toHaveBeenCalled();
  });
});
