import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import type { FinaliseCheck, ReportView, SectionView, WorkItem } from "@dongsoan/shared/http-api";
import { AckClient } from "../kit/ack-client.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { draftSection } from "../kit/draft-section.ts";
import { LocalServer } from "../kit/local-server.ts";
import type { TestPerson } from "../kit/person.ts";
import { openAssignment } from "../kit/permission-table.ts";

describe("a section given to another unit than the one above it", () => {
  let server: LocalServer;
  let commune: Commune;
  beforeAll(async () => {
    server = await LocalServer.start();
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());

  const idOf = async (person: TestPerson) => (await person.call<{ user: { id: string } }>("session")).user.id;
  const assign = async ({ id, version }: SectionView, assignment: object) =>
    commune.coordinator.call<ReportView>("assignSection", {
      params: { id },
      body: { version, assignment: { ...openAssignment, ...assignment } },
    });
  /** The police's, with an owner, a unit that contributes and one that reviews; in it, a section that names nobody. */
  const makeReport = async (readScope: "report" | "unit") => {
    const { coordinator, police, units } = commune;
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: emptyHeader,
        sections: [draftSection("AN NINH", [draftSection("Lễ hội")])],
        dueAt: null,
        original: null,
      },
    });
    const { sections } = await coordinator.call<ReportView>("report", { params: { id } });
    const [above, inner] = sections.map((each) => must(each, "section")) as [SectionView, SectionView];
    await assign(above, {
      unitId: units.police.id,
      ownerId: await idOf(police),
      contributingUnitIds: [units.economy.id],
      reviewingUnitIds: [units.office.id],
      readScope,
    });
    return { id, above, inner };
  };
  const toCulture = async (inner: SectionView, more: object = {}) =>
    assign(inner, { unitId: commune.units.culture.id, ...more });
  const closeCode = async (client: AckClient, change?: () => void) => {
    if (change) await client.synced.then(change);
    const code = await client.closed;
    client.leave();
    return code;
  };

  it("[PERM19] is written by none who was named above it: not over the channel, not by a command", async () => {
    const { police, economy, office, culture } = commune;
    const { inner } = await makeReport("report");
    await toCulture(inner);
    for (const person of [police, economy]) {
      const writer = new AckClient(person, inner.id);
      expect(await closeCode(writer, () => writer.type(" Viết chen."))).toBe(4403);
    }
    const reviewer = new AckClient(office, inner.id, "suggest");
    expect(await closeCode(reviewer, () => reviewer.type(" Góp chen."))).toBe(4403);
    const params = { id: inner.id };
    const decision = { verdict: "accept", changes: [{ ids: ["x"], seen: "0".repeat(64) }] };
    const text = { reason: "section-locked", paragraphs: [{ text: "x", before: null }] };
    const statuses = await Promise.all([
      police.send("submitSection", { params }),
      police.send("nameVersion", { params, body: { name: "Bản chen" } }),
      police.send("decideSuggestions", { params, body: decision }),
      economy.send("nameVersion", { params, body: { name: "Bản chen" } }),
      office.send("keepRetained", { body: { id: randomUUID(), sectionId: inner.id, ...text } }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    const own = new AckClient(culture, inner.id);
    await own.synced;
    await own.saved(() => own.type(" Mở hội."));
    expect(own.text).toContain("Đã hoàn thành. Mở hội.");
    own.leave();
  });

  it("[PERM19] [PERM6] is hidden from those named above it where only its units may read, and shown to nobody more", async () => {
    const { id, inner } = await makeReport("unit");
    await toCulture(inner);
    const { police, economy, office, culture } = commune;
    const seen = async (person: TestPerson) =>
      (await person.call<ReportView>("report", { params: { id } })).sections.map(({ isHidden }) => !isHidden);
    expect(await seen(culture)).toEqual([false, true]);
    for (const person of [police, economy, office]) {
      expect(await seen(person)).toEqual([true, false]);
      expect(await closeCode(new AckClient(person, inner.id))).toBe(4404);
    }
  });

  it("[PERM19] [PERM12] whoever was in it as it was given away writes there no more", async () => {
    const { inner } = await makeReport("report");
    const writer = new AckClient(commune.police, inner.id);
    await writer.synced;
    await writer.saved(() => writer.type(" Còn là của công an."));
    await toCulture(inner);
    expect(await closeCode(writer, () => writer.type(" Viết chen."))).toBe(4403);
  });

  it("[PERM20] without an owner: its unit writes, the coordinator hands in, and is told that nobody answers for it", async () => {
    const { coordinator, police, culture } = commune;
    const { id, inner } = await makeReport("report");
    const { sections } = await toCulture(inner);
    expect(sections.map(({ effective }) => effective.ownerId)).toEqual([await idOf(police), null]);
    const work = async (person: TestPerson) =>
      (await person.call<WorkItem[]>("myWork"))
        .filter(({ reportId }) => reportId === id)
        .map(({ title, isOwner }) => `${title}${isOwner ? ", own" : ""}`);
    expect([await work(police), await work(culture)]).toEqual([["AN NINH, own"], ["Lễ hội"]]);
    const viewOf = async (person: TestPerson) =>
      must((await person.call<ReportView>("report", { params: { id } })).sections[1], "section").may;
    expect(await viewOf(culture)).toMatchObject({ write: true, submit: false });
    expect(await viewOf(coordinator)).toMatchObject({ write: true, submit: true });
    const { advice } = await coordinator.call<FinaliseCheck>("finaliseCheck", { params: { id } });
    expect(advice).toContainEqual({ code: "sections-unowned", sectionId: null, label: null, count: 1 });
    const params = { id: inner.id };
    expect((await culture.send("submitSection", { params })).status).toBe(403);
    await coordinator.call("submitSection", { params });
    await coordinator.call("approveSection", { params });
  });
});
